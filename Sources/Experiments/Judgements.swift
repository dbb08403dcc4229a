package import Corpus
package import Evaluation
import Foundation
import Platform

/// What says which pairs are related.
package enum JudgementSource: Hashable, Sendable {
    /// A file of judged pairs, as ``JudgementSelection`` names it.
    case judgedPairs
    /// The lists that the articles have now.
    case lists
    /// What readers clicked, in files of a service's feedback.
    case feedback([String])
}

/// Where judged pairs are, and which of them are looked at.
package struct JudgementSelection: Sendable {
    /// File of judged pairs; nil for `qrels.tsv` in the corpus folder or beside the corpus file.
    package var qrels: String?
    /// File of stories; nil for `stories.tsv` beside the judgements.
    package var stories: String?
    /// The side of the split that is asked; nil for both.
    package var side: Split?
    /// Divides stories by time: those that began before are for tuning.
    package var splitDate: PublicationDate?

    package init(
        qrels: String? = nil,
        stories: String? = nil,
        side: Split? = nil,
        splitDate: PublicationDate? = nil
    ) {
        self.qrels = qrels
        self.stories = stories
        self.side = side
        self.splitDate = splitDate
    }
}

/// Why there is nothing to measure or to learn from.
package struct ExperimentFailure: Error {
    package enum Kind: Sendable {
        /// A file is missing.
        case noInput
        /// What was read is of no use.
        case badInput
        /// Something has to be named.
        case usage
    }

    package var kind: Kind
    /// What is wrong and what to do about it; empty where `problems` say it.
    package var message: String
    /// What was wrong with the files.
    package var problems: [InputProblem]

    init(_ kind: Kind, _ message: String, _ problems: [InputProblem] = []) {
        (self.kind, self.message, self.problems) = (kind, message, problems)
    }
}

