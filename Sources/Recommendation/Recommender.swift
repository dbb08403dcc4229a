public import Corpus
import Foundation
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
    /// What turns signals into probabilities.
    public let relatedness: RelatednessModel
    let index: ComparisonIndex
    private let neighbourhoods: Neighbourhoods
    private let bonus: PlaceBonus
    private let positions: [ArticleID: Int]
    private let positionsByPage: [CanonicalURL: Int]

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
        precondition(vectors.map { $0.matrix.count == articles.count } ?? true, "one row an article")
        let index = ComparisonIndex(articles, vectors: vectors)
        var positions: [ArticleID: Int] = [:]
        var positionsByPage: [CanonicalURL: Int] = [:]
        for (position, article) in articles.enumerated() {
            guard positions.updateValue(position, forKey: article.id) == nil else {
                throw DuplicateID(id: article.id)
            }
            for page in index.pages[position] where positionsByPage[page] == nil {
                positionsByPage[page] = position
            }
        }
        self.articles = articles
        self.options = options
        self.relatedness = relatedness ?? RelatednessWeights.shipped.model(for: vectors?.model.name).model
        self.index = index
        self.positions = positions
        self.positionsByPage = positionsByPage
        neighbourhoods = Neighbourhoods(count: articles.count)
        bonus = PlaceBonus(articles, options.rules)
    }

    /// The probability below which nothing is listed.
    public var minimumProbability: Double { options.minimumProbability ?? relatedness.minimumProbability }

    /// The article with this id.
    public subscript(id: ArticleID) -> Article? { positions[id].map { articles[$0] } }

    /// The first article that has the page at `url` among its links, in whatever form the address is.
    public func article(at url: String) -> Article? {
        CanonicalURL(url).flatMap { positionsByPage[$0] }.map { articles[$0] }
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
    package func related<Output: Sendable>(
        toEach queries: [Article],
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (Ranking) -> Output
    ) -> [Output] {
        let searches = rankEach(queries, among: articles.count, progress: progress) { article, scores in
            search(for: subject(article), candidateCount, &scores)
        }
        learnNeighbourhoods(of: searches)
        return concurrentMap(searches.count) { keep(Ranking(entries: list(searches[$0]).entries)) }
    }

    /// What is similar to a free text.
    public func similar(to text: String, language: String? = nil) -> Ranking {
        let search = search(for: Search.Subject(text: text, language: language))
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

    /// Why two articles are as close as they are; either may be from outside the collection.
    public func explanation(of first: Article, and second: Article) -> Explanation {
        let (a, b) = (subject(first), subject(second))
        let values = signals(of: search(for: a), and: search(for: b))
        let (one, other) = (compared(a), compared(b))
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

// MARK: - Searching

/// One query with the candidates that were found for it.
struct Search: Sendable {
    enum Subject: Sendable {
        case indexed(DocID)
        case outside(Article)
        case text(String, language: String?)

        init(text: String, language: String?) { self = .text(text, language: language) }
    }

    let subject: Subject
    /// What was asked for of a subject that is not indexed, whose vectors are expensive.
    let compared: ComparedArticle?
    /// The best, by fused score.
    let candidates: [Candidate]
    /// How many were asked for; fewer came only where there are no more.
    let wanted: Int
}

extension Recommender {
    /// Candidates that are judged for a list. On tune stories 50 lost .006 (roundups) to .02 (demo) of nDCG@10.
    private static let standardCandidates = 100
    /// Candidates that a neighbourhood is looked for in: ten, and what copies may take away.
    private static let neighbourhoodCandidates = 50
    /// Candidates beyond the limit, since some will be dropped.
    private static let spareCandidates = 30

    private var candidateCount: Int {
        let count = max(1, articles.count)
        return min(max(Self.standardCandidates, min(options.limit, count) + Self.spareCandidates), count)
    }

    private func subject(_ article: Article) -> Search.Subject {
        if let position = positions[article.id], articles[position] == article {
            return .indexed(DocID(position))
        }
        return .outside(article)
    }

    /// The articles nearest to each of `queries` by fused score, which is symmetric; best first, on all cores.
    ///
    /// What a list is chosen from, the rules of lists aside.
    ///
    /// - Parameter count: of each, fewer only where there are no more; the query itself is not among them.
    /// - Complexity: O(postings of its terms + articles x dimension of the embeddings) for each.
    package func nearest(toEach queries: [Article], count: Int) -> [[Article]] {
        rankEach(queries, among: articles.count, progress: nil) { article, scores in
            let subject = subject(article)
            let found = index.nearest(to: compared(subject), k: min(count + 1, articles.count), &scores)
            let others = found.filter { candidate in
                if case .indexed(candidate.doc) = subject { false } else { true }
            }
            return others.prefix(count).map { articles[$0.doc.index] }
        }
    }

    private func compared(_ subject: Search.Subject) -> ComparedArticle {
        switch subject {
        case .indexed(let doc): index[doc]
        case .outside(let article): index.compared(article)
        case .text(let text, let language): index.compared(text: text, language: language)
        }
    }

    private func article(_ subject: Search.Subject) -> Article? {
        switch subject {
        case .indexed(let doc): articles[doc.index]
        case .outside(let article): article
        case .text: nil
        }
    }

    private func search(for subject: Search.Subject) -> Search {
        var scores = ScoreAccumulator(count: articles.count)
        let found = search(for: subject, candidateCount, &scores)
        learnNeighbourhoods(of: [found])
        return found
    }

    private func search(
        for subject: Search.Subject,
        _ wanted: Int,
        _ scores: inout ScoreAccumulator
    ) -> Search {
        let compared = compared(subject)
        let candidates = index.nearest(to: compared, k: wanted, &scores)
        var outside: ComparedArticle?
        if case .indexed(let doc) = subject {
            if wanted >= Self.neighbourhoodCandidates || wanted >= articles.count {
                neighbourhoods.set(doc, neighbourhood(of: doc, candidates))
            }
        } else {
            outside = compared
        }
        return Search(subject: subject, compared: outside, candidates: candidates, wanted: wanted)
    }

    /// The mean score of a document's nearest neighbours, copies of it left out: an agency's text on a hundred
    /// sites has no nearer neighbourhood than the same text on one.
    private func neighbourhood(of doc: DocID, _ candidates: [Candidate]) -> Float {
        let own = index.fingerprint(of: doc)
        return Neighbourhoods.mean(
            of: candidates.prefix(Self.neighbourhoodCandidates).lazy.filter { candidate in
                candidate.doc != doc
                    && index.pages[candidate.doc.index].isDisjoint(with: index.pages[doc.index])
                    && !index.fingerprint(of: candidate.doc).isCopy(of: own)
            }
        )
    }

    /// Finds the neighbourhoods of all candidates that none is known of, on all cores.
    private func learnNeighbourhoods(of searches: [Search]) {
        let unknown = neighbourhoods.unknown(among: searches.lazy.flatMap { $0.candidates.lazy.map(\.doc) })
        learnNeighbourhoods(of: unknown)
    }

    private func learnNeighbourhoods(of docs: [DocID]) {
        let count = min(Self.neighbourhoodCandidates, max(1, articles.count))
        let means = rankEach(docs, among: articles.count, progress: nil) { doc, scores in
            neighbourhood(of: doc, index.nearest(to: index[doc], k: count, &scores))
        }
        for (doc, mean) in zip(docs, means) { neighbourhoods.set(doc, mean) }
    }

    /// The mean score of a subject's own nearest neighbours.
    private func neighbourhood(of search: Search) -> Float {
        if case .indexed(let doc) = search.subject {
            if let known = neighbourhoods[doc] { return known }
            learnNeighbourhoods(of: [doc])
            return neighbourhoods[doc] ?? 0
        }
        let fingerprint = search.compared?.fingerprint
        return Neighbourhoods.mean(
            of: search.candidates.prefix(Self.neighbourhoodCandidates).lazy.filter { candidate in
                !(fingerprint.map { index.fingerprint(of: candidate.doc).isCopy(of: $0) } ?? false)
            }
        )
    }

    /// All signals of two subjects that were searched for.
    private func signals(of first: Search, and second: Search) -> SignalValues {
        var values = index.signals(
            of: first.compared ?? compared(first.subject),
            and: second.compared ?? compared(second.subject)
        )
        values.setNeighbourhood(neighbourhood(of: first), neighbourhood(of: second))
        return values
    }

    /// Every candidate with its signals and log-odds.
    ///
    /// - Precondition: their neighbourhoods have been learnt.
    func judged(_ search: Search) -> [EditorialPass.Judged] {
        let compared = search.compared ?? compared(search.subject)
        let own = neighbourhood(of: search)
        return search.candidates.compactMap { candidate in
            if case .indexed(candidate.doc) = search.subject { return nil }
            var values = index.signals(of: compared, and: candidate.doc)
            values.setNeighbourhood(own, neighbourhoods[candidate.doc] ?? 0)
            return EditorialPass.Judged(
                doc: candidate.doc,
                signals: values,
                logOdds: relatedness.logOdds(values)
            )
        }
    }

    /// The signals of every query with its candidates, best fused score first; `isCopy` tells which have the
    /// query's own text.
    func judged(toEach queries: [Article]) -> [[(document: ArticleID, values: SignalValues, isCopy: Bool)]] {
        let searches = rankEach(queries, among: articles.count, progress: nil) { article, scores in
            search(for: subject(article), candidateCount, &scores)
        }
        learnNeighbourhoods(of: searches)
        return concurrentMap(searches.count) { number in
            let own = TextFingerprint(queries[number])
            let pages = queries[number].links.pages
            return judged(searches[number]).compactMap { candidate in
                let doc = candidate.doc
                guard pages.isDisjoint(with: index.pages[doc.index]) else { return nil }
                return (articles[doc.index].id, candidate.signals, index.fingerprint(of: doc).isCopy(of: own))
            }
        }
    }

    // MARK: - Listing

    private func pins(of article: Article) -> [Article] {
        var pins: [Article] = []
        var pages = article.links.pages
        for pin in article.choices.pinned {
            let found: Article? =
                switch pin {
                case .reference(let name): self.article(named: name)
                case .entry(let entry): self[entry.id] ?? entry
                }
            guard let found, found.id != article.id, !pins.contains(where: { $0.id == found.id }),
                pages.isDisjoint(with: found.links.pages)
            else { continue }
            pages.formUnion(found.links.pages)
            pins.append(found)
        }
        return pins
    }

    private func list(_ search: Search, tracing isTracing: Bool = false) -> EditorialPass.Outcome {
        let article = article(search.subject)
        let pass = EditorialPass(
            articles,
            index,
            bonus,
            options.rules,
            minimumLogOdds: Self.logOdds(minimumProbability),
            limit: options.limit
        )
        let fingerprint: TextFingerprint? =
            if case .indexed(let doc) = search.subject { index.fingerprint(of: doc) } else {
                search.compared?.fingerprint
            }
        let subject = EditorialPass.Subject(
            article: article,
            pages: article?.links.pages ?? [],
            fingerprint: fingerprint ?? TextFingerprint(Article(id: "", title: "")),
            pins: article.map(pins) ?? [],
            excluded: ExcludedArticles(article?.choices.excluded ?? [])
        )
        var search = search
        while true {
            let outcome = pass.list(judged(search), for: subject, tracing: isTracing)
            let isFull = outcome.entries.count >= options.limit
            // Where most of what was near has been dropped, there may be more behind it.
            if isFull || search.candidates.count < search.wanted || 2 * outcome.dropped < search.wanted {
                return outcome
            }
            var scores = ScoreAccumulator(count: articles.count)
            search = self.search(for: search.subject, min(4 * search.wanted, articles.count), &scores)
            if search.wanted == articles.count, search.candidates.count == search.wanted {
                // All there are.
                search = Search(
                    subject: search.subject,
                    compared: search.compared,
                    candidates: search.candidates,
                    wanted: search.wanted + 1
                )
            }
            learnNeighbourhoods(of: [search])
        }
    }

    /// The log-odds of a probability, with everything below those of 0 and above those of 1.
    private static func logOdds(_ probability: Double) -> Float {
        if probability <= 0 { return -.infinity }
        if probability >= 1 { return .infinity }
        return Float(log(probability / (1 - probability))).nextDown
    }
}
