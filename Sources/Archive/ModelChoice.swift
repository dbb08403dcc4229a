package import Corpus
public import Semantic

/// Which embedding model compares meanings, beside the words that are compared anyway.
public enum ModelChoice: Sendable {
    /// By the articles' languages: for English an installed MiniLM, else the small model that Kindred ships; for others an
    /// installed multilingual-e5-small, else the multilingual one that Kindred ships; words alone where there is none.
    case auto
    /// Words decide alone.
    case none
    /// The model of this name or in this folder, as ``ModelCatalogue`` finds it; `static` is the fastest one.
    case named(String)
    /// A model that is loaded already.
    case loaded(any EmbeddingModel)

    /// The choice that a user names: `auto`, `none`, `static`, a name or a folder.
    public init(name: String) {
        self =
            switch name {
            case "auto": .auto
            case "none": .none
            default: .named(name)
            }
    }

    /// Loads the model.
    ///
    /// - Parameter languages: of the articles to compare, by which ``auto`` chooses.
    /// - Returns: nil where words decide alone.
    /// - Throws: ``ModelError``; never for ``auto``, which does without where there is nothing.
    package func load(
        _ precision: Precision,
        for languages: ArticleLanguages,
        observer: WorkObserver = WorkObserver()
    ) throws(ModelError) -> (any EmbeddingModel)? {
        let name: String
        switch self {
        case .none: return nil
        case .loaded(let model): return model
        case .auto: name = "auto"
        case .named(let given): name = given
        }
        let entry: ModelCatalogue.Entry
        do {
            entry = try ModelCatalogue().entry(named: name, isEnglish: languages.areEnglish)
        } catch  where name == "auto" {
            observer.note(
                "no embedding model found, so words decide alone; KINDRED_MODELS names a folder of models"
            )
            return nil
        }
        let loaded = try ModelCatalogue.model(at: entry, precision: precision)
        observer.log("model", ["name": loaded.name, "folder": entry.folder])
        return loaded
    }
}
