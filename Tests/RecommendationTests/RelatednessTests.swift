import Corpus
import Foundation
import TestSupport
import Testing

@testable import Recommendation

@Suite struct RelatednessWeightsTests {
    @Test func filesSayTheSameBack() throws {
        let shipped = RelatednessWeights.shipped
        let again = try RelatednessWeights(json: shipped.json, path: "again.json")
        #expect(again == shipped)
        #expect(
            shipped.models.keys.sorted() == [
                "all-MiniLM-L6-v2", "kindred-multilingual", "kindred-small", "kindred-static",
                "multilingual-e5-small", "none",
            ]
        )
    }

    @Test func theShippedFileIsTheOneInModels() throws {
        let file = try Data(
            contentsOf: URL(fileURLWithPath: SharedData.packageFolder + "/models/relatedness.json")
        )
        #expect(try RelatednessWeights(json: Array(file), path: "models") == .shipped)
    }

    @Test(arguments: [
        "", "[]", "{", #"{"format":"other","models":{},"origin":""}"#,
        #"{"format":"kindred relatedness 1","models":{"none":{"bias":0,"minimumProbability":2,"weights":{}}},"origin":""}"#,
        #"{"format":"kindred relatedness 1","models":{"none":{"bias":0,"minimumProbability":0.5,"weights":{"luck":1}}},"origin":""}"#,
        #"{"format":"kindred relatedness 1","models":{"none":{"bias":0,"minimumProbability":0.5,"weights":{"terms":-1}}},"origin":""}"#,
        #"{"format":"kindred relatedness 1","models":{"none":{"bias":1e99,"minimumProbability":0.5,"weights":{}}},"origin":""}"#,
    ])
    func whatIsNoSuchFileIsRefused(text: String) {
        #expect(throws: RelatednessWeights.FileProblem.self) {
            try RelatednessWeights(json: Array(text.utf8), path: "bad.json")
        }
    }

    @Test func unknownModelsBorrow() {
        let shipped = RelatednessWeights.shipped
        #expect(shipped.model(for: "kindred-small").isOwn)
        #expect(shipped.model(for: nil).isOwn)
        let other = shipped.model(for: "somebody/else")
        #expect(!other.isOwn && other.model == shipped[model: "all-MiniLM-L6-v2"])
    }
}

@Suite struct RelatednessTrainingTests {
    /// A site of stories of three that share rare words, without a model.
    ///
    /// - Parameter isPooled: whether one article of each following story was judged, as unrelated.
    private func collection(stories: Int, pooled isPooled: Bool = false) -> JudgedCollection {
        var articles: [Article] = []
        var grades: [ArticleID: [ArticleID: Int]] = [:]
        var names: [ArticleID: String] = [:]
        for story in 0..<stories {
            let ids = (0..<3).map { ArticleID("s\(story)-\($0)") }
            for (number, id) in ids.enumerated() {
                articles.append(
                    Article(
                        id: id,
                        title: "topic\(story) event\(story) report\((story * 3 + number) % 17)",
                        excerpt: "common words here\(number) and place\(story % 7) subject\(story)",
                        published: PublicationDate("2021-0\(1 + story % 9)-1\(number)")
                    )
                )
                names[id] = "story\(story)"
                grades[id] = Dictionary(uniqueKeysWithValues: ids.filter { $0 != id }.map { ($0, 1) })
                for other in 1...6 where isPooled {
                    grades[id]?[ArticleID("s\((story + other) % stories)-\(number)")] = 0
                }
            }
        }
        return JudgedCollection(articles, vectors: nil, grades: grades, stories: names)
    }

