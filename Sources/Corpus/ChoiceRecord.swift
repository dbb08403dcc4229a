/// An editor's choices as found in front matter or JSON, before they are checked.
struct ChoiceRecord {
    /// Items of a list that are looked at: lists have at most a thousand entries, and people choose a handful.
    static let mostItems = 64
    /// Bytes of an id, path or URL: Linux allows paths of 4,096.
    private static let longestReference = 4096

    /// A value, as far as it matters what it is.
    indirect enum Value {
        case absent
        case text(String)
        case truth(Bool)
        case number
        case list
        /// A mapping, read as if it were a related entry.
        case entry(ArticleRecord)
    }

    /// A list, or the one value that stands for a list of one.
    struct Items {
        /// At most ``ChoiceRecord/mostItems`` of them, each with its line from 1, where one is known.
        var first: [(value: Value, line: Int?)] = []
        /// How many there are.
        var count = 0
    }

    var pinned = Items()
    var excluded = Items()
    var locked = Value.absent
    var published = Value.absent
    var draft = Value.absent

    /// What is well formed, and a warning for each value that is not.
    struct Checked {
        var choices = EditorialChoices()
        /// Key `published`, else false where `draft` is true; nil where neither says.
        var isPublished: Bool?
        var warnings: [Warning] = []
    }

    /// A value that is left out, the key that it belongs to, and its line from 1 where that is known.
    struct Warning {
        var key: String
        var line: Int?
        var problem: String
        var remedy: String
    }

    func checked() -> Checked {
        var warnings: [Warning] = []
        let pinned = checked(pinned, "relatedPinned", &warnings) { value throws(Malformed) in
            guard case .entry(let record) = value else {
                return EditorialChoices.Pin.reference(try Self.reference(value))
            }
            return .entry(try Self.entry(record))
        }
        let excluded = checked(excluded, "relatedExcluded", &warnings) { value throws(Malformed) in
            try Self.reference(value)
        }
        let isLocked = isLocked(&warnings)
        let isPublished = isPublished(&warnings)
        return Checked(
            choices: EditorialChoices(pinned: pinned, excluded: excluded, isLocked: isLocked),
            isPublished: isPublished,
            warnings: warnings
        )
    }

    private func isPublished(_ warnings: inout [Warning]) -> Bool? {
        switch published {
        case .absent: break
        // Other sites keep the day here, which says nothing about drafts.
        case .text(let text) where PublicationDate(text.trimmed) != nil: break
        default:
            if let truth = Self.truth(published) { return truth }
            warnings.append(.neitherTrueNorFalse("published", until: "it counts as absent"))
        }
        if case .absent = draft { return nil }
        guard let isDraft = Self.truth(draft) else {
            warnings.append(.neitherTrueNorFalse("draft", until: "it counts as absent"))
            return nil
        }
        return isDraft ? false : nil
    }

    private func isLocked(_ warnings: inout [Warning]) -> Bool {
        if case .absent = locked { return false }
        if let truth = Self.truth(locked) { return truth }
        // Whoever wrote the key wanted something kept; what cannot be undone must not happen by a typing error.
        warnings.append(.neitherTrueNorFalse("relatedLocked", until: "the list counts as locked"))
        return true
    }

    // MARK: - Values

    /// What is wrong with one item, as the end of "item 2 of `relatedPinned` ...", and what to do.
    private struct Malformed: Error {
        var problem: String
        var remedy: String

        init(_ problem: String, _ remedy: String) { (self.problem, self.remedy) = (problem, remedy) }
    }

    private func checked<Choice>(
        _ items: Items,
        _ key: String,
        _ warnings: inout [Warning],
        _ read: (Value) throws(Malformed) -> Choice
    ) -> [Choice] {
        if items.count > Self.mostItems {
            warnings.append(
                Warning(
                    key: key,
                    problem: "`\(key)` has \(items.count) items, more than \(Self.mostItems)",
                    remedy: "shorten it; only the first \(Self.mostItems) count"
                )
            )
        }
        var choices: [Choice] = []
        for (index, item) in items.first.prefix(Self.mostItems).enumerated() {
            do throws(Malformed) {
                choices.append(try read(item.value))
            } catch {
                let subject = items.count == 1 ? "`\(key)`" : "item \(index + 1) of `\(key)`"
                warnings.append(
                    Warning(
                        key: key,
                        line: item.line,
                        problem: "\(subject) \(error.problem)",
                        remedy: "\(error.remedy); it is left out until then"
                    )
                )
            }
        }
        return choices
    }

    /// An id, path or URL.
    private static func reference(_ value: Value) throws(Malformed) -> String {
        switch value {
        case .text(let text):
            let reference = text.trimmed
            guard !reference.isEmpty else { throw Malformed("is empty", "write an id or a URL") }
            guard reference.utf8.count <= longestReference else {
                throw Malformed("has more than \(longestReference) bytes", "write an id or a URL")
            }
            return reference
        case .absent: throw Malformed("is empty", "write an id or a URL")
        case .number: throw Malformed("is a number", "put it in quotes if it is an id")
        case .truth: throw Malformed("is true or false", "write an id or a URL")
        case .list: throw Malformed("is a list", "write an id or a URL an item")
        case .entry: throw Malformed("is a mapping", "write the id or URL alone")
        }
    }

    /// A complete entry, with the bounds of any article.
    private static func entry(_ record: ArticleRecord) throws(Malformed) -> Article {
        var record = record
        // Bodies can be large and no list shows them.
        record.body = nil
        guard record.title?.trimmed.isEmpty == false else { throw Malformed("has no title", "add a `title`") }
        guard let url = record.links.primary?.trimmed, !url.isEmpty else {
            throw Malformed("has no URL", "add a `webUrl`")
        }
        let texts = record.links.all + [record.id, record.type].compactMap(\.self)
        guard texts.allSatisfy({ $0.utf8.count <= longestReference }) else {
            throw Malformed("has a text of more than \(longestReference) bytes", "shorten it")
        }
        var oddities: [InputProblem] = []
        do throws(InputProblem) {
            let article = try record.article(
                fallbackID: nil,
                // It has no file of its own, and nobody must edit this one for it.
                origin: nil,
                line: { _ in nil },
                report: { oddities.append($0) }
            )
            if let oddity = oddities.first { throw oddity }
            return article
        } catch {
            throw Malformed("is no entry: \(error.problem)", "correct it")
        }
    }

    /// What a value says as a yes or no; nil where it is neither.
    private static func truth(_ value: Value) -> Bool? {
        switch value {
        case .truth(let truth): truth
        case .text(let text): truth(of: text.trimmed)
        default: nil
        }
    }

    /// The words that YAML 1.1 has for true and false (https://yaml.org/type/bool.html), but for the single
    /// letters.
    static func truth(of word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}

extension ChoiceRecord.Warning {
    fileprivate static func neitherTrueNorFalse(_ key: String, until consequence: String) -> Self {
        Self(
            key: key,
            problem: "`\(key)` is neither true nor false",
            remedy: "write true or false; \(consequence) until then"
        )
    }
}
