import Corpus
import Semantic
import Testing

@testable import Recommendation

/// One number of candidates, for lists and for whatever measures or learns from them.
@Suite struct CandidateCountTests {
    private let articles = CopiedCollection.articles(identical: 0, similar: 0, others: 120)

    private func rankings(_ method: RankingMethod, _ candidates: Int) throws -> [[ArticleID]] {
        try method.rankings(
            of: articles,
            among: articles,
            vectors: nil,
            options: RankingOptions(minimumProbability: 0, candidateCount: candidates),
            depth: 100,
            seed: 1
        ) { $0.entries.map(\.article.id) }
    }

    @Test func isWhatListsOfAnyLengthAskFor() {
        #expect(RankingOptions().candidateCount(articles: 1000) == 100)
        #expect(RankingOptions(limit: 100).candidateCount(articles: 1000) == 100)
        #expect(RankingOptions(limit: 101).candidateCount(articles: 1000) == 131)
        #expect(RankingOptions(limit: 5000).candidateCount(articles: 1000) == 1030)
        #expect(RankingOptions(candidateCount: 7).candidateCount(articles: 1000) == 7)
        #expect(RankingOptions(limit: 8, candidateCount: 7).candidateCount(articles: 1000) == 38)
    }

    @Test func aLowerOneChangesWhatIsMeasured() throws {
        let (all, some) = (try rankings(.default, 100), try rankings(.default, 6))
        #expect(all != some)
        #expect(all.allSatisfy { $0.count > 6 } && some.allSatisfy { $0.count <= 6 })
        // What is measured is what lists are made of.
        let lists = try rankings(.lists, 6)
        #expect(try rankings(.lists, 100) != lists)
        for (list, ranking) in zip(lists, some) where list.count < 6 {
            #expect(Set(list).count <= 6, "\(ranking)")
        }
    }

    @Test func tuningJudgesAsManyCandidates() throws {
        let grades = Dictionary(uniqueKeysWithValues: articles.map { ($0.id, [ArticleID: Int]()) })
        let stories = Dictionary(uniqueKeysWithValues: articles.map { ($0.id, "story") })
        let judged = JudgedCollection(articles, vectors: nil, grades: grades, stories: stories)
        for count in [6, 40] {
            let queries = try JudgedSignals(judged, candidateCount: count).queries
            let recommender = try Recommender(articles, options: RankingOptions(candidateCount: count))
            for (query, article) in zip(queries, articles) {
                #expect(query.pairs.count <= count && query.pairs.count > count - 4)
                let nearest = recommender.nearest(toEach: [article], count: count)[0]
                    .filter { !$0.sharesPage(with: article) }
                #expect(query.pairs.map(\.document) == nearest.map(\.id))
            }
        }
    }

    /// Ten neighbours tell how dense a neighbourhood is, however few candidates are judged.
    @Test func densitiesDoNotDependOnIt() throws {
        let (few, all) = (
            try Recommender(articles, options: RankingOptions(candidateCount: 2)), try Recommender(articles)
        )
        _ = (few.related(toEach: articles), all.related(toEach: articles))
        #expect(few.densities.all == all.densities.all)
        let draft = Article(id: "draft", title: "harbour storm quay")
        #expect(few.neighbourhood(of: draft) == all.neighbourhood(of: draft))
    }
}
