public import ArgumentParser
import CommandArguments
public import Corpus

/// What related entries are written with.
struct EntryOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Keys of a written entry, in their order, with commas between.",
            discussion: """
                Default: \(EntryFields.standard.fields.map(\.rawValue).joined(separator: ",")). A key without a value is \
                left out; title is required.
                """,
            valueName: "keys"
        ),
        transform: EntryField.list
    )
    var entryFields: [[EntryField]] = []

    @Option(
        help: ArgumentHelp(
            "The key of the list in front matter; dots nest: extra.related.",
            discussion: "Default: related, on Zola's sites extra.related.",
            valueName: "key"
        )
    )
    var key: String?

    @Option(
        help: ArgumentHelp(
            "What stands for an article: entries with a title and an address, or its path, URL or id alone.",
            valueName: "style"
        )
    )
    var entryStyle = ListStyle.standard.form

    @Flag(help: "Replace lists that people wrote as well; an empty list never replaces one.")
    var replace = false

    @Flag(
        help: "List first what the lists name that people wrote; their files are written with --replace only."
    )
    var honourLists = false

    func validate() throws {
        if let key, ListStyle(key: key) == nil {
            throw ValidationError(
                "--key \(key.excerptForMessage) is no key; write related, or extra.related."
            )
        }
        if entryStyle != .entries, !entryFields.isEmpty {
            throw ValidationError("--entry-fields is for --entry-style entries.")
        }
        guard !entryFields.isEmpty else { return }
        let all = entryFields.flatMap(\.self)
        if !all.contains(.title) { throw ValidationError("--entry-fields must have title among its keys.") }
        if let twice = all.indices.first(where: { all[..<$0].contains(all[$0]) }) {
            throw ValidationError("--entry-fields has \(all[twice].rawValue) twice.")
        }
    }

    var fields: EntryFields { EntryFields(entryFields.flatMap(\.self)) ?? .standard }

    /// How lists are written.
    ///
    /// - Parameter key: that of the site, where nobody names one.
    func style(_ standardKey: String) -> ListStyle {
        ListStyle(key: key ?? standardKey, form: entryStyle, fields: fields) ?? .standard
    }
}

extension EntryField {
    /// The fields of a list with commas.
    ///
    /// - Throws: `ValidationError` for a key that no entry has.
    fileprivate static func list(_ text: String) throws -> [EntryField] {
        try text.split(separator: ",", omittingEmptySubsequences: false).map { part in
            let key = part.trimmingPrefix(while: \.isWhitespace)
            let name = String(key.prefix { !$0.isWhitespace })
            guard let field = EntryField(key: name), key.dropFirst(name.count).allSatisfy(\.isWhitespace)
            else {
                let keys = allCases.map(\.rawValue)
                let near = keys.nearest(to: String(key)).map { "did you mean \($0)?" }
                throw ValidationError(
                    "entries have no key \(String(key).excerptForMessage); "
                        + (near ?? "there are \(keys.joined(separator: ", "))")
                )
            }
            return field
        }
    }
}

extension ListStyle.Form: ExpressibleByArgument {}
