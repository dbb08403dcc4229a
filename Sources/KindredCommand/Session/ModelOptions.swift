public import ArgumentParser
import Logging
import Recommendation
public import Semantic
import Storage

/// Which embedding model compares meanings.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The embedding model: auto, static, none, a name or a folder.",
            discussion: """
                auto takes an installed MiniLM, else the small model that is shipped. \
                `kindred model list` shows what there is.
                """,
            valueName: "model"
        )
    )
    var model = "auto"

    @Option(
        help: ArgumentHelp(
            "How vectors are computed and stored: int8 or float32 (slower, four times the size).",
            valueName: "numbers"
        )
    )
    var precision = Precision.int8

    /// The model asked for; nil for none.
    ///
    /// - Throws: ``ModelError``; never for `auto`, which does without where there is nothing.
    func load(_ options: CommonOptions) throws(ModelError) -> (any EmbeddingModel)? {
        let loaded = try find(options)
        tell(loaded, options)
        return loaded
    }

    /// Which one it is depends on what is installed, so people are told.
    func tell(_ loaded: (any EmbeddingModel)?, _ options: CommonOptions) {
        if model == "auto", let loaded { options.messages.note("Model: \(loaded.name)") }
    }

    /// The model asked for, without a word about it; nil for none.
    func find(_ options: CommonOptions) throws(ModelError) -> (any EmbeddingModel)? {
        guard model != "none" else { return nil }
        let catalogue = ModelCatalogue()
        let entry: ModelCatalogue.Entry
        do {
            entry = try catalogue.entry(named: model)
        } catch  where model == "auto" {
            options.messages.note(
                "no embedding model found, so words decide alone; KINDRED_MODELS names a folder of models"
            )
            return nil
        }
        let loaded = try ModelCatalogue.model(at: entry, precision: precision)
        options.logger.debug("model", metadata: ["name": "\(loaded.name)", "folder": "\(entry.folder)"])
        return loaded
    }
}

extension Precision: ExpressibleByArgument {}

extension VectorStamp {
    init(_ model: any EmbeddingModel, _ precision: Precision) {
        self.init(
            name: "\(model.name) \(precision.rawValue)",
            stamp: "fingerprint \(String(model.fingerprint, radix: 16)), \(model.dimension) numbers, "
                + "text recipe \(EmbeddedText.recipe)"
        )
    }
}
