import Corpus
import Kernels
import Retrieval
import Semantic

/// A collection as articles are compared with it: finds candidates and computes the signals of a pair.
struct ComparisonIndex: Sendable {
    let fused: FusedIndex
    private let topics: TopicIndex
    private let articles: [Article]
    private let fingerprints: [TextFingerprint]
    /// The pages that each article leads to.
    let pages: [Set<CanonicalURL>]

    /// - Complexity: O(total text), on all cores.
    init(_ articles: [Article], vectors: ArticleVectors?) {
        self.articles = articles
        fused = FusedIndex(lexical: LexicalIndex(articles.map(DocumentText.init)), vectors: vectors)
        topics = TopicIndex(articles)
        pages = Self.pages(of: articles)
        fingerprints = concurrentMap(articles.count, grain: 64) { TextFingerprint(articles[$0]) }
    }

    var count: Int { articles.count }

    static func pages(of articles: [Article]) -> [Set<CanonicalURL>] {
        concurrentMap(articles.count, grain: 256) { articles[$0].links.pages }
    }

    /// An article of the collection.
    subscript(doc: DocID) -> ComparedArticle {
        compared(doc, embedding: fused.vectors?.matrix[doc.index])
    }

    private func compared(_ doc: DocID, embedding: EmbeddingMatrix.Embedding?) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: doc),
            embedding: embedding,
            articles[doc.index],
            topics: topics[doc],
            fingerprint: fingerprints[doc.index]
        )
    }

    func fingerprint(of doc: DocID) -> TextFingerprint { fingerprints[doc.index] }

    /// An article that is not in the collection.
    func compared(_ article: Article) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: DocumentText(article)),
            embedding: fused.vectors?.vector(of: EmbeddedText(article).content),
            article,
            topics: topics.vector(of: article),
            fingerprint: TextFingerprint(article)
        )
    }

    /// A free text.
    func compared(text: String, language: String?) -> ComparedArticle {
        let article = Article(id: "", title: "", excerpt: text, language: language)
        return ComparedArticle(
            vectors: fused.lexical.vectors(of: DocumentText(article)),
            embedding: fused.vectors?.vector(of: text),
            article,
            topics: topics.vector(of: article),
            fingerprint: TextFingerprint(article)
        )
    }

    /// The `k` documents with the highest fused score above 0, best first.
    func nearest(to query: ComparedArticle, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        fused.nearest(to: query.vectors.all, query.embedding, k: k, &scores)
    }

    /// The signals of an article and a document, but for the neighbourhood.
    func signals(of query: ComparedArticle, and doc: DocID) -> SignalValues {
        let cosine = query.embedding.flatMap { fused.vectors?.matrix.cosine(of: doc.index, with: $0) }
        return query.signals(with: compared(doc, embedding: nil), cosine: cosine)
    }

    /// The signals of any two articles, but for the neighbourhood.
    func signals(of first: ComparedArticle, and second: ComparedArticle) -> SignalValues {
        let cosine = first.embedding.flatMap { a in second.embedding.map { EmbeddingMatrix.cosine(a, $0) } }
        return first.signals(with: second, cosine: cosine)
    }

    /// Whether two documents say the same in nearly the same words, in whatever order.
    ///
    /// Of the pairs in lists of feed-2022 whose word triples resemble each other by .7 or more, which
    /// fingerprints had let pass, 97.5 % have a cosine of .75; of the pairs that editors chose on roundups/tune
    /// .5 % have. A few words agree sooner by chance, so short texts must have all the same.
    func saysTheSame(_ a: DocID, _ b: DocID) -> Bool {
        saysTheSame(a, cosine: fused.lexical.vector(of: a).cosine(fused.lexical.vector(of: b)))
    }

    /// The same, where the cosine of the document's terms with the other's is known.
    func saysTheSame(_ doc: DocID, cosine: Float) -> Bool {
        cosine
            >= (fused.lexical.vector(of: doc).terms.count >= Self.fewestTerms
                ? Self.sameText : Self.allTheSame)
    }

    private static let (sameText, allTheSame) = (Float(0.75), Float(0.98))
    private static let fewestTerms = 8

    /// The fused score of two documents, 1 for a document with itself.
    func closeness(_ a: DocID, _ b: DocID) -> Float {
        let matrix = fused.vectors?.matrix
        return fused.score(
            terms: fused.lexical.vector(of: a).cosine(fused.lexical.vector(of: b)),
            cosine: matrix.map { $0.cosine(of: a.index, with: $0[b.index]) }
        )
    }
}