/// Judged pairs and what is asked of them.
package struct Judgements {
    package let qrels: Qrels
    package private(set) var stories: Stories
    /// The queries to measure.
    package private(set) var queries: [String]
    /// Queries that --split-date leaves on neither side, as their stories have no date.
    package private(set) var undated = 0
    /// What is odd about the files but not wrong; the gravest first.
    package private(set) var warnings: [InputProblem]
    /// The files that were read.
    package let files: [String]
    /// What was read, for people.
    package private(set) var notes: [String] = []

    /// The judgements of the queries to measure, all that a figure may rest on.
    package var asked: Qrels { qrels.limited(to: queries) }

    /// Reads the judgements and chooses the queries.
    ///
    /// - Parameters:
    ///   - corpora: where files are looked for that are not named.
    ///   - source: what says which pairs are related.
    ///   - rules: by which the articles' own lists are read.
    /// - Throws: ``ExperimentFailure`` where there are none, or none that the articles know.
    package init(
        _ selection: JudgementSelection,
        for articles: [Article],
        in corpora: [String],
        from source: JudgementSource = .judgedPairs,
        rules: ReadingRules = ReadingRules()
    ) throws {
        var oddities: [InputProblem]
        var files: [String]
        let folder: String
        switch source {
        case .lists:
            let lists = ListJudgements(of: articles, rules)
            (qrels, oddities, files) = (lists.qrels, lists.problems, [])
            if let lack = lists.lack(in: corpora) {
                throw ExperimentFailure(.badInput, lack, oddities)
            }
            notes.append(lists.summary)
            warnings = []
            folder = Self.folders(of: corpora).first ?? "."
        case .feedback(let paths):
            let feedback: Feedback
            do throws(InputProblem) { feedback = try Feedback(reading: paths) } catch {
                throw ExperimentFailure(error.kind == .notFound ? .noInput : .badInput, "", [error])
            }
            (qrels, oddities, files) = (feedback.qrels, feedback.problems, paths)
            guard !qrels.grades.isEmpty else {
                throw ExperimentFailure(
                    .badInput,
                    "\(feedback.lists.count.counted("list")) in \(paths.joined(separator: ", ")) tell of no pair "
                        + "whether it is related; more have to be shown and clicked",
                    oddities
                )
            }
            notes.append(
                "\(feedback.lists.count.counted("list")) that readers saw: "
                    + "\(qrels.pairs.counted("pair")) clicked more or less than expected"
            )
            warnings = try Self.unknownIDs(in: qrels, path: paths[0], articles, corpora)
            folder = Self.folders(of: corpora).first ?? "."
        case .judgedPairs:
            let path = try selection.qrels ?? Self.standardPath(in: corpora)
            let (read, problems) = Qrels.read(path)
            qrels = try Self.usable(read, problems)
            (oddities, files) = (problems, [path])
            warnings = try Self.unknownIDs(in: qrels, path: path, articles, corpora)
            folder = splitPath(path).folder
        }

        let storiesPath = selection.stories ?? folder + "/stories.tsv"
        let stories: Stories
        var named = Stories()
        let hasFile = selection.stories != nil || FileManager.default.fileExists(atPath: storiesPath)
        if hasFile {
            let (read, problems) = Stories.read(storiesPath)
            named = try Self.usable(read, problems)
            stories = named.completed(by: qrels)
            oddities += problems
            files.append(storiesPath)
            notes.append("stories as in \(storiesPath)")
        } else {
            stories = Stories(connecting: qrels)
        }

        self.stories = stories
        self.files = files
        queries = qrels.queries
        if hasFile {
            let loose = queries.filter { !named.contains($0) }
            if !loose.isEmpty {
                warnings.append(
                    .unknownIDs(
                        loose,
                        ("query is", "queries are"),
                        place: "in no story",
                        path: storiesPath,
                        remedy:
                            "they get the story of what they are judged with; check that it is the right file"
                    )
                )
            }
        }
        warnings += oddities
        if let date = selection.splitDate { divide(at: date.date, articles) }
        if let side = selection.side {
            let stories = self.stories
            let divided = stories.dividedPairs(of: qrels)
            if divided > 0 {
                warnings.append(
                    InputProblem(
                        .dividedPair,
                        path: storiesPath,
                        "\(divided.counted("related pair")) of two stories are on different sides of the split",
                        remedy:
                            "put stories that are related on one side, so that tuning and judging share nothing"
                    )
                )
            }
            queries = queries.filter { stories.split(of: stories.story(of: $0)) == side }
        }
        guard !queries.isEmpty else {
            throw ExperimentFailure(
                .badInput,
                "no judged query is on the \(selection.side?.rawValue ?? "asked") side"
            )
        }
    }

    /// Divides stories by time; queries of stories without a date are on neither side.
    private mutating func divide(at date: Date, _ articles: [Article]) {
        let dated = articles.compactMap { article in
            article.published.map { (article.id.rawValue, $0.date) }
        }
        let published = Dictionary(dated) { first, _ in first }
        let (divided, undated) = stories.divided(at: date, published: published, ids: queries)
        stories = divided
        queries.removeAll(where: undated.contains)
        self.undated = undated.count
    }

    /// The warnings about ids that no article has.
    ///
    /// - Throws: ``ExperimentFailure`` where no query is known.
    static func unknownIDs(
        in qrels: Qrels,
        path: String,
        _ articles: [Article],
        _ corpora: [String]
    ) throws -> [InputProblem] {
        let queries = qrels.queries
        let known = Set(articles.map(\.id.rawValue))
        let unknown = queries.filter { !known.contains($0) }
        guard unknown.count < queries.count else {
            throw ExperimentFailure(
                .badInput,
                "none of the \(queries.count.counted("query", "queries")) of \(path), such as "
                    + "\(queries[0].excerptForMessage), is in \(corpora.joined(separator: ", ")); "
                    + remedy(for: queries[0], articles, corpora, qrels: path)
            )
        }
        let documents = Set(qrels.grades.values.lazy.flatMap(\.keys)).subtracting(known).inByteOrder
        var warnings: [InputProblem] = []
        if !unknown.isEmpty {
            warnings.append(
                .unknownIDs(
                    unknown,
                    ("query is", "queries are"),
                    path: path,
                    remedy: "our methods cannot answer, which counts as 0; a run from elsewhere may"
                )
            )
        }
        if !documents.isEmpty {
            warnings.append(
                .unknownIDs(
                    documents,
                    ("judged document is", "judged documents are"),
                    path: path,
                    remedy: "no ranking of ours can find what is not there"
                )
            )
        }
        return warnings
    }

    /// What to do where no query is known.
    private static func remedy(
        for query: String,
        _ articles: [Article],
        _ corpora: [String],
        qrels: String
    ) -> String {
        // Ids are paths below the corpus, so a corpus named one folder too high has others.
        if let deeper = articles.first(where: { $0.id.rawValue.hasSuffix("/" + query) }), corpora.count == 1 {
            let folder = deeper.id.rawValue.dropLast(query.count)
            let corpus = corpora[0] + (corpora[0].hasSuffix("/") ? "" : "/") + folder
            return "name the folder \(corpus) instead, with --qrels \(qrels)"
        }
        let example = articles.first.map { ", where ids look like \($0.id.rawValue.excerptForMessage)" } ?? ""
        return "is it another corpus\(example)?"
    }

    private static func standardPath(in corpora: [String]) throws -> String {
        for folder in folders(of: corpora) {
            // Labels say more than grades.
            for name in ["labels.tsv", "qrels.tsv"] {
                let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
                if FileManager.default.fileExists(atPath: path) { return path }
            }
        }
        throw ExperimentFailure(
            .usage,
            "there is no labels.tsv or qrels.tsv in \(corpora.joined(separator: ", ")); name the judged pairs with --qrels FILE"
        )
    }

    /// The folders that corpora are, or lie in.
    static func folders(of corpora: [String]) -> [String] {
        corpora.map(SourcePattern.place).map { (try? PathKind($0)) == .folder ? $0 : splitPath($0).folder }
    }

    /// What was read.
    ///
    /// - Throws: ``ExperimentFailure`` where it is of no use.
    static func usable<Content>(
        _ content: Content?,
        _ problems: [InputProblem]
    ) throws -> Content {
        if let content { return content }
        throw ExperimentFailure(
            problems.contains { $0.kind == .notFound } ? .noInput : .badInput,
            "",
            problems
        )
    }
}

extension InputProblem {
    /// Ids that stand nowhere, counted, the first few named.
    static func unknownIDs(
        _ ids: [String],
        _ subject: (one: String, many: String),
        place: String = "in no article of the corpus",
        path: String,
        remedy: String
    ) -> InputProblem {
        let named = ids.prefix(3).map(\.excerptForMessage).joined(separator: ", ")
        return InputProblem(
            .unknownID,
            path: path,
            "\(ids.count.counted(subject.one, subject.many)) \(place): \(named)\(ids.count > 3 ? ", …" : "")",
            remedy: remedy
        )
    }
}
