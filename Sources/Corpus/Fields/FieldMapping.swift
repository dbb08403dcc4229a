extension FieldNames {
    /// A line such as `title=headline` that cannot be followed, with what to write instead.
    public struct MappingError: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, in one clause.
        public let problem: String
        /// What the user can do, as an instruction.
        public let remedy: String

        public var description: String { "\(problem); \(remedy)" }
    }

    /// The fields that a user can name, in the order in which they are told.
    ///
    /// The others are Kindred's own, or are told by the ways of a site's generator.
    public static let mappable: [ArticleField] = [
        .id, .title, .excerpt, .body, .date, .language, .topics, .provider, .type, .quality, .images, .url,
        .draft, .published, .status, .pinned, .excluded, .locked, .series, .modified, .expires,
        .translationKey,
    ]

    /// Reads which keys mean which field, as users write it: the field, `=`, and the keys, first those that count first.
    ///
    ///     try FieldNames(mapping: ["title=headline", "excerpt=dek,seo.description", "quality="])
    ///
    /// What is not named keeps its ``standard`` names; a field without any key is not read.
    ///
    /// - Throws: ``MappingError`` for a field that does not exist or is named twice, and for a key that is `related` or
    ///   means two fields.
    public init(mapping: [String]) throws(MappingError) {
        var changes: [ArticleField: [String]] = [:]
        var fields: [String: ArticleField] = [:]
        for text in mapping {
            guard let equals = text.firstIndex(of: "=") else {
                throw MappingError(
                    problem: "\(text.excerptForMessage) says no field and key",
                    remedy: "write FIELD=KEY, such as title=headline or excerpt=dek,summary"
                )
            }
            let name = String(text[..<equals]).trimmed
            guard let field = Self.mappable.first(where: { "\($0)" == name }) else {
                throw MappingError(
                    problem: "there is no field \(name.excerptForMessage)",
                    remedy: "fields are " + Self.mappable.map { "\($0)" }.joined(separator: ", ")
                )
            }
            guard changes[field] == nil else {
                throw MappingError(
                    problem: "the field \(field) is named twice",
                    remedy: "name all its keys at once: \(field)=first,second"
                )
            }
            let keys = text[text.index(after: equals)...].split(separator: ",").map { String($0).trimmed }
                .filter { !$0.isEmpty }
            for key in keys {
                if key == "related" {
                    throw MappingError(
                        problem: "`related` is the list that Kindred writes, so it cannot be the \(field)",
                        remedy: "name another key"
                    )
                }
                if let other = fields.updateValue(field, forKey: key) {
                    throw MappingError(
                        problem: other == field
                            ? "\(key.excerptForMessage) stands twice among the keys of \(field)"
                            : "\(key.excerptForMessage) cannot mean both \(other) and \(field)",
                        remedy: "name it once"
                    )
                }
            }
            changes[field] = keys
        }
        guard let names = Self(changes) else { preconditionFailure("checked above") }
        self = names
    }
}
