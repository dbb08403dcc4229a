import Corpus
import Semantic
import TestSupport

@testable import Recommendation

/// The demo corpus with its embeddings by the shipped static model.
enum DemoCollection {
    static var articles: [Article] {
        CorpusContents(reading: [SharedData.packageFolder + "/corpus"]).articles
    }

    /// - Parameter exactSearchLimit: articles beyond which there are clusters.
    static func vectors(_ articles: [Article], exactSearchLimit: Int) throws -> ArticleVectors {
        let folders = [SharedData.packageFolder + "/models"]
        let model = try ModelCatalogue(folders: folders).model(named: "kindred-static")
        let none = EmbeddingTable(dimension: model.dimension, precision: .int8)
        return ArticleVectors(
            articles,
            model: model,
            precision: .int8,
            exactSearchLimit: exactSearchLimit,
            known: { _ in none },
            save: { _ in }
        )
    }
}
