import Platform
package import Semantic

/// The titles of articles with their excerpts, as texts.
package struct TrainingTexts: Sendable {
    private let titles: [String]
    private let excerpts: [String]

    /// Tokens of a title that count: twice the average.
    private static let titleLimit = 32
    /// Tokens of an excerpt that count: three times the average.
    private static let excerptLimit = 96
    /// Articles that one core reads at a time; fixed, so that the result is too.
    private static let articlesAtATime = 2048

    /// - Parameters: two of the same length; where one is empty the article teaches nothing.
    package init(titles: [String], excerpts: [String]) {
        precondition(titles.count == excerpts.count, "each title has one excerpt")
        self.titles = titles
        self.excerpts = excerpts
    }

    /// Learns a vocabulary from all texts; see ``VocabularyLearning``.
    package func vocabulary(_ learning: VocabularyLearning = VocabularyLearning()) -> [String] {
        let splitting = WordSplitting()
        let step = Self.articlesAtATime
        let parts = concurrentMap((titles.count + step - 1) / step, grain: 1) { part in
            var counts: [String: Int] = [:]
            for article in part * step..<min(titles.count, (part + 1) * step) {
                for text in [titles[article], excerpts[article]] {
                    for word in splitting.words(of: text) { counts[word, default: 0] += 1 }
                }
            }
            return counts
        }
        var counts: [String: Int] = [:]
        for part in parts { counts.merge(part) { $0 + $1 } }
        return learning.entries(from: counts)
    }

    /// The texts as tokens, on all cores.
    package func pairs(_ tokenizer: any Tokenizer) -> TrainingPairs {
        let tokens = concurrentMap(titles.count, grain: 256) { article in
            (
                title: tokenizer.pieces(of: self.titles[article], limit: Self.titleLimit),
                excerpt: tokenizer.pieces(of: self.excerpts[article], limit: Self.excerptLimit)
            )
        }
        var titles = TokenizedTexts()
        var excerpts = TokenizedTexts()
        for pair in tokens {
            titles.append(pair.title)
            excerpts.append(pair.excerpt)
        }
        return TrainingPairs(titles: titles, excerpts: excerpts)
    }
}
