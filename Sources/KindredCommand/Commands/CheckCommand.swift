import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform

/// `kindred check`: what is wrong with the files of articles, and what nobody reads in them.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Report every problem in the articles' files, grouped by kind.",
        discussion: """
            Reads all files anew and changes nothing, not even the index. Other commands say in one line that \
            something is odd; this one says what and where.

            Ends with 65 where an article is left out because of its file, with --strict where anything is odd.

            EXAMPLES
              kindred check articles/
              kindred check articles/ --strict     for a build that must not pass with a bad date
              kindred check articles/ --json
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Folders of Markdown files, or .jsonl files (.gz too).",
            discussion: "Default: the site here.",
            valueName: "corpus"
        ),
        completion: .file()
    )
    var corpora: [String] = []

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func run() throws {
        try options.run {
            let named = corpora.isEmpty ? CorpusDiscovery.siteHere : corpora
            let contents = CorpusContents(reading: named, rules: options.rules)
            let summary = ProblemSummary(contents.problems)
            let unread = KeyCensus(of: contents, options.rules).unread(inAtLeast: Self.frequent)
            try StandardStream.output.write(
                options.json
                    ? try record(contents, summary, unread).jsonLine() : text(contents, summary, unread)
            )
            if contents.articles.isEmpty, contents.problems.contains(where: { $0.kind == .notFound }) {
                throw ExitStatus.noInput
            }
            try options.settle(contents.problems)
            if contents.problems.contains(where: { $0.severity == .error }) { throw ExitStatus.badInput }
        }
    }

    /// Problems of one kind that are shown without --verbose.
    private static let fewProblems = 20

    /// Share of the files from which on a key is worth a look.
    private static let frequent = 0.05
    private static let fewKeys = 15

    private func text(
        _ contents: CorpusContents,
        _ summary: ProblemSummary,
        _ unread: [KeyCensus.Key]
    ) -> String {
        let style = Style.output
        var rows = [contents.articles.count.counted("article")]
        if options.verbose {
            rows += contents.passedOver.lines.map { style.safe($0.firstCapitalized) }
        } else if let passedOver = contents.passedOver.summary {
            rows.append(passedOver.firstCapitalized)
        }
        for (kind, problems) in summary.kinds {
            rows += ["", style.bold(kind.sentence(problems.count).firstCapitalized)]
            for problem in options.verbose ? problems[...] : problems.prefix(Self.fewProblems) {
                rows.append("  " + style.safe(problem.description.singleLine))
            }
            if !options.verbose, problems.count > Self.fewProblems {
                rows.append(
                    "  "
                        + style.dim(
                            "\((problems.count - Self.fewProblems).grouped) more; --verbose shows all"
                        )
                )
            }
        }
        if summary.kinds.isEmpty { rows.append("Nothing is wrong with their files.") }
        if !unread.isEmpty {
            rows += ["", style.bold("Keys that nobody reads") + " (--field excerpt=KEY has one read)"]
            for key in options.verbose ? unread[...] : unread.prefix(Self.fewKeys) {
                let example = style.safe(key.example.singleLine.cut(to: 60))
                rows.append(
                    "  " + style.safe(key.name) + "  " + key.files.counted("file") + ", such as " + example
                )
            }
        }
        return rows.map { $0 + "\n" }.joined()
    }

    private struct Record: Encodable {
        struct Problem: Encodable {
            var kind, severity, path, problem, remedy: String
            var line: Int?
        }

        struct Key: Encodable {
            var name: String
            var files: Int
            var example: String
        }

        var articles: Int
        var passedOver: [String: Int]
        var unreadKeys: [Key]
        var counts: [String: Int]
        var problems: [Problem]
    }

    private func record(
        _ contents: CorpusContents,
        _ summary: ProblemSummary,
        _ unread: [KeyCensus.Key]
    ) -> Record {
        Record(
            articles: contents.articles.count,
            passedOver: Dictionary(
                uniqueKeysWithValues: contents.passedOver.counts.map { ($0.reason.rawValue, $0.count) }
            ),
            unreadKeys: unread.map { Record.Key(name: $0.name, files: $0.files, example: $0.example) },
            counts: Dictionary(
                uniqueKeysWithValues: summary.kinds.map { ($0.kind.rawValue, $0.problems.count) }
            ),
            problems: contents.problems.map {
                Record.Problem(
                    kind: $0.kind.rawValue,
                    severity: $0.severity.rawValue,
                    path: $0.path,
                    problem: $0.problem,
                    remedy: $0.remedy,
                    line: $0.line
                )
            }
        )
    }
}

extension String {
    fileprivate var firstCapitalized: String { prefix(1).uppercased() + dropFirst() }
}
