import Corpus
import Kernels
import Retrieval
import Semantic

/// Cosine of the embeddings of title and excerpt.
struct EmbeddingBaseline: Baseline {
    private let vectors: ArticleVectors
    private let positions: [ArticleID: Int]

    init(_ articles: [Article], _ vectors: ArticleVectors) {
        self.vectors = vectors
        let numbered = articles.enumerated().map { ($0.element.id, $0.offset) }
        positions = Dictionary(numbered, uniquingKeysWith: { first, _ in first })
    }

    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        let row =
            positions[query.id].map { vectors[DocID($0)] }
            ?? vectors.vector(of: EmbeddedText(query).content)
        vectors.matrix.addCosines(with: row, times: 1, to: &scratch.scores)
        return vectors.rowOrder.candidates(atRows: scratch.scores.takeBest(k))
    }
}
