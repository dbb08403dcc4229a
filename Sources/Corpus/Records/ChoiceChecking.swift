extension ChoiceRecord {
    /// Bytes of an id, path or URL: Linux allows paths of 4,096.
    private static let longestReference = 4096

    /// What is well formed, and a warning for each value that is not.
    struct Checked {
        var choices = EditorialChoices()
        /// Key `published`, else false where `draft` is true; nil where neither says.
        var isPublished: Bool?
        /// Whether `draft` is true, and nothing says that it is published.
        var isDraft = false
        var warnings: [Warning] = []
    }

    /// A value that is left out, the key that it belongs to, and its line from 1 where that is known.
    struct Warning {
        var key: String
        var line: Int?
        var problem: String
        var remedy: String
    }

    /// Checks the choices.
    ///
    /// - Parameters:
    ///   - names: those that the choices were read by.
    ///   - entry: makes the article of an entry that is written out.
    func checked(
        _ names: FieldNames,
        entry: (ArticleRecord) throws(InputProblem) -> Article
    ) -> Checked {
        var warnings: [Warning] = []
        let pinned = checked(pinned, key(of: .pinned, names), &warnings) { value throws(Malformed) in
            guard case .entry(let record) = value else {
                return EditorialChoices.Pin.reference(try Self.reference(value))
            }
            return .entry(try Self.entry(record, entry))
        }
        let excluded = checked(excluded, key(of: .excluded, names), &warnings) { value throws(Malformed) in
            try Self.reference(value)
        }
        if isLockStated, Self.truth(locked) == nil {
            warnings.append(
                .neitherTrueNorFalse(key(of: .locked, names), until: "the list counts as locked")
            )
        }
        for key in misspelt {
            warnings.append(
                Warning(
                    key: key.key,
                    problem: "\(key.key.excerptForMessage) is no key that means anything",
                    remedy: "did you mean `\(key.meant)`? The list counts as locked until then"
                )
            )
        }
        let isPublished = isPublished(names, &warnings)
        return Checked(
            choices: EditorialChoices(pinned: pinned, excluded: excluded, isLocked: isLocked),
            isPublished: isPublished,
            isDraft: isPublished != true && Self.truth(draft) == true,
            warnings: warnings
        )
    }

    private func isPublished(_ names: FieldNames, _ warnings: inout [Warning]) -> Bool? {
        switch published {
        case .absent: break
        // Other sites keep the day here, which says nothing about drafts.
        case .text(let text) where PublicationDate(text.trimmed) != nil: break
        default:
            if let truth = Self.truth(published) { return truth }
            warnings.append(.neitherTrueNorFalse(key(of: .published, names), until: "it counts as absent"))
        }
        if case .absent = draft { return nil }
        guard let isDraft = Self.truth(draft) else {
            warnings.append(.neitherTrueNorFalse(key(of: .draft, names), until: "it counts as absent"))
            return nil
        }
        return isDraft ? false : nil
    }

    /// Whether the list is locked. Whoever wrote the key wanted something to stay as it is, and what cannot be undone
    /// must not happen by a typing error, so a value that is neither true nor false locks as well, and so does a key that is
    /// nearly one of the editor's.
    var isLocked: Bool {
        !misspelt.isEmpty || (isLockStated && Self.truth(locked) ?? true)
    }

    private var isLockStated: Bool { if case .absent = locked { false } else { true } }

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
        _ read: (ChoiceValue) throws(Malformed) -> Choice
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
    private static func reference(_ value: ChoiceValue) throws(Malformed) -> String {
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
    private static func entry(
        _ record: ArticleRecord,
        _ article: (ArticleRecord) throws(InputProblem) -> Article
    ) throws(Malformed) -> Article {
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
        do throws(InputProblem) {
            return try article(record)
        } catch {
            throw Malformed("is no entry: \(error.problem)", "correct it")
        }
    }

    /// What a value says as a yes or no; nil where it is neither.
    private static func truth(_ value: ChoiceValue) -> Bool? {
        switch value {
        case .truth(let truth): truth
        case .text(let text): YesOrNo.truth(of: text.trimmed)
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
