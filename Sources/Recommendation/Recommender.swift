public import Corpus
import Kernels
import Retrieval
public import Semantic

/// A collection of articles that answers what is related to what.
///
///     let recommender = try Recommender(articles, model: ModelCatalogue().model(named: "auto"))
///     for entry in recommender.related(to: articles[0]).entries {
///         print(entry.probability ?? 0, entry.article.title)
///     }
///
/// Immutable after it is made, so any number of threads may ask. An article is never listed under itself,
/// nor under another at the same page or with the same text, and a list never shows one text twice.
public struct Recommender: Sendable {
    /// Two articles of the collection have the same id.
    public struct DuplicateID: Error, Hashable, Sendable, CustomStringConvertible {
        public var id: ArticleID

        public init(id: ArticleID) { self.id = id }

        public var description: String { "two articles have the id \(id); ids must be unique" }
    }

    /// In the order given; ties in rankings follow it.
    public let articles: [Article]
    public let options: RankingOptions
    /// What turns signals into probabilities, suited to the pace of these articles.
    public let relatedness: RelatednessModel
    let index: ComparisonIndex
    let search: CandidateSearch
    let judge: PairJudge
    let positions: [ArticleID: Int]
    let maker: ListMaker
    /// Nil where `articles` are all of the collection, not only those that one question needs.
    let subset: CandidateSubset?

