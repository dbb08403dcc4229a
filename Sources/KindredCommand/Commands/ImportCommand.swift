import ArgumentParser
import Corpus
import Foundation
import Platform

/// `kindred import`: what other systems export, as JSON lines.
struct ImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Turn feeds and exports of other systems into JSON lines.",
        discussion: """
            Reads feeds (RSS, Atom, JSON Feed), exports of WordPress (WXR) and Ghost, JSON with a list of objects, and \
            tables (CSV) whose first row names the columns; each may be gzipped. What a file is, its content says. Of a \
            sitemap those pages are read that lie as HTML in its folder, or in one that is named beside it.

            Every other command reads the same files where they are named, so this is for keeping, mending or \
            joining what was exported.

            EXAMPLES
              kindred import wordpress.xml --output posts.jsonl
              kindred import table.csv --field title=Heading,title --output articles.jsonl
              kindred import sitemap.xml public/ > pages.jsonl
              curl -s https://site.example/feed.xml | kindred import - > feed.jsonl
              kindred relate wordpress.xml --format data --output related.json
                             without a file in between
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Files to read, and folders of the HTML that sitemaps name; - is standard input.",
            valueName: "file"
        ),
        completion: .file()
    )
    var files: [String]

    @Option(
        help: ArgumentHelp("Print to this file instead of standard output (-).", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func run() throws {
        try options.run {
            var file =
                try output.flatMap { $0 == "-" ? nil : $0 }.map { try OutputFile($0) } ?? .standardOutput
            var problems: [InputProblem] = []
            var count = 0
            let sitemaps = files.filter(ArticleImport.isSitemap)
            let folders = sitemaps.isEmpty ? [] : files.filter { (try? PathKind($0)) == .folder }
            let others = files.filter { !sitemaps.contains($0) && !folders.contains($0) }
            for source in others.map({ [$0] }) + (sitemaps.isEmpty ? [] : [sitemaps]) {
                let found: ArticleImport
                do throws(FileError) {
                    found =
                        source == sitemaps
                        ? ArticleImport(sitemaps: sitemaps, in: folders, rules: options.rules)
                        : ArticleImport(try content(of: source[0]), path: source[0], rules: options.rules)
                } catch {
                    problems.append(InputProblem(error, limit: options.rules.limits.exportBytes))
                    continue
                }
                for line in found.lines { try file.append(line + [0x0A]) }
                count += found.lines.count
                problems += found.problems
                tell(found, of: source.joined(separator: ", "))
            }
            guard count > 0 else {
                options.messages.report(problems)
                throw CommandFailure(
                    "no articles in \(files.joined(separator: ", "))",
                    ExitStatus.ofNoArticles(problems)
                )
            }
            try file.commit()
            options.messages.report(problems)
            try options.settle(problems)
            if problems.contains(where: { $0.severity == .error }) { throw ExitStatus.badInput }
        }
    }

    private func content(of path: String) throws(FileError) -> [UInt8] {
        let limit = options.rules.limits.exportBytes
        return path == "-" ? try readStandardInput(limit: limit) : try readFile(path, limit: limit).bytes
    }

    private func tell(_ found: ArticleImport, of path: String) {
        let name = path == "-" ? "standard input" : path
        options.messages.note("\(found.lines.count.counted("article")) in \(name)")
        options.messages.report(found.passedOver)
        if let summary = found.passedOver.summary { options.messages.note(summary) }
        guard !found.unreadKeys.isEmpty else { return }
        let keys = found.unreadKeys.prefix(Self.fewKeys).map { $0.excerptForMessage }.joined(separator: ", ")
        let more = found.unreadKeys.count - Self.fewKeys
        options.messages.note(
            "keys that nobody reads: \(keys)\(more > 0 ? " and \(more) more" : ""); --field excerpt=KEY has one read"
        )
    }

    private static let fewKeys = 12
}
