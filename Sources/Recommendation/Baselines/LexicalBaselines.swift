import Corpus
import Kernels
import Retrieval

/// Cosine of textbook TF-IDF vectors.
struct TFIDFBaseline: Baseline {
    private let index: LexicalIndex

    init(_ articles: [Article]) {
        index = LexicalIndex(articles.map(DocumentText.init), weighting: .textbook)
    }

    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        index.inverted.nearest(to: index.vector(of: DocumentText(query)), k: k, &scratch.scores)
    }
}

/// BM25 of the whole article as a query.
struct BM25Baseline: Baseline {
    private let index: BM25Index

    init(_ articles: [Article]) { index = BM25Index(articles.map(DocumentText.init)) }

    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        index.nearest(to: DocumentText(query), k: k, &scratch.scores)
    }
}
