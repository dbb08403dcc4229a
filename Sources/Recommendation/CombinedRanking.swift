package import Corpus
import Foundation

/// What is like several subjects and unlike others, made of what belongs beside each.
///
/// Each subject is asked about by itself, so that what is known of pairs (copies, series, time) holds for each. An article's
/// combined probability is the mean of its probabilities beside what it shall be like, times the probability that it
/// belongs beside nothing of what it shall be unlike:
///
///     mean over likes(p) × product over unlikes(1 - p)
///
/// The mean is the sum of fused evidence of several queries (Fox, Shaw, "Combination of Multiple Searches", TREC-2, 1994)
/// for equal likes, and an article that is near to all is before one that is near to one.
package struct CombinedRanking: Sendable {
    /// Most probable first, then in the order in which they were found.
    package let ranking: Ranking
    /// For each entry which of the likes it is nearest to, from 0.
    package let nearest: [Int]

    /// How each subject is to be asked about: for all of its candidates, whatever the list will show of them.
    package static func options(_ options: RankingOptions, isLiked: Bool) -> RankingOptions {
        var rules = isLiked ? options.rules : .none
        rules.diversity = 0
        rules.maxPerProvider = nil
        rules.order = .relevance
        rules.asOf = options.rules.asOf
        // What is the same as something that is not wanted is not wanted either.
        if !isLiked { rules.foldsCopies = false }
        return RankingOptions(
            limit: max(options.candidateCount, options.limit),
            minimumProbability: 0,
            candidateCount: max(options.candidateCount, options.limit),
            rules: rules
        )
    }

    /// - Parameters:
    ///   - likes: the rankings of what it shall be like; at least one.
    ///   - unlikes: those of what it shall be unlike.
    ///   - subjects: articles among them, which are never listed.
    ///   - minimumProbability: below which nothing is listed but for the options' `fewest`.
    package init(
        _ likes: [Ranking],
        unlike unlikes: [Ranking],
        subjects: Set<ArticleID>,
        _ options: RankingOptions,
        minimumProbability: Double
    ) {
        struct Found {
            var entry: RelatedEntry
            var nearest: Int
            var best: Double
            var sum: Double
        }
        var found: [ArticleID: Found] = [:]
        var order: [ArticleID] = []
        for (number, ranking) in likes.enumerated() {
            // What an editor pinned is for that list alone.
            for entry in ranking.entries where !entry.isPinned && !subjects.contains(entry.article.id) {
                let probability = entry.probability ?? 0
                if var known = found[entry.article.id] {
                    known.sum += probability
                    if probability > known.best {
                        (known.entry, known.nearest, known.best) = (entry, number, probability)
                    }
                    found[entry.article.id] = known
                } else {
                    order.append(entry.article.id)
                    found[entry.article.id] = Found(
                        entry: entry,
                        nearest: number,
                        best: probability,
                        sum: probability
                    )
                }
            }
        }
        var allowance: [ArticleID: Double] = [:]
        for entry in unlikes.lazy.flatMap(\.entries) {
            allowance[entry.article.id, default: 1] *= 1 - (entry.probability ?? 0)
        }
        let ranked = order.enumerated().compactMap { place, id -> (Double, Int, Found)? in
            guard let one = found[id] else { return nil }
            return (one.sum / Double(likes.count) * allowance[id, default: 1], place, one)
        }.sorted { ($1.0, $0.1) < ($0.0, $1.1) }
        var entries: [RelatedEntry] = []
        var nearest: [Int] = []
        var ofProvider: [String: Int] = [:]
        for (probability, _, one) in ranked {
            guard entries.count < options.limit else { break }
            let isProbable = probability >= minimumProbability
            guard isProbable || entries.count < options.fewest else { break }
            if let most = options.rules.maxPerProvider,
                let provider = one.entry.article.provider?.name ?? one.entry.article.provider?.domain
            {
                guard ofProvider[provider, default: 0] < most else { continue }
                ofProvider[provider, default: 0] += 1
            }
            var entry = one.entry
            entry.score = Self.logOdds(probability)
            entry.isFallback = !isProbable
            entries.append(entry)
            nearest.append(one.nearest)
        }
        ranking = Ranking(entries: entries)
        self.nearest = nearest
    }

    private static func logOdds(_ probability: Double) -> Double {
        let inside = min(max(probability, 1e-12), 1 - 1e-12)
        return log(inside / (1 - inside))
    }
}