    @Test(arguments: [false, true]) func learnsToTellStoriesApart(isPooled: Bool) throws {
        let collection = collection(stories: 60, pooled: isPooled)
        #expect(collection.isPooled == isPooled)
        let samples = try RelatednessTraining.Samples(collection, seed: 1)
        let model = RelatednessTraining.fit([samples], prior: nil)
        #expect(model.hasCurves == isPooled, "weights where nobody judged what is unrelated")
        for query in samples.full.queries {
            let best = query.pairs.max { model.logOdds($0.values) < model.logOdds($1.values) }
            #expect(best?.isRelated ?? false)
        }
        let minimum = RelatednessTraining.minimumProbability([samples], wantedPrecision: 0.9) { _, _ in model
        }
        #expect(minimum.map { $0 < 0.95 } ?? false)
        #expect(
            RelatednessTraining.fit([samples], prior: nil) == model,
            "the same judgements, the same weights"
        )
    }

    @Test func fewPairsThatWereJudgedUnrelatedMakeNoPool() {
        let (a, b, c) = (ArticleID("a"), ArticleID("b"), ArticleID("c"))
        func isPooled(related: Int, unrelated: Int) -> Bool {
            var grades: [ArticleID: [ArticleID: Int]] = [a: [:]]
            for number in 0..<related { grades[a]?[ArticleID("r\(number)")] = 1 }
            for number in 0..<unrelated { grades[a]?[ArticleID("u\(number)")] = 0 }
            let stories = [a: "one", b: "one", c: "two"]
            return JudgedCollection([], vectors: nil, grades: grades, stories: stories).isPooled
        }
        #expect(!isPooled(related: 100, unrelated: 0))
        #expect(!isPooled(related: 100, unrelated: 2))
        #expect(isPooled(related: 9, unrelated: 1))
        #expect(isPooled(related: 0, unrelated: 1))
        #expect(!isPooled(related: 0, unrelated: 0))
    }

    @Test func whatHasCurvesGetsFurtherCurves() throws {
        let samples = try RelatednessTraining.Samples(collection(stories: 40), seed: 1)
        var prior = RelatednessModel(bias: -1)
        prior[curve: .terms] = SignalCurve(thresholds: [0.25], values: [-1, 1])
        let model = RelatednessTraining.fit([samples], prior: prior)
        #expect(model.hasCurves && model != prior)
        #expect(Signal.allCases.allSatisfy { model[$0] == 0 })
    }

    @Test func smallerCollectionsHaveArticlesWithNothingRelated() throws {
        let samples = try RelatednessTraining.Samples(collection(stories: 60), seed: 1)
        #expect(!samples.reduced.isEmpty)
        for sample in samples.reduced {
            let alone = sample.queries.count { query in !query.pairs.contains(where: \.isRelated) }
            #expect(alone > 0 && alone < sample.queries.count)
        }
    }

    @Test func storiesThatAreLeftOutTeachNothing() throws {
        let samples = try RelatednessTraining.Samples(collection(stories: 40), seed: 1)
        let prior = RelatednessModel(weights: [.terms: 3], bias: -1, minimumProbability: 0.4)
        #expect(RelatednessTraining.fit([samples], prior: prior) { _, _ in false } == prior)
        let some = RelatednessTraining.fit([samples], prior: nil) { $1.hasSuffix("1") }
        let others = RelatednessTraining.fit([samples], prior: nil) { !$1.hasSuffix("1") }
        #expect(some != others)
    }

    @Test func rankingsAreThoseOfTheRecommender() throws {
        let judged = collection(stories: 30)
        let model = RelatednessModel(weights: [.terms: 8, .within3Days: 1, .neighbourhood: -2], bias: -1)
        let recommender = try Recommender(
            judged.articles,
            options: RankingOptions(limit: 100, minimumProbability: 0, rules: .none),
            relatedness: model
        )
        for (query, entries) in try JudgedSignals(judged).rankings(by: { _ in model }) {
            let article = try #require(recommender[query])
            let expected = recommender.related(to: article).entries
            #expect(entries.map(\.logOdds) == expected.map(\.score))
            #expect(Set(entries.map(\.document)) == Set(expected.map(\.article.id)))
        }
    }
}
