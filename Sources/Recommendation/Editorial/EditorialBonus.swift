import Corpus
import Foundation

/// What a site's own measures of worth add to a candidate's score beside its log-odds.
struct EditorialBonus: Sendable {
    private let rules: EditorialRules
    private let range: CollectionRange

    /// - Parameter range: of the whole collection.
    init(_ range: CollectionRange, _ rules: EditorialRules) {
        self.rules = rules
        self.range = range
    }

    /// Days in which recency loses half of its worth.
    private static let halfLife = 30.0

    /// Whether the bonus is 0 for every article.
    var isZero: Bool { !rules.weighsCollection }

    /// Log-odds; an article without quality or date gets half of what there is to get.
    ///
    /// - Parameter day: of publication, since 1970.
    func callAsFunction(quality: Double?, day: Double?) -> Double {
        var bonus = 0.0
        if rules.qualityWeight != 0, let qualities = range.qualities {
            let span = max(qualities.upperBound - qualities.lowerBound, .leastNormalMagnitude)
            let share = quality.map { ($0 - qualities.lowerBound) / span } ?? 0.5
            bonus += rules.qualityWeight * min(1, max(0, share))
        }
        if rules.recencyWeight != 0, let newest = range.newestDay {
            bonus += rules.recencyWeight * (day.map { exp2(($0 - newest) / Self.halfLife) } ?? 0.5)
        }
        return bonus
    }
}

extension EditorialRules {
    /// Whether the rules compare an article with the whole collection, by ``CollectionRange``.
    var weighsCollection: Bool { qualityWeight != 0 || recencyWeight != 0 }
}
