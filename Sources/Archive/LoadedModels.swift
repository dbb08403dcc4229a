import Corpus
import Recommendation
import Semantic

/// What an archive compares its articles by.
struct LoadedModels: Sendable {
    /// Compares meanings; nil where words decide alone.
    let embedding: (any EmbeddingModel)?
    let relatedness: RelatednessModel
    /// Whether they were chosen for articles in English.
    let isForEnglish: Bool

    init(embedding: (any EmbeddingModel)?, relatedness: RelatednessModel, isForEnglish: Bool) {
        self.embedding = embedding
        self.relatedness = relatedness
        self.isForEnglish = isForEnglish
    }

    /// - Parameter index: path of the index; nil for one in memory.
    /// - Throws: ``ModelError``, or the error of a file of weights.
    init(
        _ choice: ModelChoice,
        for languages: ArticleLanguages,
        besideIndexAt index: String?,
        _ options: ArchiveOptions
    ) throws {
        embedding = try choice.load(options.precision, for: languages, observer: options.observer)
        relatedness = try options.weights.model(
            besideIndexAt: index,
            modelName: embedding?.name,
            observer: options.observer
        )
        isForEnglish = languages.areEnglish
    }
}
