import Kernels

/// Which keys of front matter and of JSON mean which field of an article: one table for every reader.
///
///     let names = FieldNames([.title: ["headline"], .excerpt: ["dek", "seo.description"]])
///
/// A field may have several names. The first of them that has a value counts; topics are those of all of them. A dot
/// leads into a mapping, unless a key has the dot in its own name. Entries of lists, which Kindred writes, always have
/// the ``standard`` names.
public struct FieldNames: Hashable, Sendable {
    /// By the number of the field.
    private let names: [[String]]
    /// The names by their bytes, for readers that look at bytes.
    package let byBytes: NamesByBytes

    /// The names that articles have where nobody says otherwise: Kindred's own, and those of common site generators.
    public static let standard = FieldNames(unchecked: ArticleField.allCases.map(\.standardNames))

    /// The standard names with some fields' names replaced. A name that is given to one field is taken from the others.
    ///
    /// - Parameter changes: the names of a field, first those that count first; none where it is not to be read.
    /// - Returns: nil where a name is empty, or is given twice, or is `related`, the list itself.
    public init?(_ changes: [ArticleField: [String]]) {
        let given = changes.values.flatMap(\.self)
        let all = Set(given)
        guard all.count == given.count, !all.contains(where: { $0.isEmpty || $0 == "related" }) else {
            return nil
        }
        self.init(
            unchecked: ArticleField.allCases.map { field in
                changes[field] ?? field.standardNames.filter { !all.contains($0) }
            }
        )
    }

    private init(unchecked names: [[String]]) {
        self.names = names
        byBytes = NamesByBytes(names)
    }

    /// The names of a field, first those that count first.
    public subscript(field: ArticleField) -> [String] { names[field.rawValue] }

    package typealias LinkPath = WritableKeyPath<ArticleLinks, String?> & Sendable

    /// The fields that hold an address, those of newer names first.
    package static let links: [(field: ArticleField, family: ArticleLinks.KeyFamily, link: any LinkPath)] = [
        (.originalUrl, .web, \.original), (.webUrl, .web, \.web), (.ampWebUrl, .web, \.amp),
        (.cdnAmpWebUrl, .web, \.cdnAmp),
        (.sourceUrl, .source, \.web), (.ampUrl, .source, \.amp), (.cdnAmpUrl, .source, \.cdnAmp),
        (.canonicalUrl, .web, \.canonical),
    ]

    /// The name by which messages call a field that an article does not have.
    func preferred(_ field: ArticleField) -> String { self[field].first ?? field.standardNames[0] }

    /// A hash of all names and of their order: what was read with other names has to be read again.
    package var fingerprint: UInt64 {
        var bytes: [UInt8] = []
        for field in ArticleField.allCases {
            bytes += "\(field)".utf8
            // NUL in a name cannot be mistaken for the end of one, since each comes with its length.
            for name in self[field] { bytes += " \(name.utf8.count) \(name)".utf8 }
            bytes.append(0x0A)
        }
        return contentHash(bytes)
    }

    public static func == (a: FieldNames, b: FieldNames) -> Bool { a.names == b.names }
    public func hash(into hasher: inout Hasher) { hasher.combine(names) }
}
