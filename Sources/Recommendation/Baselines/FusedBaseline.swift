import Corpus
import Kernels
import Retrieval
import Semantic

/// The score that candidates are found by: cosines of terms and, where there is a model, of embeddings.
struct FusedBaseline: Baseline {
    private let index: FusedIndex
    private let articles: [Article]
    private let positions: [ArticleID: Int]

    init(_ articles: [Article], _ vectors: ArticleVectors?) {
        index = FusedIndex(
            lexical: LexicalIndex(
                articles.map(DocumentText.init),
                rowOrder: vectors?.rowOrder ?? .none
            ),
            vectors: vectors
        )
        self.articles = articles
        let numbered = articles.enumerated().map { ($0.element.id, $0.offset) }
        positions = Dictionary(numbered, uniquingKeysWith: { first, _ in first })
    }

    func candidates(for query: Article, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        if let position = positions[query.id], articles[position] == query {
            let doc = DocID(position)
            return index.nearest(
                to: index.lexical.vector(of: doc),
                index.vectors?[doc],
                k: k,
                &scratch
            )
        }
        return index.nearest(
            to: index.lexical.vector(of: DocumentText(query)),
            index.vectors?.vector(of: EmbeddedText(query).content),
            k: k,
            &scratch
        )
    }
}
