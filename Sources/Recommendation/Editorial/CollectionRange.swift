package import Corpus

/// The ranges of a collection's qualities and dates, which editorial weights are relative to.
///
/// It is computed from all articles and kept where only some of them are at hand.
package struct CollectionRange: Hashable, Sendable {
    /// From the least to the greatest quality; nil where no article has a finite one.
    package var qualities: ClosedRange<Double>?
    /// The date of the newest article, in days since 1970; nil where no article has one.
    package var newestDay: Double?

    package init(qualities: ClosedRange<Double>? = nil, newestDay: Double? = nil) {
        self.qualities = qualities
        self.newestDay = newestDay
    }

    /// - Complexity: O(articles).
    package init(_ articles: some Sequence<Article>) {
        for article in articles { extend(to: article) }
    }

    /// Extends the range so that it holds another article.
    package mutating func extend(to article: Article) {
        if let quality = article.quality, quality.isFinite {
            let low = min(quality, qualities?.lowerBound ?? quality)
            qualities = low...max(quality, qualities?.upperBound ?? quality)
        }
        if let day = article.daysSince1970 { newestDay = max(day, newestDay ?? day) }
    }
}
