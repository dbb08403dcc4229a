import Archive
public import ArgumentParser
public import Semantic

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
        name: .customLong("embedding-precision"),
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
        let loaded = try choice.load(precision, observer: options.observer)
        tell(loaded, options)
        return loaded
    }

    /// Which one it is depends on what is installed, so people are told.
    func tell(_ loaded: (any EmbeddingModel)?, _ options: CommonOptions) {
        if model == "auto", let loaded { options.messages.note("Model: \(loaded.name)") }
    }

    /// Which model to load.
    var choice: ModelChoice { ModelChoice(name: model) }
}

extension Precision: ExpressibleByArgument {}
