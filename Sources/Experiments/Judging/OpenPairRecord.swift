package import Corpus

/// A pair that is to be judged, as JSON, for programs that ask in their own way.
package struct OpenPairRecord: Encodable {
    private enum CodingKeys: String, CodingKey {
        case query = "query-id"
        case document = "doc-id"
        case queryTitle, documentTitle
    }

    private let query, document, queryTitle, documentTitle: String

    package init(_ query: Article, _ document: Article) {
        self.query = query.id.rawValue
        self.document = document.id.rawValue
        queryTitle = query.title
        documentTitle = document.title
    }
}
