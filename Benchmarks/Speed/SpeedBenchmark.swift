import ArgumentParser

/// What takes how long, in one process; `Benchmarks/Peers` puts other tools' figures beside it.
@main
struct SpeedBenchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measure the speed of Kindred.",
        subcommands: [Phases.self, Lists.self, Query.self],
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
