import Kernels

/// Which keys of front matter and of JSON mean which field of an article: one table for every reader.
///
///     let names = FieldNames([.title: ["headline"], .excerpt: ["dek", "summary"]])
///
/// A field may have several names. The first of them that has a value counts. Entries of lists, which Kindred
/// writes, always have the ``standard`` names.
public struct FieldNames: Hashable, Sendable {
    /// What a key can mean.
    public enum Field: Int, CaseIterable, Hashable, Sendable {
        case id, title, excerpt, body, date, type, language, quality, topics, provider, images
        /// Addresses by the names of newer files.
        case originalUrl, webUrl, ampWebUrl, cdnAmpWebUrl
        /// Addresses by the names of older files.
        case sourceUrl, ampUrl, cdnAmpUrl
        /// What the editor decided.
        case pinned, excluded, locked
        case published, draft
    }

    /// By the number of the field.
    private let names: [[String]]
    /// The names by their bytes, for readers that look at bytes.
    package let byBytes: NamesByBytes

    /// The names that articles have where nobody says otherwise.
    public static let standard = FieldNames(
        unchecked: Field.allCases.map {
            switch $0 {
            case .date: ["publishedDateTime", "date"]
            case .language: ["language", "lang"]
            case .pinned: ["relatedPinned"]
            case .excluded: ["relatedExcluded"]
            case .locked: ["relatedLocked"]
            case .id, .title, .excerpt, .body, .type, .quality, .topics, .provider, .images, .originalUrl,
                .webUrl, .ampWebUrl, .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl, .published, .draft:
                ["\($0)"]
            }
        }
    )

    /// The standard names with some fields' names replaced.
    ///
    /// - Parameter changes: the names of a field, first those that count first; none where it is not to be read.
    /// - Returns: nil where a name is empty, or means two fields or `related`, the list itself.
    public init?(_ changes: [Field: [String]]) {
        let names = Field.allCases.map { changes[$0] ?? Self.standard[$0] }
        let all = names.flatMap(\.self)
        guard Set(all).count == all.count, !all.contains(""), !all.contains("related") else { return nil }
        self.init(unchecked: names)
    }

    private init(unchecked names: [[String]]) {
        self.names = names
        byBytes = NamesByBytes(names)
    }

    /// The names of a field, first those that count first.
    public subscript(field: Field) -> [String] { names[field.rawValue] }

    package typealias LinkPath = WritableKeyPath<ArticleLinks, String?> & Sendable

    /// The fields that hold an address, those of newer names first.
    package static let links: [(field: Field, family: ArticleLinks.KeyFamily, link: any LinkPath)] = [
        (.originalUrl, .web, \.original), (.webUrl, .web, \.web), (.ampWebUrl, .web, \.amp),
        (.cdnAmpWebUrl, .web, \.cdnAmp),
        (.sourceUrl, .source, \.web), (.ampUrl, .source, \.amp), (.cdnAmpUrl, .source, \.cdnAmp),
    ]

    /// The name by which messages call a field that an article does not have.
    func preferred(_ field: Field) -> String { self[field].first ?? Self.standard[field][0] }

    /// A hash of all names and of their order: what was read with other names has to be read again.
    package var fingerprint: UInt64 {
        var bytes: [UInt8] = []
        for field in Field.allCases {
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

/// Field names by their bytes and lengths.
package struct NamesByBytes: Sendable {
    /// One name of a field.
    package struct Name: Sendable {
        package let field: FieldNames.Field
        /// Its place among the field's names, from 0.
        package let rank: Int
        /// Its place among all names, from 0.
        package let number: Int
        fileprivate let bytes: [UInt8]
    }

    /// By their number of bytes.
    private let names: [[Name]]

    fileprivate init(_ fields: [[String]]) {
        let longest = fields.joined().map(\.utf8.count).max() ?? 0
        var names: [[Name]] = Array(repeating: [], count: longest + 1)
        var number = 0
        for field in FieldNames.Field.allCases {
            for (rank, name) in fields[field.rawValue].enumerated() {
                names[name.utf8.count].append(
                    Name(field: field, rank: rank, number: number, bytes: Array(name.utf8))
                )
                number += 1
            }
        }
        self.names = names
    }

    /// The name that a key's bytes are; nil where they mean no field.
    package subscript(key: ArraySlice<UInt8>) -> Name? {
        key.count < names.count ? names[key.count].first { key.elementsEqual($0.bytes) } : nil
    }
}
