/// Where a file keeps its list, and what the list is made of.
///
///     let style = ListStyle(key: "extra.related", form: .paths)
public struct ListStyle: Hashable, Sendable {
    /// What stands for an article in a list.
    public enum Form: String, CaseIterable, Hashable, Sendable {
        /// A mapping with the keys of ``EntryFields``.
        case entries
        /// The article's file below the corpus, alone; its id where it is in no file of its own.
        case paths
        /// The address of its page alone; its path where nothing tells the address.
        case urls
        /// Its id alone.
        case ids
    }

    /// The key of the list, with dots between those that lie within each other. Default `related`.
    public let key: String
    public let form: Form
    /// The keys of an entry; without meaning in any other form.
    public let fields: EntryFields

    /// Entries below `related`.
    public static let standard = ListStyle(form: .entries)

    /// What the key ``tierKey`` of an entry says where the entry is there only because the list would be too short
    /// without it. Lists of texts have no place for it.
    public static let fallbackTier = "fallback"
    public static let tierKey = "tier"

    /// Levels of a key: sites nest two.
    private static let deepest = 8
    private static let longestPart = 128

    /// Nil for a key with an empty part, one of more than 128 bytes or with control characters, or more than 8 parts.
    public init?(key: String, form: Form = .entries, fields: EntryFields = .standard) {
        let parts = key.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= Self.deepest,
            parts.allSatisfy({ part in
                !part.isEmpty && part.utf8.count <= Self.longestPart
                    && part.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
            })
        else { return nil }
        (self.key, self.form, self.fields) = (key, form, fields)
    }

    /// A list below `related`.
    public init(form: Form = .entries, fields: EntryFields = .standard) {
        (key, self.form, self.fields) = ("related", form, fields)
    }

    /// The keys on the way to the list, outermost first.
    var keyPath: [String] { key.split(separator: ".").map(String.init) }
}
