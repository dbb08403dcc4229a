import Corpus
import Evaluation
import Experiments
import Recommendation
import Testing

@Suite struct JudgingPoolTests {
    private let rankings = [
        ["a": ["b", "c", "d"], "x": ["y"]],
        ["a": ["c", "e", "f"], "x": ["x", "y"]],
    ]

    @Test func poolsTheBestOfEachMethodOnce() {
        let pool = JudgingPool(["a", "x"], rankings, depth: 2, seed: 1)
        #expect(pool.queries == ["a", "x"])
        let ofA = pool.pairs.filter { $0.query == "a" }.map(\.document)
        #expect(ofA.sorted() == ["b", "c", "e"])
        // Never the article itself.
        #expect(pool.pairs.filter { $0.query == "x" }.map(\.document) == ["y"])
    }

    @Test func aQueryThatStandsTwiceOrFindsNothingIsAskedOnceOrNever() {
        let pool = JudgingPool(["x", "a", "x", "lonely"], rankings, depth: 3, seed: 1)
        #expect(pool.queries == ["x", "a"])
        #expect(pool.pairs.count == 6)
    }

    @Test func theOrderComesOfTheSeedAlone() {
        let many = (0..<12).map { "d\($0)" }
        let forwards = JudgingPool(["q"], [["q": many]], depth: 12, seed: 1)
        // Who found what, and how far up, changes nothing.
        let backwards = JudgingPool(
            ["q"],
            [["q": Array(many.suffix(6).reversed())], ["q": many.reversed()]],
            depth: 12,
            seed: 1
        )
        #expect(forwards == backwards)
        #expect(forwards != JudgingPool(["q"], [["q": many]], depth: 12, seed: 2))
        #expect(forwards.pairs.map(\.document) != many)
        // Another query has another order.
        let other = JudgingPool(["r"], [["r": many]], depth: 12, seed: 1)
        #expect(other.pairs.map(\.document) != forwards.pairs.map(\.document))
    }

    @Test func drawsTheSameQueriesAndMostOfThemFromAGrownArchive() {
        let articles = (0..<200).map { Article(id: ArticleID("a\($0)"), title: "Title \($0)") }
        let drawn = PoolPlan.queries(20, of: articles, seed: 3).map(\.id.rawValue)
        #expect(drawn.count == 20 && Set(drawn).count == 20)
        #expect(PoolPlan.queries(20, of: articles.reversed(), seed: 3).map(\.id.rawValue) == drawn)
        #expect(PoolPlan.queries(20, of: articles, seed: 4).map(\.id.rawValue) != drawn)
        let grown = articles + [Article(id: "new", title: "New")]
        let again = Set(PoolPlan.queries(20, of: grown, seed: 3).map(\.id.rawValue))
        #expect(again.intersection(drawn).count >= 19)
    }

    @Test func drawsNoDraftsAndNothingThatNoFileCanHold() {
        let articles = [
            Article(id: "draft", title: "Draft", isPublished: false), Article(id: "with\ttab", title: "Tab"),
            Article(id: "fit", title: "Fit"),
        ]
        #expect(PoolPlan.queries(10, of: articles, seed: 1).map(\.id.rawValue) == ["fit"])
        #expect(throws: ExperimentFailure.self) { try PoolPlan.queries(named: ["nobody"], of: articles) }
        #expect(throws: ExperimentFailure.self) { try PoolPlan.queries(named: ["with\ttab"], of: articles) }
    }

    @Test func findsWhatSeveralMethodsFindButNoDraftAndNoOtherLanguage() throws {
        func article(_ id: String, _ text: String, language: String = "en", isPublished: Bool = true)
            -> Article
        {
            Article(
                id: ArticleID(id),
                title: text,
                excerpt: "More about " + text,
                language: language,
                isPublished: isPublished
            )
        }
        let articles = [
            article("flood-1", "River floods old town"), article("flood-2", "Old town after the river flood"),
            article("flood-3", "River flood in the old town, a draft", isPublished: false),
            article("flood-4", "River flood old town auf deutsch", language: "de"),
            article("choir", "Choir wins prize"), article("chess", "Chess master retires"),
        ]
        let plan = PoolPlan([articles[0]], [.tfidf, .bm25, .lists], depth: 3, seed: 1)
        let pool = try plan.pool(
            from: articles,
            vectors: nil,
            relatedness: RelatednessWeights.shipped.model(for: nil).model
        )
        let found = pool.pairs.map(\.document)
        #expect(found.contains("flood-2"))
        #expect(Set(found).isDisjoint(with: ["flood-1", "flood-3", "flood-4"]))
        #expect(Set(found).count == found.count)
        let again = try plan.pool(
            from: articles,
            vectors: nil,
            relatedness: RelatednessWeights.shipped.model(for: nil).model
        )
        #expect(again == pool)
    }
}
