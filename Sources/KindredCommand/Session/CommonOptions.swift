import Archive
import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Logging
import Platform
import Recommendation
import Semantic
import Storage

/// What every command takes.
struct CommonOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The index file, or postgres://user@host/database; made where it is missing.",
            discussion: "Default: .kindred/index.sqlite in the corpus folder.",
            valueName: "file"
        ),
        completion: .file()
    )
    var index: String?

    @OptionGroup var siteOptions: SiteOptions

    @OptionGroup var fieldOptions: FieldOptions

    @Flag(help: "Print JSON, for programs.")
    var json = false

    @Flag(name: .shortAndLong, help: "Tell more, with timings.")
    var verbose = false

    @Flag(name: .shortAndLong, help: "Tell only errors.")
    var quiet = false

    @Flag(help: "End with status 65 where anything about the articles or judgements is wrong or odd.")
    var strict = false

    func validate() throws {
        if verbose && quiet { throw ValidationError("--verbose and --quiet exclude each other.") }
    }

    /// Ends the command non-zero where a path that was named is not there, or, with --strict, where anything is wrong
    /// with what was read.
    func settle(_ problems: [InputProblem]) throws {
        try ExitStatus.throwIfNeeded(reading: problems, isStrict: strict)
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

extension CommonOptions {
    /// Shows what an archive tells while it works.
    var observer: WorkObserver {
        let (messages, logger) = (messages, logger)
        let bars = ProgressBars(isEnabled: !quiet)
        return WorkObserver(
            progress: { bars.show($0) },
            ended: { bars.finish($0) },
            note: { messages.note($0) },
            log: { event, details in
                logger.debug("\(event)", metadata: details.mapValues { "\($0)" })
            }
        )
    }

    /// How files are read.
    var rules: ReadingRules { fieldOptions.rules }

    /// Opens the index of some corpora and brings it up to date with their files.
    ///
    /// - Parameter needsIndex: false does the work in memory, with a note, where no index can be written.
    func corpus(_ corpora: [String], needsIndex: Bool = false) throws -> IndexedCorpus {
        try IndexedCorpus(corpora, indexAt: index, needsIndex: needsIndex, rules: rules, observer: observer)
    }

    /// The recommender over all articles of a corpus.
    func recommender(
        over corpus: IndexedCorpus,
        _ ranking: RankingOptions,
        _ model: ModelOptions,
        _ weights: WeightsOptions,
        savesSnapshot: Bool = false,
        grows: Bool = false
    ) throws -> Recommender {
        try corpus.recommender(
            ranking,
            model: try corpus.articles.isEmpty ? nil : model.load(for: corpus.articles, self),
            model.precision,
            relatedness: {
                try weights.choice.model(besideIndexAt: corpus.filesPath, modelName: $0, observer: observer)
            },
            savesSnapshot: savesSnapshot,
            grows: grows
        )
    }

    /// Runs a command's work and turns what it throws into a message and an exit code.
    func run(_ body: () throws -> Void) throws { try messages.run(body) }
}

extension ModelOptions {
    /// The model asked for; nil for none.
    ///
    /// - Parameter articles: by whose languages `auto` chooses.
    /// - Throws: ``ModelError``; never for `auto`, which does without where there is nothing.
    func load(for articles: [Article], _ options: CommonOptions) throws(ModelError) -> (any EmbeddingModel)? {
        try load(for: ArticleLanguages(articles), options)
    }

    func load(for languages: ArticleLanguages, _ options: CommonOptions) throws(ModelError) -> (
        any EmbeddingModel
    )? {
        let loaded = try choice.load(precision, for: languages, observer: options.observer)
        tell(loaded, options)
        return loaded
    }

    /// Which one it is depends on what is installed, so people are told.
    func tell(_ loaded: (any EmbeddingModel)?, _ options: CommonOptions) {
        if model == "auto", let loaded { options.messages.note("Model: \(loaded.name)") }
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
        ),
        completion: .file()
    )
    var corpus: [String] = []
}

extension CorpusOptions {
    /// The corpora to look in: those named, else those that the index of --index was made from, else what
    /// `standard` says.
    func corpora(_ options: CommonOptions, otherwise standard: () throws -> [String]) rethrows -> [String] {
        if !corpus.isEmpty { return corpus }
        if let index = options.index, let recorded = CorpusDiscovery.recorded(in: index), !recorded.isEmpty {
            let name = StoreLocation.displayName(index)
            options.messages.note("choosing from \(recorded.joined(separator: ", ")), as \(name) does")
            return recorded
        }
        return try standard()
    }

    /// The same for named articles: by default the corpora around those that are files, else around the
    /// current folder.
    ///
    /// - Throws: ``CommandFailure`` where a name is that of a file which is not there, and no index could know it: a
    ///   slip must not have the whole folder read.
    func corpora(forArticles names: [String?], _ options: CommonOptions) throws -> [String] {
        try corpora(options) {
            let named = names.compactMap(\.self).filter { SourceFile.format(ofName: $0) == .markdown }
            let files = named.filter { FileManager.default.fileExists(atPath: $0) }
            let here = FileManager.default.currentDirectoryPath
            if let missing = named.first(where: { !files.contains($0) }), files.isEmpty,
                CorpusDiscovery.indexedCorpora(above: here) == nil
            {
                throw CommandFailure(missingFile: missing)
            }
            if !files.isEmpty { return CorpusDiscovery.corpora(forArticlesAt: files) }
            return CorpusDiscovery.corporaAbove(FileManager.default.currentDirectoryPath)
        }
    }
}

extension CommandFailure {
    /// A file that is named and not there, with a name beside it that may have been meant.
    fileprivate init(missingFile path: String) {
        let (folder, name) = splitPath(path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let near = names.sorted().nearest(to: name).map { folder == "." ? $0 : "\(folder)/\($0)" }
        self.init(
            "\(path.excerptForMessage) does not exist"
                + (near.map { "; did you mean \($0)?" } ?? "; name a file, or the corpus with --corpus"),
            ExitStatus.noInput
        )
    }
}
