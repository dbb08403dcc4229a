import Archive
import Corpus
import Foundation
import Platform
import Recommendation

/// Why two articles are related, or not: as a table for people and as JSON.
struct ExplanationOutput {
    private let explanation: Explanation
    private let verdict: Verdict
    private let minimumProbability: Double
    private let articleCount: Int

    init(
        _ explanation: Explanation,
        _ verdict: Verdict,
        minimumProbability: Double,
        articleCount: Int
    ) {
        self.explanation = explanation
        self.verdict = verdict
        self.minimumProbability = minimumProbability
        self.articleCount = articleCount
    }

    // MARK: - JSON

    private struct Record: Encodable {
        struct Side: Encodable { var id, title: String }
        struct Term: Encodable {
            var term: String
            var contribution: Double
            var documentFrequency: Int
        }
        struct SignalRecord: Encodable {
            var name: String
            var value, weight, logOdds: Double
        }
        var first, second: Side
        var probability, logOdds, base: Double
        var signals: [SignalRecord]
        var daysApart: Double?
        var verdict: String
        var terms: [Term]
    }

    func jsonLine() throws -> String {
        func side(_ article: Article) -> Record.Side {
            Record.Side(id: article.id.rawValue, title: article.title)
        }
        let model = explanation.relatedness
        return try Record(
            first: side(explanation.first),
            second: side(explanation.second),
            probability: explanation.probability,
            logOdds: explanation.logOdds,
            base: Double(model.bias),
            signals: Signal.allCases.map { signal in
                let (value, weight) = (explanation.signals[signal], Double(model[signal]))
                return Record.SignalRecord(
                    name: signal.name,
                    value: value,
                    weight: weight,
                    logOdds: value * weight
                )
            },
            daysApart: explanation.daysApart,
            verdict: verdict.sentence(minimumProbability),
            terms: explanation.terms.map {
                Record.Term(
                    term: $0.term,
                    contribution: $0.contribution,
                    documentFrequency: $0.documentFrequency
                )
            }
        ).jsonLine()
    }

    // MARK: - Table

    func table() -> String {
        let style = Style.output
        var rows = [explanation.first, explanation.second].map { style.bold($0.title.singleLine) }
        if let days = explanation.daysApart { rows.append(String(format: "%.1f days apart", days)) }
        rows.append("In the list of the first: \(verdict.sentence(minimumProbability))")
        rows.append("")
        rows += reasonRows(style)
        rows.append("")
        rows += termRows(style)
        return rows.map { $0 + "\n" }.joined()
    }

    private static let names: [Reasons.Kind: String] = [
        .words: "words in common", .meaning: "meaning", .time: "time between them",
        .topics: "topics in common", .surroundings: "what else is near to either",
        .base: "any pair, to begin with",
    ]

    private func reasonRows(_ style: Style) -> [String] {
        let reasons = explanation.reasons
        let width = Self.names.values.map(\.count).max() ?? 0
        let rows = Reasons.Kind.allCases.compactMap { kind in
            reasons.contributions[kind].map { value in
                (Self.names[kind] ?? kind.rawValue).padded(to: width) + String(format: "  %+7.2f", value)
            }
        }
        let sum = String(format: "  %+7.2f", explanation.logOdds)
        let percent = String(format: "%.1f %%", 100 * explanation.probability)
        return [style.dim("".padded(to: width) + "  log-odds")] + rows
            + [style.bold("together".padded(to: width)) + sum + "  " + style.green("probability \(percent)")]
    }

    /// The shared terms and what each adds to their cosine.
    private func termRows(_ style: Style) -> [String] {
        guard !explanation.terms.isEmpty else { return ["They share no word."] }
        let cosine = explanation.terms.reduce(0) { $0 + $1.contribution }
        let width = max(6, explanation.terms.map(\.term.printedWidth).max() ?? 0)
        return [style.dim("word".padded(to: width) + "    adds  share  in articles")]
            + explanation.terms.map { term in
                let share = cosine > 0 ? 100 * term.contribution / cosine : 0
                return term.term.singleLine.padded(to: width)
                    + String(format: "  %.4f  %4.0f%%  ", term.contribution, share)
                    + "\(term.documentFrequency.grouped) of \(articleCount.grouped)"
            }
    }
}

extension Verdict {
    /// For people.
    func sentence(_ minimumProbability: Double) -> String {
        switch self {
        case .listed(let place): "listed, number \(place)"
        case .pinned(let place): "pinned by its editor, number \(place)"
        case .same: "never, it is the same article or page"
        case .excluded: "excluded by its editor"
        case .filtered(let option): "left out by --\(option)"
        case .improbable:
            String(format: "left out, the probability is below %.2f (--min-probability)", minimumProbability)
        case .copy(let id): "folded, its text is that of \(id.rawValue.singleLine)"
        case .template(let id): "folded, it has the form of \(id.rawValue.singleLine)"
        case .providerFull(let provider):
            "left out, the list has enough of \(provider.singleLine) (--max-per-provider)"
        case .beyondLimit: "good enough, but the list is full (--limit)"
        case .notNear: "not looked at, it is not among the nearest articles"
        }
    }
}
