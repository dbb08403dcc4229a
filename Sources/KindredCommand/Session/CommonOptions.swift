import ArgumentParser
import Logging

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The index file; made where it is missing.",
            discussion: "Default: .kindred/index.sqlite in the corpus folder.",
            valueName: "file"
        )
    )
    var index: String?

    @OptionGroup var siteOptions: SiteOptions

    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(name: .shortAndLong, help: "Tell more, with timings.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Tell only errors.")
    var quiet = false

    func validate() throws {
        if verbose && quiet { throw ValidationError("--verbose and --quiet exclude each other.") }
    }

    /// Messages for people, on standard error.
    var messages: Messages { Messages(isQuiet: quiet, isVerbose: verbose) }

    /// Timings and decisions, on standard error, shown with --verbose.
    var logger: Logger {
        var logger = Logger(label: "kindred") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .critical
        return logger
    }
}

/// Where the articles are that lists are made of.
struct CorpusOptions: ParsableArguments {
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Folders of Markdown files, or .jsonl files, to choose from.",
            discussion: """
                Default: what is being asked about; for a single article, the nearest folder above it that has an \
                index, else its own folder.
                """,
            valueName: "corpus"
        )
    )
    var corpus: [String] = []
}
