import ArgumentParser
import Corpus
import Evaluation
import Foundation
import Kernels

/// Which pairs are judged, and which of them are looked at.
struct JudgementOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judged pairs: a table query-id, doc-id, grade, or TREC qrels.",
            discussion: "Default: qrels.tsv in the corpus folder, or beside the corpus file.",
            valueName: "file"
        )
    )
    var qrels: String?

    @Option(
        help: ArgumentHelp(
            "Stories: a table with article-id, story and, if wanted, split.",
            discussion: """
                Default: stories.tsv beside the judgements; without one, articles that are connected by judged \
                pairs are one story.
                """,
            valueName: "file"
        )
    )
    var stories: String?

    @Option(
        help: ArgumentHelp(
            "Ask only the stories for tuning, or only those held out.",
            discussion: "As the stories' file says, else by a coin that falls alike each time.",
            valueName: "side"
        )
    )
    var split: Split?

    @Option(
        help: ArgumentHelp(
            "Split by time: stories that began before this day are for tuning.",
            discussion: "Without --split the later ones are asked.",
            valueName: "date"
        ),
        transform: { text in
            guard let date = PublicationDate(text) else {
                throw ValidationError("\(text) is no date; write it as 2021-03-02.")
            }
            return date
        }
    )
    var splitDate: PublicationDate?

    @Flag(help: "End with an error where an id is in no article or a pair stands twice.")
    var strict = false

    /// The side of the split that is asked; nil means all.
    var side: Split? { split ?? (splitDate == nil ? nil : .heldOut) }

    /// Reads the judgements and chooses the queries.
    ///
    /// - Parameter corpora: where the files are looked for that are not named.
    /// - Throws: ``CommandFailure`` where there are none, or none that the articles know.
    func judgements(for articles: [Article], in corpora: [String], _ messages: Messages) throws -> Judgements
    {
        let path = try qrels ?? standardPath(in: corpora)
        let (read, problems) = Qrels.read(path)
        var warnings = try checked(problems, messages)
        guard let qrels = read else {
            throw CommandFailure("\(path): no usable judgements", ExitStatus.badInput)
        }

        var stories = Stories(connecting: qrels)
        let storiesPath = self.stories ?? splitPath(path).folder + "/stories.tsv"
        if self.stories != nil || FileManager.default.fileExists(atPath: storiesPath) {
            let (read, problems) = Stories.read(storiesPath)
            warnings += try checked(problems, messages)
            guard let read else {
                throw CommandFailure("\(storiesPath): no usable stories", ExitStatus.badInput)
            }
            stories = read
            messages.note("stories as in \(storiesPath)")
        }

        var queries = qrels.queries
        let known = Set(articles.map(\.id.rawValue))
        let unknown = queries.filter { !known.contains($0) }
        guard unknown.count < queries.count else {
            throw CommandFailure(
                "none of the \(queries.count.counted("query", "queries")) of \(path), such as \(queries[0]), "
                    + "is in \(corpora.joined(separator: ", ")); "
                    + remedy(for: queries[0], articles, corpora),
                ExitStatus.badInput
            )
        }
        let documents = Set(qrels.grades.values.flatMap(\.keys))
        for (ids, name, effect) in [
            (unknown, ("query is", "queries are"), "counted as not answered"),
            (
                documents.subtracting(known).inByteOrder, ("judged document is", "judged documents are"),
                "no ranking can find what is not there"
            ),
        ] where !ids.isEmpty {
            warnings.append(.unknownIDs(ids, name, path: path, effect: effect))
        }

        if let date = splitDate {
            let dated = articles.compactMap { article in
                article.published.map { (article.id.rawValue, $0.date) }
            }
            let (divided, undated) = stories.divided(
                at: date.date,
                published: Dictionary(dated) { first, _ in first },
                ids: queries
            )
            stories = divided
            queries.removeAll(where: undated.contains)
            if !undated.isEmpty {
                messages.note(
                    "\(undated.count.counted("query", "queries")) left out: their stories have no date"
                )
            }
        }
        if let side { queries = queries.filter { stories.split(of: stories.story(of: $0)) == side } }
        guard !queries.isEmpty else {
            throw CommandFailure(
                "no judged query is on the \(side?.rawValue ?? "asked") side",
                ExitStatus.badInput
            )
        }
        return Judgements(qrels: qrels, stories: stories, queries: queries, warnings: warnings)
    }

    /// What to do where no query is known.
    private func remedy(for query: String, _ articles: [Article], _ corpora: [String]) -> String {
        // Ids are paths below the corpus, so a corpus named one folder too high has others.
        if let deeper = articles.first(where: { $0.id.rawValue.hasSuffix("/" + query) }), corpora.count == 1 {
            let folder = deeper.id.rawValue.dropLast(query.count)
            return "name the folder \(corpora[0] + (corpora[0].hasSuffix("/") ? "" : "/") + folder) instead"
        }
        let example = articles.first.map { ", where ids look like \($0.id.rawValue)" } ?? ""
        return "is it another corpus\(example)?"
    }

    private func standardPath(in corpora: [String]) throws -> String {
        for corpus in corpora {
            let folder = (try? PathKind(corpus)) == .folder ? corpus : splitPath(corpus).folder
            let path = folder + (folder.hasSuffix("/") ? "" : "/") + "qrels.tsv"
            if FileManager.default.fileExists(atPath: path) { return path }
        }
        throw CommandFailure(
            "there is no qrels.tsv in \(corpora.joined(separator: ", ")); name the judged pairs with --qrels FILE",
            ExitCode(EX_USAGE)
        )
    }

    /// Reports errors; returns the warnings.
    private func checked(_ problems: [InputProblem], _ messages: Messages) throws -> [InputProblem] {
        messages.report(problems.filter { $0.severity == .error })
        return problems.filter { $0.severity == .warning }
    }
}

/// Judged pairs and what is asked of them.
struct Judgements {
    var qrels: Qrels
    var stories: Stories
    /// The queries to measure.
    var queries: [String]
    /// What is odd about the files but not wrong.
    var warnings: [InputProblem]
}

extension InputProblem {
    /// Ids that no article has, counted, the first few named.
    static func unknownIDs(_ ids: [String], _ name: (String, String), path: String, effect: String)
        -> InputProblem
    {
        let named = ids.prefix(3).joined(separator: ", ") + (ids.count > 3 ? ", …" : "")
        return InputProblem(
            .unknownID,
            path: path,
            "\(ids.count.counted(name.0, name.1)) in no article of the corpus: \(named)",
            remedy: "\(effect); check that the file belongs to this corpus"
        )
    }
}

extension Split: ExpressibleByArgument {}
