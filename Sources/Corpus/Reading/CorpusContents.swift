import Platform

/// Articles read from folders and files, and what was wrong with the rest.
///
///     let contents = CorpusContents(reading: ["articles/"])
///     for problem in contents.problems { print(problem) }
public struct CorpusContents: Sendable {
    /// In the order of the paths named, and of relative paths within each; every id once.
    public let articles: [Article]
    /// Errors and warnings; a file or line with an error is left out and the rest is read.
    public let problems: [InputProblem]
    /// What is no article, and why.
    public let passedOver: [PassedOver]

    /// Reads Markdown and HTML files (`.md`, `.markdown`, `.mdx`, `.html`, `.htm`) and JSON lines (`.jsonl`, `.ndjson`,
    /// also with `.gz`) below `paths`, on all cores.
    ///
    /// Where a site's generator is recognised, its settings say what is content. HTML needs front matter; Markdown
    /// without any is called by its first heading.
    ///
    /// - Complexity: linear in the bytes read.
    public init(reading paths: [String], rules: ReadingRules = ReadingRules()) {
        let listing = SourceListing(paths)
        let readings = concurrentMap(listing.files.count) {
            SourceReading(listing.files[$0], rules)
        }
        self.init(gathering: readings.map { ($0.articles, $0.problems) }, listing: listing)
    }

    package init(gathering files: [(articles: [Article], problems: [InputProblem])], listing: SourceListing) {
        self.init(gathering: files, listingProblems: listing.problems, passedOver: listing.passedOver)
    }

    /// Joins what single files held, in their order, and finds the problems between them.
    package init(
        gathering files: [(articles: [Article], problems: [InputProblem])],
        listingProblems: [InputProblem],
        passedOver: [PassedOver] = []
    ) {
        var passedOver = passedOver
        let count = files.reduce(0) { $0 + $1.articles.count }
        var seen = UniqueIDs(capacity: count)
        var articles: [Article] = []
        var problems = listingProblems
        for file in files {
            for problem in file.problems {
                if let file = PassedOver(problem) {
                    passedOver.append(file)
                } else {
                    problems.append(problem)
                }
            }
            let taken = file.articles.map { seen.problem(with: $0) }
            if taken.allSatisfy({ $0 == nil }) {
                // Nearly always, and then an archive of one file need not be copied.
                if articles.isEmpty { articles = file.articles } else { articles += file.articles }
                continue
            }
            for (article, problem) in zip(file.articles, taken) {
                if let problem { problems.append(problem) } else { articles.append(article) }
            }
        }
        self.articles = articles
        self.passedOver = passedOver
        self.problems = problems + sharedURLWarnings(articles)
    }
}

/// The ids seen so far, and where.
private struct UniqueIDs {
    private var origins: [ArticleID: ArticleOrigin?] = [:]

    init(capacity: Int) { origins.reserveCapacity(capacity) }

    /// Notes an article's id; returns the problem where another article has it already.
    mutating func problem(with article: Article) -> InputProblem? {
        guard let first = origins.updateValue(article.origin, forKey: article.id) else { return nil }
        origins[article.id] = first
        return InputProblem(
            .duplicateID,
            path: article.origin?.path ?? "",
            line: article.origin?.line,
            "the id \(article.id.rawValue.excerptForMessage) is taken by \(first?.path ?? "another article"):\(first?.line ?? 1)",
            remedy: "give one of the two another `id`; this one is left out"
        )
    }
}

/// A warning for each article that shares its page with an earlier one.
private func sharedURLWarnings(_ articles: [Article]) -> [InputProblem] {
    let pagesOfArticles = concurrentMap(articles.count, grain: 512) { articles[$0].links.pageHashes }
    var first: [UInt64: Int] = [:]
    first.reserveCapacity(articles.count)
    var warnings: [InputProblem] = []
    for (index, article) in articles.enumerated() {
        let pages = pagesOfArticles[index]
        // Hashes can be equal by chance.
        let others = pages.compactMap { first[$0] }.filter { article.sharesPage(with: articles[$0]) }
        if let other = others.min(), let origin = article.origin {
            warnings.append(
                InputProblem(
                    .sharedURL,
                    path: origin.path,
                    line: origin.line,
                    "has the same URL as \(articles[other].origin?.path ?? articles[other].id.rawValue)",
                    remedy: "neither will be listed under the other"
                )
            )
        }
        for page in pages where first[page] == nil { first[page] = index }
    }
    return warnings
}
