package import Evaluation

/// How far the files of two judges agree.
package struct JudgeAgreement: Sendable {
    package let first, second: String
    package let agreement: Agreement

    /// - Throws: ``ExperimentFailure`` where a file cannot be used, or where no pair is in both.
    package init(_ first: String, _ second: String) throws {
        (self.first, self.second) = (first, second)
        let judged = try [first, second].map { path in
            let (qrels, problems) = Qrels.read(path)
            return try Judgements.usable(qrels, problems)
        }
        guard let agreement = Agreement(judged[0], judged[1]) else {
            throw ExperimentFailure(
                .badInput,
                "no pair is both in \(first) and in \(second); let both judges ask with the same --seed and --queries"
            )
        }
        self.agreement = agreement
    }
}

/// The agreement of two judges as JSON.
package struct AgreementRecord: Encodable {
    private struct Figure: Encodable {
        var agreement: Double
        var kappa: Double?

        init(_ figure: Agreement.Figure) { (agreement, kappa) = (figure.share, figure.kappa) }
    }

    private struct Difference: Encodable {
        enum CodingKeys: String, CodingKey {
            case query = "query-id"
            case document = "doc-id"
            case labels
        }

        var query, document: String
        var labels: [String]
    }

    private let files: [String]
    private let pairs, onlyFirst, onlySecond: Int
    private let labels, verdict: Figure
    /// Of the first by that of the second.
    private let counts: [String: [String: Int]]
    private let differences: [Difference]

    package init(_ judges: JudgeAgreement) {
        let agreement = judges.agreement
        files = [judges.first, judges.second]
        pairs = agreement.pairs
        (onlyFirst, onlySecond) = (agreement.onlyFirst, agreement.onlySecond)
        labels = Figure(agreement.labels)
        verdict = Figure(agreement.verdict)
        let rows = Label.allCases.map { first in
            let row = Label.allCases.map { ($0.rawValue, agreement.count(first, $0)) }
            return (first.rawValue, Dictionary(uniqueKeysWithValues: row))
        }
        counts = Dictionary(uniqueKeysWithValues: rows)
        differences = agreement.differences.map {
            Difference(
                query: $0.query,
                document: $0.document,
                labels: [$0.first.rawValue, $0.second.rawValue]
            )
        }
    }
}
