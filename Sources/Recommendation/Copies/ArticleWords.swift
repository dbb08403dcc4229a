import Corpus

/// An article's first words, as copies and templates are told by: read once for all that is made of them.
struct ArticleWords {
    let title: [FingerprintWord]
    let excerpt: [FingerprintWord]
    let body: [FingerprintWord]
    let titleNumbers: TitleNumbers
    /// Of the series that the article says it is a part of; 0 where it says nothing.
    let series: UInt32

    /// - Complexity: O(bytes of title and excerpt, and of the body's first 400 words).
    init(_ article: Article) {
        let plainTitle = article.plainTitle
        title = FingerprintWords.first(FingerprintWords.titleLimit, of: plainTitle)
        excerpt = FingerprintWords.first(FingerprintWords.openingLimit, of: article.plainExcerpt)
        body = FingerprintWords.first(FingerprintWords.bodyLimit, of: article.body)
        titleNumbers = TitleNumbers(plainTitle)
        series = article.page.series.map(Self.hash(ofSeries:)) ?? 0
    }

    private static func hash(ofSeries name: String) -> UInt32 {
        let words = FingerprintWords.first(FingerprintWords.titleLimit, of: name)
        return words.isEmpty ? 0 : UInt32(truncatingIfNeeded: Shingles.sequence(words) >> 32) | 1
    }
}
