import Corpus
import Kernels
import Platform
import Retrieval
import Semantic

/// A collection as articles are compared with it: finds candidates, and has what pairs are judged by.
///
/// Immutable; a class, since a value of some thirty arrays would be copied, and each array's references counted, for
/// every query by every worker.
final class ComparisonIndex: Sendable {
    let fused: FusedIndex
    /// The pages that each article leads to.
    let pages: PageIndex
    /// Computes the signals of pairs.
    let pairs: PairComparison
    /// The sentences that tell nothing of copies.
    let boilerplate: Boilerplate
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
        // Topics and pages are numbered one after the other, which leaves a core idle.
        let ((topics, pages), (parts, fingerprints)) = concurrently {
            (
                TopicIndex(articles),
                PageIndex(concurrentMap(articles.count, grain: 256) { articles[$0].links.pageHashes })
            )
        } _: {
            (
                concurrentMap(articles.count, grain: 256) { PairComparison.ComparedParts(articles[$0]) },
                CollectionFingerprints(articles)
            )
        }
        self.init(
            articles,
            FusedIndex(lexical: lexical, vectors: vectors),
            pages,
            fingerprints,
            topics,
            parts,
            leastIdentical: leastIdentical
        )
    }

    /// - Parameters:
    ///   - fused: over `articles`, as are those that follow.
    ///   - leastIdentical: articles of one text from which they share a search.
    ///   - pace: of the whole collection; nil where `articles` are all of it.
    ///   - providers: of the whole collection; nil where `articles` are all of it.
    ///   - series: of the whole collection; nil where `articles` are all of it.
    init(
        _ articles: [Article],
        _ fused: FusedIndex,
        _ pages: PageIndex,
        _ fingerprints: CollectionFingerprints,
        _ topics: TopicIndex,
        _ parts: [PairComparison.ComparedParts],
        leastIdentical: Int = IdenticalTexts.leastMembers,
        pace: PublicationPace? = nil,
        providers: ProviderDiversity? = nil,
        series: SeriesIndex? = nil
    ) {
        self.fused = fused
        self.pages = pages
        pairs = PairComparison(
            fused.lexical,
            fused.vectors?.matrix,
            fused.vectors?.rowOrder ?? .none,
            fused.weights,
            topics: topics,
            parts,
            pace: pace,
            providers: providers,
            series: series
        )
        boilerplate = fingerprints.boilerplate
        self.fingerprints = fingerprints.all
        identicalTexts = IdenticalTexts(articles, fingerprints.all, leastMembers: leastIdentical)
    }

    var count: Int { fused.count }

    /// An article of the collection.
    subscript(doc: DocID) -> ComparedArticle {
        let parts = pairs[doc]
        return ComparedArticle(
            vectors: fused.lexical.vectors(of: doc),
            embedding: fused.vectors?[doc],
            days: parts.days.isNaN ? nil : parts.days,
            topics: topics[doc],
            fingerprint: fingerprints[doc.index],
            series: parts.series,
            provider: parts.provider,
            language: parts.language
        )
    }

    var topics: TopicIndex { pairs.topics }

    func fingerprint(of doc: DocID) -> TextFingerprint { fingerprints[doc.index] }

    /// Of an article that is not in the collection.
    func fingerprint(of article: Article) -> TextFingerprint {
        TextFingerprint(article, besides: boilerplate)
    }

    /// An article that is not in the collection.
    func compared(_ article: Article) -> ComparedArticle {
        compared(article, text: EmbeddedText(article).content)
    }

    /// A free text, which has no date and no topics.
    func compared(text: String, language: String?) -> ComparedArticle {
        compared(
            Article(id: "", title: "", excerpt: text, language: language).detectingLanguage(),
            text: text
        )
    }

    private func compared(_ article: Article, text: String) -> ComparedArticle {
        ComparedArticle(
            vectors: fused.lexical.vectors(of: DocumentText(article)),
            embedding: fused.vectors?.vector(of: text),
            days: article.daysSince1970,
            topics: article.topics.isEmpty ? nil : topics.vector(of: article),
            fingerprint: fingerprint(of: article),
            series: SeriesIndex.Place(article),
            provider: article.providerKey,
            language: article.languageGroup
        )
    }

    /// The `k` documents with the highest fused score above 0, best first.
    func nearest(to query: ComparedArticle, k: Int, _ scratch: inout SearchScratch) -> [Candidate] {
        fused.nearest(to: query.vectors.all, query.embedding, k: k, &scratch)
    }

    /// Whether two documents say the same in nearly the same words, in whatever order.
    ///
    /// Of the pairs in lists of feed-2022 whose word triples resemble each other by .7 or more, which
    /// fingerprints had let pass, 97.5 % have a cosine of .75; of the pairs that editors chose on roundups/tune
    /// .5 % have. A few words agree sooner by chance, so short texts must have all the same.
    func saysTheSame(_ a: DocID, _ b: DocID) -> Bool {
        saysTheSame(a, as: fingerprint(of: b), cosine: fused.lexical.cosine(a, b))
    }

    /// As ``saysTheSame(_:_:)``, where the cosine of the document's terms with the other's is known.
    ///
    /// Parts of a series do not, nor what has its words from a footer.
    func saysTheSame(_ doc: DocID, as other: TextFingerprint, cosine: Float) -> Bool {
        // Hardly any pair is near enough to need the number of terms.
        guard cosine >= Self.sameText else { return false }
        let own = fingerprint(of: doc)
        if own.isWithoutBoilerplate && other.isWithoutBoilerplate || own.kinship(with: other) != .none {
            return false
        }
        return cosine >= Self.allTheSame || fused.lexical.vector(of: doc).terms.count >= Self.fewestTerms
    }

    private static let (sameText, allTheSame) = (Float(0.75), Float(0.98))
    private static let fewestTerms = 8

    /// The fused score of a document and each of others, 1 for a document with itself.
    ///
    /// - Complexity: O(terms of all + others x dimension).
    func closeness(of doc: DocID, to others: [DocID]) -> [Float] { fused.scores(of: doc, with: others) }
}
