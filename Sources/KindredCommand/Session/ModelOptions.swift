import Archive
public import ArgumentParser
public import Semantic

/// Which embedding model compares meanings.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The embedding model: auto, static, none, a name or a folder.",
            discussion: """
                auto goes by the articles' languages: for English an installed MiniLM, else kindred-small, \
                which is shipped; for others an installed multilingual-e5-small, else kindred-multilingual. \
                `kindred model list` shows what there is.
                """,
            valueName: "model"
        ),
        completion: .directory
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

    /// Which model to load.
    var choice: ModelChoice { ModelChoice(name: model) }
}

extension Precision: ExpressibleByArgument {}
