/// The dense position of a document in an index.
package struct DocID: Hashable, Comparable, Sendable {
    package let rawValue: UInt32

    package init(_ rawValue: UInt32) { self.rawValue = rawValue }
    package init(_ position: Int) { rawValue = UInt32(position) }

    /// The position as an array index.
    package var index: Int { Int(rawValue) }

    package static func < (a: DocID, b: DocID) -> Bool { a.rawValue < b.rawValue }
}

/// A document and its score, before the final ranking.
package struct Candidate: Hashable, Sendable {
    package var doc: DocID
    package var score: Float

    package init(doc: DocID, score: Float) {
        self.doc = doc
        self.score = score
    }
}

/// The texts of a document that are indexed.
package struct DocumentText: Sendable {
    package var title: String
    package var excerpt: String
    package var body: String
    /// BCP 47 tag; nil means unknown.
    package var language: String?

    package init(title: String, excerpt: String = "", body: String = "", language: String? = nil) {
        self.title = title
        self.excerpt = excerpt
        self.body = body
        self.language = language
    }
}
