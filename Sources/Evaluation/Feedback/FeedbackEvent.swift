package import Corpus
import Platform

/// What a site tells of a list that a reader saw: that it was shown, or that an entry was chosen.
///
/// There is nothing in it about the reader, and a key that is not known is refused, so that nothing can be sent along.
package enum FeedbackEvent: Hashable, Sendable, Decodable {
    /// A list was shown.
    case impression(Impression)
    /// An entry of a list that was shown was chosen.
    case click(impression: String, entry: ArticleID)

    package struct Impression: Hashable, Sendable {
        /// What tells this showing of the list from all others; whoever shows it makes it up.
        package let id: String
        /// Whose list it was.
        package let article: ArticleID
        /// The entries from first to last.
        package let shown: [ArticleID]
        /// Nil where there was but one ranking.
        package let experiment: Experiment?
    }

    /// Two rankings that share a list.
    package struct Experiment: Hashable, Sendable {
        package let name: String
        /// Which ranking each entry came from, in the order of the list.
        package let teams: [Team]
    }

    /// Entries that are told of one list at most.
    package static let longestList = 100
    /// Characters of an id at most, as in the addresses of the service.
    private static let longestID = 500

    /// - Throws: ``InputProblem`` where it is no such event.
    package init(json: JSONDocument) throws(InputProblem) { self = try json.decoded() }

    /// - Throws: ``InputProblem`` where it is no such event; `DecodingError` where it is not even like one.
    package init(from decoder: any Decoder) throws { try self.init(Record(from: decoder)) }

    private init(_ record: Record) throws(InputProblem) {
        switch record.type {
        case "impression":
            guard let id = record.id, let article = record.article, let shown = record.shown,
                record.impression == nil, record.entry == nil
            else { throw Self.problem("an impression has the keys id, article and shown") }
            guard shown.count <= Self.longestList, Set(shown).count == shown.count else {
                throw Self.problem(
                    "shown has an entry twice, or more than \(Self.longestList.counted("entry", "entries"))"
                )
            }
            let teams = try record.teams?.map { name throws(InputProblem) -> Team in
                guard let team = Team(rawValue: name) else { throw Self.problem("a team is A or B") }
                return team
            }
            var experiment: Experiment?
            switch (record.experiment, teams) {
            case (nil, nil): break
            case (let name?, let teams?) where teams.count == shown.count:
                experiment = Experiment(name: name, teams: teams)
            default: throw Self.problem("experiment and teams belong together, with a team for each entry")
            }
            let names = [id, article, record.experiment ?? id] + shown
            guard names.allSatisfy(Self.isName) else { throw Self.nameProblem }
            self = .impression(
                Impression(
                    id: id,
                    article: ArticleID(article),
                    shown: shown.map { ArticleID($0) },
                    experiment: experiment
                )
            )
        case "click":
            guard let impression = record.impression, let entry = record.entry, record.id == nil,
                record.article == nil, record.shown == nil, record.experiment == nil, record.teams == nil
            else { throw Self.problem("a click has the keys impression and entry") }
            guard Self.isName(impression), Self.isName(entry) else { throw Self.nameProblem }
            self = .click(impression: impression, entry: ArticleID(entry))
        default: throw Self.problem("the type of an event is impression or click")
        }
    }

    /// The event on one line, without a line end.
    package var json: [UInt8] {
        switch self {
        case .impression(let impression):
            let teams = impression.experiment?.teams.map { JSONValue.text($0.rawValue) }
            return JSONValue.object([
                ("type", .text("impression")),
                ("id", .text(impression.id)),
                ("article", .text(impression.article.rawValue)),
                ("shown", .list(impression.shown.map { .text($0.rawValue) })),
                ("experiment", impression.experiment.map { .text($0.name) }),
                ("teams", teams.map { .list($0) }),
            ]).bytes
        case .click(let impression, let entry):
            return JSONValue.object([
                ("type", .text("click")),
                ("impression", .text(impression)),
                ("entry", .text(entry.rawValue)),
            ]).bytes
        }
    }

    private static func isName(_ text: String) -> Bool {
        (1...longestID).contains(text.unicodeScalars.count)
            && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
    }

    private static var nameProblem: InputProblem {
        problem("an id is empty, longer than \(longestID) characters, or has control characters")
    }

    private static func problem(_ text: String) -> InputProblem {
        InputProblem(.badValue, path: "", text, remedy: "send it as the reference describes it")
    }
}

private struct Record: Decodable {
    var type: String
    var id, article, impression, entry, experiment: String?
    var shown, teams: [String]?

    private enum CodingKeys: String, CodingKey, CaseIterable {
        case type, id, article, impression, entry, experiment, shown, teams
    }

    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue)
        if let unknown = names.sorted().first(where: { CodingKeys(stringValue: $0) == nil }) {
            throw InputProblem(
                .badValue,
                path: "",
                "nothing is known of the key \(unknown.excerptForMessage)",
                remedy: "leave it out; nothing about readers is stored"
            )
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        type = try container.decode(String.self, forKey: .type)
        id = try container.decodeIfPresent(String.self, forKey: .id)
        article = try container.decodeIfPresent(String.self, forKey: .article)
        impression = try container.decodeIfPresent(String.self, forKey: .impression)
        entry = try container.decodeIfPresent(String.self, forKey: .entry)
        experiment = try container.decodeIfPresent(String.self, forKey: .experiment)
        shown = try container.decodeIfPresent([String].self, forKey: .shown)
        teams = try container.decodeIfPresent([String].self, forKey: .teams)
    }
}
