import Corpus

/// What a list is made for, as rules and editors look at it.
struct ListSubject {
    /// Nil for a free text.
    let article: Article?
    /// The numbers of its pages.
    let pages: [UInt32]
    let fingerprint: TextFingerprint
    let pins: [Article]
    let excluded: ExcludedArticles
}

/// What an editor excluded from one list: by id, or by any address of its page.
struct ExcludedArticles {
    private let names: Set<String>
    private let pages: [UInt32]

    init(_ references: [String], _ index: PageIndex) {
        names = Set(references)
        pages = index.pages(at: references)
    }

    /// - Parameter pages: the numbers of the article's pages.
    func contains(_ article: Article, _ pages: some Sequence<UInt32>) -> Bool {
        !names.isEmpty && (names.contains(article.id.rawValue) || PageIndex.share(pages, self.pages))
    }
}
