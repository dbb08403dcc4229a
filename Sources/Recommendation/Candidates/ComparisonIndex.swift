import Corpus
import Kernels
import Retrieval
import Semantic

/// A collection as articles are compared with it: finds candidates and computes the signals of a pair.
///
/// Immutable; a class, since a value of some thirty arrays would be copied, and each array's references counted, for
/// every query by every worker.
final class ComparisonIndex: Sendable {
    let fused: FusedIndex
    /// The pages that each article leads to.
    let pages: PageIndex
    private let topics: TopicIndex
    /// Since 1970; NaN without a date.
    private let days: [Double]
    private let fingerprints: [TextFingerprint]

    /// - Complexity: O(total text), on all cores.
    init(_ articles: [Article], vectors: ArticleVectors?) {
        fused = FusedIndex(
            lexical: LexicalIndex(articles.count) { DocumentText(articles[$0]) },
            vectors: vectors
        )
        // Topics and pages are numbered one after the other, which leaves a core idle.
        ((topics, pages), (days, fingerprints)) = concurrently {
            (TopicIndex(articles), PageIndex(articles))
        } _: {
            (
                articles.map { $0.daysSince1970 ?? .nan },
                concurrentMap(articles.count, grain: 64) { TextFingerprint(articles[$0]) }
            )
        }
    }

    var count: Int { fused.count }

    /// An article of the collection.
    subscript(doc: DocID) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: doc),
            embedding: fused.vectors?.matrix[doc.index],
            days: days(of: doc),
            topics: topics[doc],
            fingerprint: fingerprints[doc.index]
        )
    }

    private func days(of doc: DocID) -> Double? { days[doc.index].isNaN ? nil : days[doc.index] }

    func fingerprint(of doc: DocID) -> TextFingerprint { fingerprints[doc.index] }

    /// An article that is not in the collection.
    func compared(_ article: Article) -> ComparedArticle {
        compared(article, text: EmbeddedText(article).content)
    }

    /// A free text, which has no date and no topics.
    func compared(text: String, language: String?) -> ComparedArticle {
        compared(Article(id: "", title: "", excerpt: text, language: language), text: text)
    }

    private func compared(_ article: Article, text: String) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: DocumentText(article)),
            embedding: fused.vectors?.vector(of: text),
            days: article.daysSince1970,
            topics: article.topics.isEmpty ? nil : topics.vector(of: article),
            fingerprint: TextFingerprint(article)
        )
    }

    /// The `k` documents with the highest fused score above 0, best first.
    func nearest(to query: ComparedArticle, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        fused.nearest(to: query.vectors.all, query.embedding, k: k, &scratch)
    }

    /// The signals of an article and each of `docs`, but for the neighbourhood.
    ///
    /// - Complexity: O(terms of the documents + documents x dimension).
    func signals(of query: ComparedArticle, andEach docs: [DocID]) -> [SignalValues] {
        var terms = SparseQuery()
        query.vectors.set(&terms)
        let cosines = query.embedding.flatMap {
            fused.vectors?.matrix.cosines(of: docs.map(\.rawValue), with: $0)
        }
        var found: [SignalValues] = []
        found.reserveCapacity(docs.count)
        for (place, doc) in docs.enumerated() {
            found.append(
                SignalValues(
                    terms: fused.lexical.products(of: doc, with: terms),
                    cosine: cosines?[place],
                    daysApart: query.days.flatMap { own in days(of: doc).map { $0 - own } },
                    topics: query.topics.flatMap { topics.cosine(of: doc, with: $0) }
                )
            )
        }
        return found
    }

    /// The signals of any two articles, but for the neighbourhood.
    func signals(of first: ComparedArticle, and second: ComparedArticle) -> SignalValues {
        var terms = SparseQuery()
        first.vectors.set(&terms)
        return SignalValues(
            terms: second.vectors.products(with: terms),
            cosine: first.embedding.flatMap { a in second.embedding.map { EmbeddingMatrix.cosine(a, $0) } },
            daysApart: first.daysApart(second),
            topics: first.topics.flatMap { a in second.topics.map { a.cosine($0) } }
        )
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
