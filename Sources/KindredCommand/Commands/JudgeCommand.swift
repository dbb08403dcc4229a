import Archive
import ArgumentParser
import Corpus
import Evaluation
import Experiments
import Foundation
import Platform
import Recommendation
import Semantic
import Storage

/// `kindred judge`: asks a person, pair by pair, what is related, for `evaluate` and `tune`.
struct JudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge pairs by hand, one key each, to measure by and to learn from.",
        discussion: """
            Draws some articles, pools the best candidates of several methods for each, and shows one at a time, in \
            an order that does not tell who found it. Judge as the site's editor: would you put it under the \
            article? Each answer is saved at once. Leave whenever you like; the same command goes on from there. What \
            nobody judged counts as wrong in evaluate's rankings, so judge all that is asked of an article. Where \
            standard input is no terminal, each of its lines is an answer.

            ANSWERS
              2  same story: the same event, its forerunner or follow-up
              1  related: the same specific subject, so nobody would be puzzled
              0  not: the same section, country or kind of text is not enough
              t  template: one form filled in again, a distant number of a series
              c  copy: the same text
              u  undo the last answer, again and again
              s  skip, to be asked next time
              q  quit

            EXAMPLES
              kindred judge articles/                 25 articles, to labels.tsv there
              kindred judge articles/ --queries 60 --depth 6
              kindred judge articles/ --query 2021/my-story.md
              kindred judge articles/ --judge anna    to labels-anna.tsv there
              kindred judge --agreement labels-anna.tsv labels-ben.tsv
              kindred evaluate articles/              measure by what was judged
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Folders of Markdown files, or .jsonl files (.gz too).",
            discussion:
                "Default: the site here, which is that of the nearest index, else the current folder.",
            valueName: "corpus"
        ),
        completion: .file()
    )
    var named: [String] = []

    @Option(
        help: ArgumentHelp(
            "How many articles are drawn.",
            discussion: "Default: \(PoolPlan.standardQueryCount).",
            valueName: "n"
        )
    )
    var queries: Int?

    @Option(
        help: ArgumentHelp(
            "An article to judge the candidates of, instead of drawn ones: its id, path or URL; repeat it.",
            valueName: "article"
        ),
        completion: .file()
    )
    var query: [String] = []

    @Option(
        help: ArgumentHelp(
            "Whose candidates are judged, separated by commas; `kindred help evaluate` describes them.",
            discussion: """
                Default: \(PoolPlan.standardMethods.map(\.rawValue).joined(separator: ",")), without embedding \
                where there is no model. `lists` are as relate makes them, without a cut-off.
                """,
            valueName: "names"
        ),
        transform: { try $0.split(separator: ",").map { try RankingMethod(named: String($0)) } }
    )
    var methods: [RankingMethod]?

    @Option(help: ArgumentHelp("Candidates of each method.", valueName: "n"))
    var depth = PoolPlan.standardDepth

    @Option(
        help: ArgumentHelp(
            "The labels that are there and those that come.",
            discussion: "Default: labels.tsv in the corpus folder or beside the corpus file.",
            valueName: "file"
        ),
        completion: .file()
    )
    var labels: String?

    @Option(
        help: ArgumentHelp(
            "Who judges; labels go to a file of their own, labels-NAME.tsv.",
            valueName: "name"
        )
    )
    var judge: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Ask nothing, but tell how far the labels of two judges agree (Cohen's kappa).",
            valueName: "file"
        ),
        completion: .file()
    )
    var agreement: [String] = []

    @Option(help: "Seed of what is drawn; with equal seeds two judges are asked the same.")
    var seed: UInt64 = 1

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    private var corpora: [String] { named.isEmpty ? CorpusDiscovery.siteHere : named }

    func validate() throws {
        if ![0, 2].contains(agreement.count) {
            throw ValidationError("--agreement needs the labels of two judges: --agreement a.tsv b.tsv.")
        }
        if named.contains(StandardInput.path) {
            throw ValidationError("Standard input has your answers; write the articles into a file.")
        }
        if queries != nil, !query.isEmpty {
            throw ValidationError("--queries draws articles and --query names them; leave one out.")
        }
        if !(1...100_000).contains(queries ?? 1) {
            throw ValidationError("--queries must be from 1 to 100000.")
        }
        if !(1...100).contains(depth) { throw ValidationError("--depth must be from 1 to 100.") }
        if methods?.isEmpty ?? false { throw ValidationError("--methods names none.") }
        if labels != nil, judge != nil {
            throw ValidationError("--labels and --judge both say where labels go; leave one out.")
        }
        if labels?.isEmpty ?? false { throw ValidationError("--labels needs a file's name.") }
        if let judge, judge.isEmpty || !judge.allSatisfy({ $0.isLetter || $0.isNumber || "-_".contains($0) })
        {
            throw ValidationError("--judge must be of letters, digits, - and _, as it names a file.")
        }
        if modelOptions.model == "none", let method = methods?.first(where: \.needsModel) {
            throw ValidationError("\(method.rawValue) needs a model, so it does not go with --model none.")
        }
    }

    func run() throws {
        try options.run {
            if agreement.isEmpty { return try ask() }
            let judges = try JudgeAgreement(agreement[0], agreement[1])
            let text = options.json ? try AgreementRecord(judges).jsonLine() : judges.table()
            try StandardStream.output.write(text)
        }
    }

    private func ask() throws {
        let messages = options.messages
        let corpus = try options.corpus(corpora)
        messages.report(corpus.problems, in: corpora)
        guard !corpus.articles.isEmpty else {
            throw CommandFailure(
                "no articles in \(corpora.joined(separator: ", "))",
                ExitStatus.ofNoArticles(corpus.problems)
            )
        }
        var file = try LabelsFile(labels ?? LabelsFile.standardPath(in: corpora, judge: judge))
        let oddities = try file.warnings + file.unknownIDs(among: corpus.articles, in: corpora)
        messages.report(oddities)
        if options.strict, !oddities.isEmpty { throw ExitStatus.badInput }

        let pool = try pool(corpus)
        guard !pool.pairs.isEmpty else {
            throw CommandFailure("no article has a candidate to judge", ExitStatus.noInput)
        }
        var session = JudgingSession(pool, judged: file.judged)
        let articles = Dictionary(corpus.articles.map { ($0.id.rawValue, $0) }) { first, _ in first }
        if options.json {
            for pair in pool.left(by: file.judged) {
                guard let query = articles[pair.query], let document = articles[pair.document] else {
                    continue
                }
                try StandardStream.output.write(try OpenPairRecord(query, document).jsonLine())
            }
            return try options.settle(corpus.problems)
        }
        let before = pool.pairs.count - session.left
        messages.note(
            "\(pool.queries.count.counted("article")), \(pool.pairs.count.counted("pair")): "
                + "\(before.grouped) judged before, \(session.left.grouped) left"
        )
        if let hidden = file.hiddenGrades {
            messages.note(
                "evaluate and tune will read \(file.path) instead of \(hidden) from the first answer on"
            )
        }
        try JudgingDialogue(pool, articles).run(&session, &file)
        report(session, file)
        try options.settle(corpus.problems)
    }

    private func pool(_ corpus: IndexedCorpus) throws -> JudgingPool {
        let drawn =
            query.isEmpty
            ? PoolPlan.queries(queries ?? PoolPlan.standardQueryCount, of: corpus.articles, seed: seed)
            : try PoolPlan.queries(named: query, of: corpus.articles)
        let vectors = try modelOptions.load(for: corpus.articles, options).map {
            try corpus.vectors(by: $0, modelOptions.precision)
        }
        let relatedness = try weightsOptions.choice.model(
            besideIndexAt: corpus.filesPath,
            modelName: vectors?.model.name,
            observer: options.observer
        )
        if vectors == nil, let method = methods?.first(where: \.needsModel) {
            throw CommandFailure(
                "\(method.rawValue) needs a model; name one with --model",
                ExitCode(EX_USAGE)
            )
        }
        let chosen = methods ?? PoolPlan.standardMethods.filter { vectors != nil || !$0.needsModel }
        let bar = ProgressBar("Finding candidates", isEnabled: !options.quiet)
        defer { bar.finish() }
        return try PoolPlan(drawn, chosen, depth: depth, seed: seed).pool(
            from: corpus.articles,
            vectors: vectors,
            relatedness: relatedness
        ) { method, done in
            let place = chosen.firstIndex(of: method) ?? 0
            bar.show(place * drawn.count + done, of: chosen.count * drawn.count)
        }
    }

    /// Tells what was done and how to go on.
    private func report(_ session: JudgingSession, _ file: LabelsFile) {
        let count = session.labels.count
        let open = session.left + session.skipped
        let skipped = session.skipped > 0 ? ", \(session.skipped.grouped) of them skipped" : ""
        let result = count > 0 ? "\(count.counted("label")) added to \(file.path)" : "nothing judged"
        options.messages.note(
            open > 0
                ? "\(result); \(open.counted("pair")) left\(skipped): the same command goes on from there"
                : "\(result); all are judged: `kindred evaluate \(corpora.joined(separator: " ")) --qrels \(file.path)` measures by them"
        )
    }
}
