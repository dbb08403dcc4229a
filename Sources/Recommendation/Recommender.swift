public import Corpus
import Foundation
import Platform
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
    /// What turns signals into probabilities.
    public let relatedness: RelatednessModel
    let index: ComparisonIndex
    let neighbourhoods: NeighbourDensities
    let pass: EditorialPass
    let positions: [ArticleID: Int]
    /// Articles of the collection, where `articles` are only those that one question needs.
    let collectionCount: Int
    /// Candidates that a search begins with, where that is not as many as the limit asks for.
    let firstCandidateCount: Int?

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

    /// The same, where ``stored`` may be asked for.
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
            collectionCount: articles.count
        )
    }

    /// - Parameters:
    ///   - index: of `articles`.
    ///   - collectionCount: articles of the collection that they are from.
    ///   - range: of that collection; nil where `articles` are all of it.
    ///   - firstCandidateCount: candidates that a search begins with; nil for as many as the limit asks for.
    init(
        _ articles: [Article],
        _ index: ComparisonIndex,
        _ options: RankingOptions,
        _ relatedness: RelatednessModel,
        _ neighbourhoods: NeighbourDensities,
        collectionCount: Int,
        range: CollectionRange? = nil,
        firstCandidateCount: Int? = nil
    ) throws(DuplicateID) {
        var positions: [ArticleID: Int] = [:]
        positions.reserveCapacity(articles.count)
        for (position, article) in articles.enumerated() {
            guard positions.updateValue(position, forKey: article.id) == nil else {
                throw DuplicateID(id: article.id)
            }
        }
        self.articles = articles
        self.options = options
        self.relatedness = relatedness
        self.index = index
        self.positions = positions
        self.neighbourhoods = neighbourhoods
        self.collectionCount = collectionCount
        self.firstCandidateCount = firstCandidateCount
        pass = EditorialPass(
            articles,
            index,
            EditorialBonus(
                range ?? (options.rules.weighsCollection ? CollectionRange(articles) : CollectionRange()),
                options.rules
            ),
            options.rules,
            minimumLogOdds: Self.logOdds(options.minimumProbability ?? self.relatedness.minimumProbability),
            limit: options.limit
        )
    }

    /// The embeddings in use; nil where words decide alone.
    package var vectors: ArticleVectors? { index.fused.vectors }

    /// The probability below which nothing is listed.
    public var minimumProbability: Double { options.minimumProbability ?? relatedness.minimumProbability }

    /// The article with this id.
    public subscript(id: ArticleID) -> Article? { positions[id].map { articles[$0] } }

    /// The first article that has the page at `url` among its links, in whatever form the address is.
    public func article(at url: String) -> Article? {
        index.pages.article(at: url).map { articles[$0.index] }
    }

    /// The article that an editor names by id or URL.
    public func article(named name: String) -> Article? { self[ArticleID(name)] ?? article(at: name) }

    /// What belongs beside `article`, which need not be in the collection.
    ///
    /// Its own `related` list plays no part.
    ///
    /// - Complexity: O(postings of its terms + articles x dimension of the embeddings), and the same once for
    ///   each of the nearest articles that no list has needed yet.
    public func related(to article: Article) -> Ranking { related(toEach: [article])[0] }

    /// The same; nil where only part of the collection is there and more of it may be needed.
    package func completeRanking(for article: Article) -> Ranking? { completeRanking(for: subject(article)) }

    /// What is similar to a free text; nil where only part of the collection is there and more of it may be needed.
    package func completeRanking(forText text: String) -> Ranking? {
        completeRanking(for: .text(text, language: nil))
    }

    private func completeRanking(for subject: Search.Subject) -> Ranking? {
        let selection = list(search(for: subject, keeping: .listable))
        return selection.isComplete ? Ranking(entries: selection.entries) : nil
    }

    /// What belongs beside each of `queries`, in their order, on all cores.
    ///
    /// - Parameter progress: receives the number of articles done so far, from any thread.
    public func related(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil
    ) -> [Ranking] {
        related(toEach: queries, progress: progress) { $0 }
    }

    /// The same, keeping of each ranking only what `keep` makes of it, so that many long ones fit in memory.
    public func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Ranking) -> Output
    ) -> [Output] {
        var all: [Output] = []
        all.reserveCapacity(queries.count)
        related(toEach: queries, progress: progress, keep: { keep($1) }, receive: { all += $0 })
        return all
    }

    /// The same, handing over what was made of some thousand rankings at a time, in the order of `queries`, so that
    /// it can be written and forgotten.
    ///
    /// Until the first are handed over, candidates of all queries are looked for, since a pair is judged against the
    /// surroundings of both; that takes some 400 bytes a query and most of the time.
    ///
    /// - Parameters:
    ///   - progress: receives the number of articles that the time so far would have been enough for, from any
    ///     thread.
    ///   - keep: makes what is handed over of an article and its ranking; called from any thread.
    ///   - receive: what it throws ends the work.
    public func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        try related(toEach: queries, keptIn: nil, progress: progress, keep: keep, receive: receive)
    }

    /// The same for a job that may be interrupted: what `parts` have of an earlier run is not searched for again.
    package func related<Output: Sendable>(
        toEach queries: [Article],
        keptIn parts: (any SearchCheckpoints)?,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        let subjects = concurrentMap(queries.count, grain: 256) { subject(queries[$0]) }
        let searches = searches(for: subjects, candidateCount, keptIn: parts) { done in
            progress?(done * 3 / 4)
        }
        learnNeighbourhoods(of: searches)
        for start in stride(from: 0, to: queries.count, by: Self.portion) {
            let count = min(queries.count - start, Self.portion)
            let outputs = concurrentMap(count) { number in
                keep(queries[start + number], Ranking(entries: list(searches[start + number]).entries))
            }
            try receive(outputs)
            progress?((queries.count * 3 + start + count) / 4)
        }
    }

    /// Rankings handed over at a time.
    private static var portion: Int { 4096 }

    /// What is similar to a free text.
    public func similar(to text: String, language: String? = nil) -> Ranking {
        let search = search(for: .text(text, language: language), keeping: .listable)
        return Ranking(entries: list(search).entries)
    }

    /// What becomes of `candidate` on the way to the list of `article`.
    public func verdict(on candidate: Article, under article: Article) -> Verdict {
        if let place = pins(of: article).firstIndex(where: { $0.id == candidate.id }) {
            return .pinned(place + 1)
        }
        if candidate.isNeverListed(under: article) { return .same }
        guard let position = positions[candidate.id] else { return .notNear }
        return list(search(for: subject(article)), tracing: true).verdicts[DocID(position)] ?? .notNear
    }

    /// What is probable enough for the list of `article` and was kept out of it all the same, most probable first,
    /// with the reason: a copy, a template, a rule, an editor.
    public func dropped(from article: Article) -> [(article: Article, verdict: Verdict)] {
        let search = search(for: subject(article))
        let verdicts = list(search, tracing: true).verdicts
        return judged(search).filter { $0.logOdds >= minimumLogOdds }
            .sorted { $0.logOdds != $1.logOdds ? $0.logOdds > $1.logOdds : $0.doc < $1.doc }
            .compactMap { candidate in
                guard let verdict = verdicts[candidate.doc], verdict.isObjection else { return nil }
                return (articles[candidate.doc.index], verdict)
            }
    }

    /// Why two articles are as close as they are; either may be from outside the collection.
    public func explanation(of first: Article, and second: Article) -> Explanation {
        let (one, other) = (search(for: subject(first)), search(for: subject(second)))
        return explanation(of: first, and: second, neighbourhoods: (one.neighbourhood, other.neighbourhood))
    }

    /// - Parameter neighbourhoods: of the two.
    func explanation(
        of first: Article,
        and second: Article,
        neighbourhoods: (Float, Float)
    ) -> Explanation {
        let (one, other) = (compared(subject(first)), compared(subject(second)))
        var values = index.signals(of: one, and: other)
        values.setNeighbourhood(neighbourhoods.0, neighbourhoods.1)
        let terms = one.vectors.all.products(with: other.vectors.all).map { term, product in
            Explanation.SharedTerm(
                term: index.fused.lexical.vocabulary[term],
                contribution: Double(product),
                documentFrequency: index.fused.lexical.vocabulary.documentFrequency(of: term)
            )
        }
        return Explanation(
            first: first,
            second: second,
            signals: values,
            relatedness: relatedness,
            terms: terms.sorted {
                $0.contribution != $1.contribution ? $0.contribution > $1.contribution : $0.term < $1.term
            },
            daysApart: one.daysApart(other).map(abs)
        )
    }

    /// Why an entry stands in the list of `article`; nil for one that an editor pinned.
    ///
    /// - Complexity: O(terms of both).
    public func reasons(for entry: RelatedEntry, under article: Article) -> Reasons? {
        guard let signals = entry.signals else { return nil }
        let vocabulary = index.fused.lexical.vocabulary
        let (own, other) = (terms(of: article), terms(of: entry.article))
        let shared = own.products(with: other).map { (vocabulary[$0.term], $0.product) }
            .sorted { $0.1 != $1.1 ? $0.1 > $1.1 : $0.0 < $1.0 }
        let days = article.daysSince1970.flatMap { own in entry.article.daysSince1970.map { abs($0 - own) } }
        return Reasons(
            signals,
            relatedness,
            sharedTerms: shared.prefix(Reasons.mostTerms).map(\.0),
            daysApart: days
        )
    }

    private func terms(of article: Article) -> TermVector {
        if case .indexed(let doc) = subject(article) { return index.fused.lexical.vector(of: doc) }
        return index.fused.lexical.vector(of: DocumentText(article))
    }

    /// What an editor pinned under `article` and nobody can find: neither in the collection nor written out.
    public func unknownPins(of article: Article) -> [String] {
        article.choices.pinned.compactMap {
            if case .reference(let name) = $0, self.article(named: name) == nil { name } else { nil }
        }
    }
}
