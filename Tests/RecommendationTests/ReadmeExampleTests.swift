import Corpus
import Recommendation
import Semantic
import TestSupport
import Testing

/// The library example of the README, compiled and run as it stands there.
@Suite struct ReadmeExampleTests {
    @Test func tenLines() throws {
        let folder = SharedData.packageFolder + "/corpus"

        // README: begin
        let contents = CorpusContents(reading: [folder])
        for problem in contents.problems { print(problem) }

        let model = try ModelCatalogue().model(named: "kindred-small")
        let options = RankingOptions(limit: 4, minimumProbability: 0)
        let recommender = try Recommender(contents.articles, options: options, model: model)
        let draft = Article(id: "draft", title: "Facial recognition at the airport gate")
        for entry in recommender.related(to: draft).entries {
            print(entry.probability ?? 0, entry.article.title)
        }
        // README: end

        #expect(contents.problems.isEmpty)
        #expect(recommender.related(to: draft).entries.count == 4)
    }
}
