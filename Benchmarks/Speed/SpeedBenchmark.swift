import ArgumentParser

/// What takes how long, in one process; `Benchmarks/Peers` puts other tools' figures beside it.
@main
struct SpeedBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the speed of Kindred.",
        subcommands: [Phases.self, Lists.self, Query.self, InFolder.self],
        defaultSubcommand: Phases.self
    )
}

struct Phases: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Each phase of the main job, beside reading.")

    @Argument var corpus = "corpus"
    @Argument var rounds = 5

    func run() throws { try PhaseTimes.measure(corpus, rounds: rounds) }
}

struct Lists: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists of all articles by one kind of search, as a line of JSON."
    )

    @Argument(help: "lexical, dense or clustered") var kind: ListTimes.Kind
    @Argument var file: String
    @Option var count = 100_000
    @Option var k = 10
    @Option(help: "Write the embeddings here first: float32, little-endian, row-major.") var vectors: String?

    func run() throws {
        print(try ListTimes(kind, of: articles(file, count), k: k, writingVectorsTo: vectors).json)
    }
}

struct Query: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "One query at a time in a collection that is in memory, as a line of JSON."
    )

    @Argument var file: String
    @Option var count = 100_000

    func run() throws { print(try QueryTimes(articles(file, count)).json) }
}

struct InFolder: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Questions and additions to an archive in a folder, as a line of JSON."
    )

    @Argument var file: String
    @Option var count = 100_000
    @Option(help: "Keep the archive here, and ask it the next time.") var folder: String?
    @Option var questions = 1000
    @Option var additions = 100
    @Option(help: "Who ask at once.") var askers = 8

    func run() async throws {
        let times = try await ArchiveTimes(
            articles(file, count),
            in: folder,
            questions: questions,
            additions: additions,
            askers: askers
        )
        print(times.json)
    }
}
