package import Corpus
import Retrieval
import Semantic

/// Answers from those articles of the collection that may stand in a list.
extension GrowingCollection {
    /// What is related to an article, which need not be in the collection, or to a text.
    ///
    /// Where most of what is near is dropped, as copies are, more candidates are judged until the list is full or there
    /// are no more.
    ///
    /// - Returns: nil where the whole collection is needed: it is not known how near the neighbours of some article are,
    ///   or bytes of the snapshot are damaged.
    /// - Throws: what the reader throws.
    /// - Complexity: that of a search, and O(text) of the candidates, at most twice as many as are judged; what was added
    ///   costs O(its terms + its embeddings) beside that.
    package func answer(
        to subject: Subject,
        options: RankingOptions = RankingOptions()
    ) throws -> GrowingAnswer? {
        try unlessDamaged { () -> GrowingAnswer? in
            let question = try question(subject)
            var count = options.candidateCount(articles: self.count)
            while true {
                guard let recommender = try recommender(for: question, options, count) else { return nil }
                switch recommender.partialRanking(of: question.subject) {
                case .complete(let ranking):
                    return GrowingAnswer(
                        ranking: ranking,
                        article: question.article,
                        recommender: recommender
                    )
                case .needsMoreCandidates(let more): count = more
                }
            }
        }
    }

    /// Why two articles are as close as they are; either may be from outside the collection.
    ///
    /// - Returns: nil where the whole collection is needed.
    /// - Throws: what the reader throws.
    package func explanation(
        of first: Article,
        and second: Article,
        options: RankingOptions = RankingOptions()
    ) throws -> Explanation? {
        try unlessDamaged { () -> Explanation? in
            let questions = try [question(.article(first)), question(.article(second))]
            let count = options.candidateCount(articles: self.count)
            let neighbourhoods = try questions.map { try neighbourhood(of: $0, count, options) }
            let pair = try recommender(
                over: Set(questions.compactMap(\.position)),
                besides: questions,
                options,
                count,
                judging: false
            )
            return pair.explanation(
                of: first,
                and: second,
                neighbourhoods[0],
                otherDensity: neighbourhoods[1].density
            )
        }
    }

    /// How near the nearest neighbours of the article added last are.
    mutating func neighbourhoodOfNewest(at position: Int) throws -> Float {
        let question = try question(try articles(at: [position])[0], at: position)
        let options = RankingOptions()
        let count = options.candidateCount(articles: self.count)
        newestCandidates = FoundCandidates(
            position: position,
            depth: CandidateSearch.depth(count, articles: self.count),
            positions: try candidates(of: question, count)
        )
        return try neighbourhood(of: question, count, options).density
    }

    private func neighbourhood(
        of question: GrowingQuestion,
        _ count: Int,
        _ options: RankingOptions
    ) throws -> Neighbourhood {
        let positions = try candidates(of: question, count)
        return try recommender(over: positions, besides: [question], options, count, judging: false)
            .neighbourhood(of: question.article)
    }

    private func unlessDamaged<Answer>(_ answer: () throws -> Answer?) throws -> Answer? {
        do { return try answer() } catch is PackedPostings.Damaged { return nil } catch is Recommender
            .DuplicateID
        {
            // Ids of a collection are unique, so what tells positions is damaged.
            return nil
        }
    }
}

/// A question with what is found out about its subject once.
struct GrowingQuestion {
    let subject: Subject
    /// The subject as an article.
    let article: Article
    /// The position of the subject; nil for one from outside.
    let position: Int?
    /// Nil where words decide alone.
    let embedding: EmbeddingMatrix.Embedding?
    let query: PackedQuery

    init(
        _ subject: Subject,
        _ article: Article,
        at position: Int?,
        _ embedding: EmbeddingMatrix.Embedding?,
        in collection: CollectionSnapshot
    ) {
        self.subject = subject
        self.article = article
        self.position = position
        self.embedding = embedding
        query = PackedQuery(DocumentText(article), of: collection.postings)
    }
}

extension GrowingCollection {
    private func question(_ subject: Subject) throws -> GrowingQuestion {
        switch subject {
        case .text(let text, let language):
            return GrowingQuestion(
                subject,
                Article(id: "", title: "", excerpt: text, language: language).detectingLanguage(),
                at: nil,
                model.map { embedding(of: text, $0) },
                in: base
            )
        case .article(let article):
            let position = try position(of: article.id)
            // Its language was detected when it came to the collection.
            if let known = try position.map({ try articles(at: [$0])[0] }), known == article {
                return try question(known, at: position)
            }
            return try question(article.detectingLanguage(), at: nil)
        }
    }

