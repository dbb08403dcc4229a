import Archive
import ArgumentParser
import CommandArguments
import Corpus
import Evaluation
import Experiments
import Foundation
import Platform
import Recommendation
import Semantic
import Storage

/// `kindred evaluate`: how good rankings are by judged pairs, and whether one is better than another.
struct EvaluateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Measure rankings on judged pairs: is A better than B?",
        discussion: """
            Ranks every judged article against the corpus by each method, and measures the rankings by the \
            judgements. An article's own related list is never looked at. Intervals and tests draw whole \
            stories; figures are means over stories unless --average query is given. \
            Rankings are 100 deep, or as deep as the largest cut-off. Runs from elsewhere are ordered by \
            score, equal scores by id descending, as trec_eval does. A query without a ranking counts as 0.

            LISTS AS READERS SEE THEM
            Of the lists that relate would write for the judged queries: right, the judged entries that belong there; \
            same, those of the same story; twin and copy, those labelled t and c; filled, right entries over the places \
            that could be filled rightly; and the same for other cut-offs (--json and --report have the whole curve).

            METHODS
              default   the ranking that relate's lists are made from: by probability of being related
              lists     the lists that relate makes: cut off, copies folded, varied
              cosine    what candidates are found by: cosines of terms and embeddings, nothing learned
              terms     its part that the words have
              embedding cosine of the embeddings of title and excerpt
              tfidf     cosine of textbook TF-IDF vectors, as scikit-learn has it
              bm25      BM25 with the whole article as the query
              recency   nearest in time, before or after
              random    by chance

            EXAMPLES
              kindred evaluate corpus/
              kindred evaluate articles/ --qrels pairs.tsv --split held-out
              kindred evaluate articles/ --qrels labels.tsv --method default --precision balanced
              kindred evaluate articles/ --no-dates --report report.html
              kindred evaluate articles/ --run-out runs/
              kindred evaluate articles/ --run theirs.run --json
              kindred evaluate --interleaved site/.kindred/service/feedback/*.jsonl
            """
    )

    @Argument(
        help: ArgumentHelp("Folders of Markdown files, or .jsonl files (.gz too).", valueName: "corpus"),
        completion: .file()
    )
    var corpora: [String] = []

    @Option(
        help: ArgumentHelp(
            "Tell instead which of two rankings readers prefer, by a service's feedback; repeat it for several files.",
            discussion: "Goes with --samples, --seed and --json alone, and needs no corpus.",
            valueName: "file"
        ),
        completion: .file()
    )
    var interleaved: [String] = []

    @OptionGroup(title: "Judgements") var judgementOptions: JudgementOptions

    @Option(
        name: .customLong("method"),
        help: ArgumentHelp("A method to measure; repeat it. Default: all but lists.", valueName: "name"),
        transform: RankingMethod.init(named:)
    )
    var methods: [RankingMethod] = []

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp(
            "A TREC run of another system to measure beside ours; repeat it.",
            valueName: "file"
        ),
        completion: .file()
    )
    var runs: [String] = []

    @Option(
        name: .customLong("measure"),
        help: ArgumentHelp(
            "nDCG@k, AP@k, RR@k, P@k, R@k, Success@k or Judged@k; repeat it.",
            discussion: """
                Methods are compared by the first. Default: \
                \(Measure.standard.map(\.description).joined(separator: " ")).
                """,
            valueName: "name"
        ),
        transform: { name in
            guard let measure = Measure(name) else {
                let names = Measure.Kind.allCases.map { "\($0.rawValue)@k" }.joined(separator: ", ")
                throw ValidationError("\(name) is no measure. There are \(names), with k from 1 to 1000.")
            }
            return measure
        }
    )
    var measures: [Measure] = []

    @Option(
        help: ArgumentHelp("Whether stories or queries count alike.", valueName: "unit")
    )
    var average = EvaluationResult.Average.story

    @Flag(name: .customLong("no-dates"), help: "Rank as if no article had a date.")
    var ignoresDates = false

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @Option(
        help: ArgumentHelp("Write each method's rankings there, as TREC runs.", valueName: "folder"),
        completion: .directory
    )
    var runOut: String?

    @Option(
        help: ArgumentHelp("Write a report with charts and every query there.", valueName: "file.html"),
        completion: .file()
    )
    var report: String?

    @Flag(
        name: .customLong("no-lists"),
        help: "Make relate's lists of the judged queries only, not those of all articles."
    )
    var skipsLists = false

    @OptionGroup(title: "How long lists are") var listOptions: ListOptions

    @OptionGroup(title: "What may stand in a list") var ruleOptions: RuleOptions

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    @Option(help: "Samples that intervals and tests draw.")
    var samples = Resampling().samples

    @Option(help: "Seed of whatever is drawn; equal seeds give equal figures.")
    var seed = Resampling().seed

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func validate() throws {
        // With --interleaved a corpus may be there all the same, from the site's settings.
        if corpora.isEmpty, interleaved.isEmpty {
            throw ValidationError("Missing expected argument '<corpus> ...', or --interleaved.")
        }
        if modelOptions.model == "none", let method = methods.first(where: \.needsModel) {
            throw ValidationError("\(method.rawValue) needs a model, so it does not go with --model none.")
        }
        if !(100...1_000_000).contains(samples) {
            throw ValidationError("--samples must be from 100 to 1000000.")
        }
        if report == "-" { throw ValidationError("--report needs a file's name.") }
        if ignoresDates, methods.contains(.recency) {
            throw ValidationError("recency is nothing but dates, so it does not go with --no-dates.")
        }
    }

    func run() throws {
        guard interleaved.isEmpty else { return try compareByClicks() }
        try options.run {
            let corpus = try options.corpus(corpora)
            let messages = options.messages
            messages.report(corpus.problems, in: corpora)
            guard !corpus.articles.isEmpty else {
                throw CommandFailure(
                    "no articles in \(corpora.joined(separator: ", "))",
                    ExitStatus.ofNoArticles(corpus.problems)
                )
            }
            let judgements = try Judgements(
                judgementOptions.selection,
                for: corpus.articles,
                in: corpora
            )
            for note in judgements.notes { messages.note(note) }
            try checkOutputs(corpus, judgements)
            let foreign = ForeignRuns(
                runs,
                for: judgements,
                among: corpus.articles,
                taken: distinctMethods().map(\.rawValue)
            )
            let problems = judgements.warnings + foreign.problems
            let warnings = problems.filter { $0.severity == .warning }
            if options.strict, !warnings.isEmpty {
                for problem in problems { messages.error(problem.description) }
                throw ExitStatus.badInput
            }
            messages.report(problems)

            let vectors = try modelOptions.load(for: corpus.articles, options).map {
                try corpus.vectors(by: $0, modelOptions.precision)
            }
            let methods = distinctMethods(hasModel: vectors != nil)
            if vectors == nil, let method = methods.first(where: \.needsModel) {
                throw CommandFailure(
                    "\(method.rawValue) needs a model; name one with --model",
                    ExitCode(EX_USAGE)
                )
            }
            let relatedness = try weightsOptions.choice.model(
                besideIndexAt: corpus.filesPath,
                modelName: vectors?.model.name,
                observer: options.observer
            )
            var experiment = Experiment(
                corpus.articles,
                vectors: vectors,
                relatedness: relatedness,
                listOptions: listOptions.rankingOptions(ruleOptions),
                queries: judgements.queries,
                measures: distinctMeasures,
                isDated: !ignoresDates
            )
            for method in methods {
                let bar = ProgressBar("Ranking by \(method.rawValue)", isEnabled: !options.quiet)
                try experiment.rank(by: method, seed: seed) { bar.show($0, of: $1) }
                bar.finish()
            }
            experiment.add(foreign)
            let outcome = ExperimentOutcome(
                of: experiment,
                corpora: corpora,
                articles: corpus.articles,
                judgements: judgements,
                split: judgementOptions.side,
                measures: distinctMeasures,
                average: average,
                resampling: Resampling(samples: samples, seed: seed),
                lists: try lists(experiment, judgements),
                warnings: warnings
            )
            let text = options.json ? try EvaluationRecord(outcome).jsonLine() : outcome.table()
            try StandardStream.output.write(text)
            try writeRuns(experiment, methods)
            if let report {
                try writeFile(report, Array(outcome.page().utf8))
                messages.note("report written to \(report)")
            }
            try ExitStatus.throwIfNeeded(problems)
            try options.settle(corpus.problems)
        }
    }

    /// The methods asked for, each once; where none is, all that can be measured.
    private func distinctMethods(hasModel: Bool = true) -> [RankingMethod] {
        // Lists end where they end, so beside whole rankings they say little: only where asked for.
        let all = RankingMethod.allCases.filter {
            $0 != .lists && !(ignoresDates && $0 == .recency) && !($0.needsModel && !hasModel)
        }
        return methods.isEmpty ? all : methods.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    private var distinctMeasures: [Measure] {
        measures.isEmpty
            ? Measure.standard : measures.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }

    /// `relate`'s lists come from the default ranking, so they are looked at where that is.
    private func lists(_ experiment: Experiment, _ judgements: Judgements) throws -> MeasuredLists? {
        guard distinctMethods().contains(.default) else { return nil }
        let bar = ProgressBar("Making lists", isEnabled: !options.quiet)
        defer { bar.finish() }
        return try experiment.lists(
            judgements,
            includesAll: !skipsLists,
            Resampling(samples: samples, seed: seed)
        ) { bar.show($0, of: $1) }
    }

    /// Makes sure, before the work, that nothing that was read would be overwritten and all can be written.
    private func checkOutputs(_ corpus: IndexedCorpus, _ judgements: Judgements) throws {
        let sources = Set(corpus.articles.lazy.compactMap(\.origin?.path))
        let read = Set((judgements.files + runs + corpora).compactMap { try? realPath($0) }).union(sources)
        for output in [report].compactMap(\.self) + distinctMethods().compactMap(runPath) {
            guard let path = try? realPath(output), read.contains(path) else { continue }
            throw CommandFailure(
                "\(output) is read here, and would be overwritten; name another file",
                ExitCode(EX_USAGE)
            )
        }
        let unwritable = corpus.articles.first { $0.id.rawValue.utf8.contains { $0 < 0x20 } }
        if runOut != nil, let article = unwritable {
            throw InputProblem(
                .badValue,
                path: article.origin?.path ?? "",
                line: article.origin?.line,
                "the id \(article.id.rawValue.excerptForMessage) contains a tab or a line break, "
                    + "which no run file can hold",
                remedy: "change it, or leave --run-out out"
            )
        }
    }

    /// Where --run-out puts a method's rankings.
    private func runPath(_ method: RankingMethod) -> String? { runOut.map { "\($0)/\(method.rawValue).run" } }

    private func writeRuns(_ experiment: Experiment, _ methods: [RankingMethod]) throws {
        guard let runOut else { return }
        do {
            try makeFolder(runOut)
        } catch {
            throw CommandFailure(
                "cannot make the folder \(runOut.excerptForMessage); check its name and permissions",
                ExitStatus.notWritten
            )
        }
        var written: [String] = []
        // Our own come first, in the order of the methods.
        for (method, measured) in zip(methods, experiment.runs) {
            guard let path = runPath(method), let text = measured.run.trecText() else { continue }
            try writeFile(path, Array(text.utf8))
            written.append(path)
        }
        options.messages.note("runs written to \(written.joined(separator: ", "))")
    }
}

extension RankingMethod {
    /// - Throws: `ValidationError` that says which names there are.
    init(named name: String) throws {
        // What is measured against its parts is better known by this name.
        let known = name.lowercased() == "hybrid" ? RankingMethod.default.rawValue : name.lowercased()
        if let method = RankingMethod(rawValue: known) {
            self = method
            return
        }
        let names = RankingMethod.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("\(name) is no method. There are: \(names).")
    }
}

extension EvaluationResult.Average: ExpressibleByArgument {}
