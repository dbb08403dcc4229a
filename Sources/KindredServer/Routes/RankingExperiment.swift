import Corpus
import Evaluation
import HTTPTypes
import Hummingbird
import Kernels
import Recommendation

/// A list that is tried: what it has other than the one that there is, as parameters of an address say it.
///
///     by-date=order=date&diversity=0
struct RankingExperiment: Sendable {
    let name: String
    private let parameters: String

    /// - Throws: ``Problem`` where it has no name, or a parameter that lists do not have.
    init(_ text: String) throws(Problem) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw Problem(.badRequest, "An experiment has a name and parameters, such as by-date=order=date.")
        }
        name = String(text[..<equals])
        parameters = String(text[text.index(after: equals)...])
        guard name.utf8.count <= 60, name.utf8.allSatisfy({ Self.isInName($0) }) else {
            throw Problem(.badRequest, "The name of an experiment has letters, digits, - and _ alone.")
        }
        _ = try query(beside: QueryParameters(""))
    }

    /// What the tried list shall be like: as a request has it, but for what is tried.
    func query(beside request: QueryParameters) throws(Problem) -> RelatedQuery {
        var all = try QueryParameters(parameters).completed(by: request)
        let query = try RelatedQuery(&all)
        try all.finish()
        return query
    }

    /// What is tried, for whoever asks for such a list.
    var json: JSONValue { .object([("experiment", .text(name)), ("parameters", .text(parameters))]) }

    private static func isInName(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
    }
}

/// A list of two rankings' entries, and whose is which.
struct InterleavedList {
    let list: RelatedList
    let experiment: String
    let impression: String
    private let teams: [Team]

    /// - Parameters:
    ///   - impression: tells this showing from all others; the coin falls by it.
    init(_ a: RelatedList, _ b: RelatedList, _ experiment: String, _ impression: String, limit: Int) {
        let entries = Dictionary((b.entries + a.entries).map { ($0.article.id, $0) }) { $1 }
        let draft = TeamDraft(
            a.entries.map(\.article.id),
            b.entries.map(\.article.id),
            limit: limit,
            seed: contentHash(Array(impression.utf8))
        )
        var list = a
        list.entries = draft.entries.compactMap { entries[$0.entry] }
        self.list = list
        teams = draft.entries.map(\.team)
        (self.experiment, self.impression) = (experiment, impression)
    }

    var json: JSONValue {
        guard case .object(let members) = list.jsonValue else { return list.jsonValue }
        return .object(
            members + [
                ("experiment", .text(experiment)), ("impression", .text(impression)),
                ("teams", .list(teams.map { .text($0.rawValue) })),
            ]
        )
    }
}
