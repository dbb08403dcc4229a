import Corpus
import Kernels
import Platform
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
    let topics: TopicIndex
    /// Since 1970; NaN without a date.
    private let days: [Double]
    private let fingerprints: [TextFingerprint]
    let identicalTexts: IdenticalTexts

    /// - Parameters:
    ///   - isStored: makes what stores need as well.
    ///   - leastIdentical: articles of one text from which they share a search.
    /// - Complexity: O(total text), on all cores.
    convenience init(
        _ articles: [Article],
        vectors: ArticleVectors?,
        storing isStored: Bool = false,
        leastIdentical: Int = IdenticalTexts.leastMembers
    ) {
        let lexical = LexicalIndex(
            articles.count,
            text: { DocumentText(articles[$0]) },
            rowOrder: vectors?.rowOrder ?? .none,
            storing: isStored
        )
        self.init(
            articles,
            FusedIndex(lexical: lexical, vectors: vectors),
            leastIdentical: leastIdentical
        ) { TopicIndex(articles) }
    }

    /// - Parameters:
    ///   - fused: over `articles`.
    ///   - leastIdentical: articles of one text from which they share a search.
    ///   - topics: makes those of `articles`.
    init(
        _ articles: [Article],
        _ fused: FusedIndex,
        leastIdentical: Int = IdenticalTexts.leastMembers,
        topics: @Sendable () -> TopicIndex
    ) {
        self.fused = fused
        // Topics and pages are numbered one after the other, which leaves a core idle.
        ((self.topics, pages), (days, fingerprints)) = concurrently {
            (topics(), PageIndex(articles))
        } _: {
            (
                articles.map { $0.daysSince1970 ?? .nan },
                concurrentMap(articles.count, grain: 64) { TextFingerprint(articles[$0]) }
            )
        }
        identicalTexts = IdenticalTexts(articles, fingerprints, leastMembers: leastIdentical)
    }

    var count: Int { fused.count }

    /// An article of the collection.
    subscript(doc: DocID) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: doc),
            embedding: fused.vectors?[doc],
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
        let cosines = query.embedding.flatMap { embedding in
            fused.vectors.map { vectors in
                let rows = docs.map { UInt32(vectors.rowOrder.row(of: $0)) }
                return vectors.matrix.cosines(of: rows, with: embedding)
            }
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

    /// What is compared of an article beside its text.
    struct Circumstances {
        /// Nil without a date.
        let days: Double?
        /// Nil without topics.
        let topics: TermVector?
    }

    func circumstances(of doc: DocID) -> Circumstances {
        Circumstances(days: days(of: doc), topics: topics[doc])
    }

    /// The signals of an article and a document whose cosines are known, but for the neighbourhood and for those of
    /// titles and excerpts, which are 0.
    ///
    /// - Complexity: O(topics).
    func signals(
        of query: Circumstances,
        with doc: DocID,
        _ cosines: FusedCosines
    ) -> SignalValues {
        SignalValues(
            terms: TermProducts(all: cosines.terms),
            cosine: cosines.embeddings,
            daysApart: query.days.flatMap { own in days(of: doc).map { $0 - own } },
            topics: query.topics.flatMap { topics.cosine(of: doc, with: $0) }
        )
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
        saysTheSame(a, cosine: fused.lexical.cosine(a, b))
    }

    /// The same, where the cosine of the document's terms with the other's is known.
    func saysTheSame(_ doc: DocID, cosine: Float) -> Bool {
        // Hardly any pair is near enough to need the number of terms.
        guard cosine >= Self.sameText else { return false }
        return cosine >= Self.allTheSame || fused.lexical.vector(of: doc).terms.count >= Self.fewestTerms
    }

    private static let (sameText, allTheSame) = (Float(0.75), Float(0.98))
    private static let fewestTerms = 8

    /// The fused score of two documents, 1 for a document with itself.
    func closeness(_ a: DocID, _ b: DocID) -> Float {
        return fused.score(
            terms: fused.lexical.cosine(a, b),
            cosine: fused.vectors.map { $0.matrix.cosine(of: $0.rowOrder.row(of: a), with: $0[b]) }
        )
    }
}
