import Foundation

/// Measures ranking quality on every corpus at hand, as users do by `kindred evaluate`, and compares it with the
/// committed baseline.
///
///     swift run -c release QualityBenchmark PATH/TO/kindred [--write-baseline]
///
/// Ends with 1 where a measure fell below its baseline by more than its noise.
@main
enum QualityBenchmark {
    /// A corpus with judgements; those beside the checkout are passed over where they are absent.
    private struct Judged {
        var name: String
        var corpus: String
        var arguments: [String]
        /// Which models: the one of the main figures, which `auto` takes of those that ship, and those beside it.
        var models = ["kindred-small", "kindred-static", "all-MiniLM-L6-v2"]
    }

    private static let corpora: [Judged] = {
        let shared = "../shared/corpora"
        // News in other languages than English.
        let otherLanguages = [
            "og2021/de", "og2021/es", "og2021/pt", "semeval22/de", "semeval22/es", "semeval22/pl",
        ]
        return [
            Judged(name: "demo, held out", corpus: "corpus", arguments: ["--split", "held-out"]),
            Judged(
                name: "roundups/check",
                corpus: "\(shared)/roundups/check/articles.jsonl",
                arguments: ["--qrels", "\(shared)/roundups/check/qrels.tsv"]
            ),
            Judged(
                name: "everyday-2020",
                corpus: "\(shared)/everyday-2020/articles",
                arguments: ["--qrels", "\(shared)/everyday-2020/qrels.tsv"]
            ),
            Judged(
                name: "everyday-judged",
                corpus: "\(shared)/everyday-judged/articles.jsonl",
                arguments: ["--qrels", "\(shared)/everyday-judged/qrels.tsv"]
            ),
        ]
            + otherLanguages.map { name in
                Judged(
                    name: name,
                    corpus: "\(shared)/\(name)/articles.jsonl",
                    arguments: ["--qrels", "\(shared)/\(name)/qrels.tsv"],
                    models: ["kindred-multilingual", "kindred-small"]
                )
            }
    }()

    private static func isInstalled(_ model: String, in package: String) -> Bool {
        let isThere = FileManager.default.fileExists(atPath: "\(package)/models/\(model)/config.json")
        if !isThere { print("\(model): not installed, passed over; `make model` fetches it") }
        return isThere
    }

    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let program = arguments.first else {
            print("usage: QualityBenchmark PATH/TO/kindred [--write-baseline]")
            exit(EX_USAGE)
        }
        let package = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let baselinePath = package + "/Benchmarks/Quality/baseline.json"
        let executable = URL(filePath: program).path

        var measured: [(name: String, evaluation: Evaluation)] = []
        for corpus in corpora {
            guard FileManager.default.fileExists(atPath: package + "/" + corpus.corpus) else {
                print("\(corpus.name): not beside this checkout, passed over")
                continue
            }
            let arguments = [corpus.corpus] + corpus.arguments
            var evaluation = try Evaluation(
                running: executable,
                arguments + ["--model", corpus.models[0]],
                in: package
            )
            for model in corpus.models.dropFirst() where isInstalled(model, in: package) {
                evaluation.add(
                    try Evaluation(
                        running: executable,
                        arguments + ["--model", model, "--no-lists"]
                            + ["--method", "default", "--method", "embedding"],
                        in: package
                    ),
                    by: model
                )
            }
            measured.append((corpus.name, evaluation))
        }
        print(QualityTable(measured).markdown)

        var baseline = try Baseline(path: baselinePath)
        if arguments.contains("--write-baseline") {
            for (name, evaluation) in measured { baseline.corpora[name] = Baseline.Corpus(evaluation) }
            try baseline.write(to: baselinePath)
            print("\nThis is the baseline now: \(baselinePath)")
            return
        }
        let (lines, hasFailed) = baseline.comparison(with: measured)
        print("\n" + lines.joined(separator: "\n"))
        if hasFailed {
            print("If the loss is meant, `make quality-baseline` accepts it; say in the commit why.")
            exit(1)
        }
    }
}

/// What `kindred evaluate --json` prints, as far as it is looked at here.
struct Evaluation: Decodable {
    struct Interval: Decodable {
        var low, high: Double
    }

    struct Method: Decodable {
        var name: String
        var measures: [String: Double]
        var interval: [String: Interval]
    }

    struct Lists: Decodable {
        var entries, judgedEntries, duplicateEntries, mostListedCount, unrelatedPairs: Int
        var unrelatedShare: Double?
        var shortShare, coverage: Double
    }

    var articles, queries, stories: Int
    var methods: [Method]
    var lists: Lists?

    /// Takes over the methods of an evaluation by another model, under names that say so.
    mutating func add(_ other: Evaluation, by model: String) {
        for var method in other.methods {
            method.name += ", \(model)"
            methods.append(method)
        }
    }

    /// Runs the program and reads what it prints.
    init(running program: String, _ arguments: [String], in folder: String) throws {
        let process = Process()
        process.executableURL = URL(filePath: program)
        process.currentDirectoryURL = URL(filePath: folder)
        process.arguments = ["evaluate"] + arguments + ["--json", "--quiet"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            print(
                "kindred evaluate \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)"
            )
            exit(1)
        }
        self = try JSONDecoder().decode(Evaluation.self, from: output)
    }
}
