import Corpus

/// Why two articles are related, or not, as JSON.
package struct ExplanationRecord: Encodable {
    private struct Side: Encodable { var id, title: String }

    private struct Term: Encodable {
        var term: String
        var contribution: Double
        var documentFrequency: Int
    }

    private struct SignalRecord: Encodable {
        var name: String
        var value, logOdds: Double
    }

    private let first, second: Side
    private let probability, logOdds, base: Double
    private let signals: [SignalRecord]
    private let daysApart: Double?
    private let verdict: String
    private let terms: [Term]

    /// - Parameters:
    ///   - verdict: on the second article, in the list of the first.
    ///   - minimumProbability: the probability below which that list ends.
    package init(_ explanation: Explanation, _ verdict: Verdict, minimumProbability: Double) {
        first = Side(id: explanation.first.id.rawValue, title: explanation.first.title)
        second = Side(id: explanation.second.id.rawValue, title: explanation.second.title)
        probability = explanation.probability
        logOdds = explanation.logOdds
        let model = explanation.relatedness
        base = Double(model.bias)
        let contributions = Dictionary(
            uniqueKeysWithValues: model.contributions(explanation.signals).map { ($0.signal, $0.value) }
        )
        signals = Signal.allCases.map { signal in
            SignalRecord(
                name: signal.name,
                value: explanation.signals[signal],
                logOdds: contributions[signal] ?? 0
            )
        }
        daysApart = explanation.daysApart
        self.verdict = verdict.sentence(minimumProbability)
        terms = explanation.terms.map {
            Term(term: $0.term, contribution: $0.contribution, documentFrequency: $0.documentFrequency)
        }
    }
}