    /// - Parameter position: of the article; nil for one from outside.
    private func question(_ article: Article, at position: Int?) throws -> GrowingQuestion {
        let embedding: EmbeddingMatrix.Embedding? = try model.flatMap { model in
            guard let position else { return self.embedding(of: EmbeddedText(article).content, model) }
            guard position < base.count else { return added[position - base.count].embedding }
            return try reader.vectors(at: [position])[0]
        }
        return GrowingQuestion(.article(article), article, at: position, embedding, in: base)
    }

    /// A recommender over what may stand in the list of a question, and its subject.
    ///
    /// - Returns: nil where it is not known how near the neighbours of one are.
    private func recommender(
        for question: GrowingQuestion,
        _ options: RankingOptions,
        _ count: Int
    ) throws -> Recommender? {
        let positions = try candidates(of: question, count)
        let recommender = try recommender(over: positions, besides: [question], options, count)
        let isKnown = zip(recommender.articles, recommender.densities.all).allSatisfy {
            !$1.isNaN || (question.position != nil && $0.id == question.article.id)
        }
        return isKnown ? recommender : nil
    }

    /// The positions of all candidates of which `count` are to be judged, and of the subject.
    private func candidates(of question: GrowingQuestion, _ count: Int) throws -> Set<Int> {
        let depth = CandidateSearch.depth(count, articles: self.count)
        if let found = newestCandidates, found.position == question.position, found.depth == depth {
            return found.positions
        }
        let isAdded = question.position.map { $0 >= base.count } ?? false
        let search = SnapshotSearch(
            question.query,
            question.embedding,
            own: isAdded ? nil : question.position,
            in: base,
            reader,
            without: hidden
        )
        var positions = Set(try search.candidates(depth))
        if added.count > 0 {
            let own = isAdded ? question.position.map { $0 - base.count } : nil
            let terms = own.map { added[$0].terms } ?? ForeignTerms(question.query.text)
            let near = added.nearest(
                to: terms,
                question.embedding,
                k: depth + Self.spareAdditions,
                besides: own
            )
            positions.formUnion(near.lazy.map { base.count + $0 })
        }
        if let position = question.position { positions.insert(position) }
        return positions
    }

    /// Added articles beyond the candidates of a list, since scores by which they are chosen are rounded otherwise than
    /// those by which they are judged.
    private static var spareAdditions: Int { 8 }

    /// A recommender over some articles of this collection, with the frequencies of all of it.
    ///
    /// - Parameter isJudging: whether it is needed how near the neighbours of each are.
    private func recommender(
        over positions: Set<Int>,
        besides questions: [GrowingQuestion],
        _ options: RankingOptions,
        _ count: Int,
        judging isJudging: Bool = true
    ) throws -> Recommender {
        // In the order of numbers, by which ties are broken.
        let positions = positions.map { ($0 < base.count ? base.number(at: $0) : $0, $0) }.sorted(by: <).map(
            \.1
        )
        let some = try analysed(at: positions)
        let vectors = try model.map {
            ArticleVectors(model: $0, try self.vectors(at: positions, $0.dimension), exactSearchLimit: .max)
        }
        return try Recommender(
            some.map(\.article),
            ComparisonIndex(
                some,
                besides: questions.filter { $0.position == nil }.map(\.query.text),
                vectors: vectors,
                of: base
            ),
            options,
            relatedness,
            isJudging
                ? NeighbourDensities(try densities(at: positions)) : NeighbourDensities(count: some.count),
            subset: CandidateSubset(
                collectionCount: self.count,
                range: range,
                candidateCount: count,
                pins: isJudging ? try pins(of: questions) : [:]
            )
        )
    }

    private func vectors(at positions: [Int], _ dimension: Int) throws -> EmbeddingMatrix {
        let older = try reader.vectors(at: positions.filter { $0 < base.count })
        var matrix = EmbeddingMatrix(dimension: dimension, precision: reader.precision)
        var next = 0
        for position in positions {
            if position < base.count {
                matrix.append(row: next, of: older)
                next += 1
            } else if let embedding = added[position - base.count].embedding {
                matrix.append(embedding)
            }
        }
        return matrix
    }

    private func densities(at positions: [Int]) throws -> [Float] {
        var older = try reader.neighbourhoods(at: positions.filter { $0 < base.count }).makeIterator()
        return positions.map { position in
            position < base.count ? older.next() ?? .nan : added.density(of: position - base.count)
        }
    }
}