    /// Indexes and embeds `articles`, on all cores.
    ///
    /// - Parameters:
    ///   - model: compares meanings, beside the words that are compared anyway; none by default.
    ///   - relatedness: turns signals into probabilities; by default the shipped weights for `model`.
    /// - Throws: ``DuplicateID``.
    /// - Complexity: O(total text).
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        model: (any EmbeddingModel)? = nil,
        relatedness: RelatednessModel? = nil
    ) throws(DuplicateID) {
        try self.init(
            articles,
            options: options,
            vectors: model.map { ArticleVectors(articles, model: $0) },
            relatedness: relatedness
        )
    }

    /// Indexes `articles`, whose embeddings are there already; none means that words decide alone.
    ///
    /// - Precondition: the vectors are of these articles.
    /// - Throws: ``DuplicateID``.
    public init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        vectors: ArticleVectors?,
        relatedness: RelatednessModel? = nil
    ) throws(DuplicateID) {
        try self.init(articles, options: options, vectors: vectors, relatedness: relatedness, storing: false)
    }

    /// Indexes `articles` so that a ``CollectionSnapshot`` can be made of the recommender.
    package init(
        _ articles: [Article],
        options: RankingOptions = RankingOptions(),
        vectors: ArticleVectors?,
        relatedness: RelatednessModel? = nil,
        storing isStored: Bool
    ) throws(DuplicateID) {
        precondition(vectors.map { $0.matrix.count == articles.count } ?? true, "one row an article")
        try self.init(
            articles,
            ComparisonIndex(articles, vectors: vectors, storing: isStored),
            options,
            relatedness ?? RelatednessWeights.shipped.model(for: vectors?.model.name).model,
            NeighbourDensities(count: articles.count),
            subset: nil
        )
    }

    /// - Parameters:
    ///   - index: of `articles`.
    ///   - densities: of the neighbourhoods of `articles`, so far as they are known.
    ///   - subset: nil where `articles` are all of the collection. Else they are the candidates of one subject, and the
    ///     subject itself where it is in the collection; only ``partialRanking(of:)`` of this subject and explanations
    ///     may be asked for.
    init(
        _ articles: [Article],
        _ index: ComparisonIndex,
        _ options: RankingOptions,
        _ relatedness: RelatednessModel,
        _ densities: NeighbourDensities,
        subset: CandidateSubset?
    ) throws(DuplicateID) {
        var positions: [ArticleID: Int] = [:]
        positions.reserveCapacity(articles.count)
        var pinning: Set<DocID> = []
        for (position, article) in articles.enumerated() {
            guard positions.updateValue(position, forKey: article.id) == nil else {
                throw DuplicateID(id: article.id)
            }
            if !article.choices.pinned.isEmpty { pinning.insert(DocID(position)) }
        }
        let relatedness = relatedness.suited(to: index.pairs.traits)
        self.articles = articles
        self.options = options
        self.relatedness = relatedness
        self.index = index
        self.positions = positions
        self.subset = subset
        judge = PairJudge(
            index,
            relatedness,
            densities,
            // What tops up short lists is found among all candidates.
            minimumProbability: options.fewest > 0 ? 0 : options.minimumProbability(by: relatedness)
        )
        search = CandidateSearch(
            index: index,
            densities: densities,
            judge: judge,
            collectionCount: subset?.collectionCount ?? articles.count,
            limitWithoutCopies: options.rules.foldsCopies ? options.limit : nil,
            pinning: pinning
        )
        let range = options.rules.weighsCollection ? subset?.range ?? CollectionRange(articles) : nil
        maker = ListMaker(
            articles,
            index,
            EditorialBonus(range ?? CollectionRange(), options.rules),
            options.rules,
            minimumLogOdds: PairJudge.logOdds(options.minimumProbability(by: relatedness)),
            limit: options.limit,
            fewest: options.fewest
        )
    }

    /// A recommender of the same articles with other options, which shares all that was computed so far.
    ///
    /// - Complexity: O(articles).
    package func with(_ options: RankingOptions) -> Recommender {
        // The ids were found unique before.
        guard
            let other = try? Recommender(
                articles,
                index,
                options,
                relatedness,
                search.densities,
                subset: subset
            )
        else { preconditionFailure("ids are unique") }
        return other
    }

    /// The embeddings in use; nil where words decide alone.
    package var vectors: ArticleVectors? { index.fused.vectors }

    /// The probability below which nothing is listed but to top up short lists.
    public var minimumProbability: Double { options.minimumProbability(by: relatedness) }

    /// The article with this id.
    public subscript(id: ArticleID) -> Article? { positions[id].map { articles[$0] } }

    /// The first article that has the page at `url` among its links, in whatever form the address is.
    public func article(at url: String) -> Article? {
        index.pages.article(at: url).map { articles[$0.index] }
    }

    /// The article that an editor names by id or URL.
    public func article(named name: String) -> Article? { self[ArticleID(name)] ?? article(at: name) }

    // MARK: - Subjects

    func resolve(_ subject: Subject) -> ResolvedSubject {
        switch subject {
        case .article(let article): resolve(article)
        case .text(let text, let language): .text(text, language: language)
        }
    }

    func resolve(_ article: Article) -> ResolvedSubject {
        if let position = positions[article.id], articles[position] == article {
            return .indexed(DocID(position))
        }
        return .outside(article.detectingLanguage())
    }

    func listSubject(_ subject: ResolvedSubject) -> ListSubject {
        let (article, fingerprint): (Article?, TextFingerprint) =
            switch subject {
            case .indexed(let doc): (articles[doc.index], index.fingerprint(of: doc))
            case .outside(let article): (article, index.fingerprint(of: article))
            case .text: (nil, TextFingerprint(Article(id: "", title: "")))
            }
        return ListSubject(
            article: article,
            pages: index.pages(of: subject),
            fingerprint: fingerprint,
            pins: article.map(pins) ?? [],
            excluded: ExcludedArticles(article?.choices.excluded ?? [], index.pages)
        )
    }

    /// Candidates of a list, at first.
    var candidateCount: Int {
        subset?.candidateCount ?? options.candidateCount(articles: articles.count)
    }

    /// A hash of what the candidates of a job depend on beside the texts and embeddings.
    func checkpointSettings(_ count: Int) -> UInt64 {
        var numbers = [CandidateListCoding.version, UInt32(count), judge.minimumLogOdds.bitPattern]
        numbers += relatedness.bits
        // Candidates are told by their positions among the articles.
        for article in articles {
            numbers.append(UInt32(truncatingIfNeeded: contentHash(Array(article.id.rawValue.utf8))))
        }
        return contentHash(PackedNumbers(numbers).bytes)
    }
}
