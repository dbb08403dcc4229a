import Archive
import ArgumentParser
import CommandArguments
import Corpus
import Evaluation
import Experiments
import Foundation
import Kernels
import Platform
import Recommendation
import Semantic
import Storage

/// `kindred tune`: fits the weights of the signals to a site's own judgements.
struct TuneCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tune",
        abstract: "Fit the ranking to your own judged pairs.",
        discussion: """
            Learns how much each signal counts, and how far down a list may go. What it is worth is measured on \
            stories that were not learned from: all are divided into folds, and each is ranked by weights \
            learned from the others. The weights that are then saved learned from all of them. Weights that \
            rank worse than those in use are refused. Stories that stories.tsv holds out are left alone, for \
            `kindred evaluate --split held-out`.

            EXAMPLES
              kindred tune articles/ --qrels pairs.tsv          learn, compare, save beside the index
              kindred tune articles/ --qrels pairs.tsv --dry-run
              kindred tune articles/ --save our-weights.json
              kindred tune articles/ --lists                    learn from your lists
              kindred tune articles/ --feedback clicks.jsonl    learn from what readers chose
              kindred relate articles/ --weights our-weights.json
            """
    )

    @Argument(
        help: ArgumentHelp("Folders of Markdown files, or .jsonl files (.gz too).", valueName: "corpus"),
        completion: .file()
    )
    var corpora: [String]

    @OptionGroup(title: "Judgements") var judgementOptions: JudgementOptions

    @Flag(
        help: ArgumentHelp(
            "Learn from the related lists that the articles have now, instead of judged pairs.",
            discussion: """
                Each entry that is an article of the corpus, by any of its URLs or by its title, counts as related. \
                Only lists that people made are worth it: from those that `relate` wrote it would learn what it knows.
                """
        )
    )
    var lists = false

    @Option(
        help: ArgumentHelp(
            "Learn from what readers clicked, as kindred-server keeps it; repeat it for several files.",
            discussion: """
                A pair's clicks are compared with those that its places in lists get in the mean, so that what stands \
                first is not learned for standing first.
                """,
            valueName: "file"
        ),
        completion: .file()
    )
    var feedback: [String] = []

    @Option(
        help: ArgumentHelp(
            "Another judged corpus to learn from as well, with its own qrels.tsv; repeat it.",
            valueName: "corpus"
        ),
        completion: .file()
    )
    var also: [String] = []

    @Option(
        help: ArgumentHelp(
            "An archive so wide that hardly two articles drawn from it are related, to learn what unrelated looks like.",
            valueName: "corpus"
        ),
        completion: .file()
    )
    var unrelated: String?

    @Option(help: ArgumentHelp("Into how many parts the stories are divided for measuring.", valueName: "n"))
    var folds = 5

    @Flag(help: "Forget the weights in use: learn from these judgements alone.")
    var fromScratch = false

    @Option(
        help: ArgumentHelp("Save the weights there, instead of beside the index.", valueName: "file"),
        completion: .file()
    )
    var save: String?

    @Option(
        help: ArgumentHelp(
            "Save the weights for one kind of collection, beside those that the file has for others.",
            discussion: """
                newsroom: twenty articles a day and more, of many providers a thousand; aggregator: articles of many \
                providers; site: all others; between them a mixture. Without it the weights are for all.
                """,
            valueName: "kind"
        )
    )
    var kind: CollectionKind?

    @Flag(help: "Only measure, save nothing.")
    var dryRun = false

    @Flag(help: "Save weights even if they rank worse.")
    var force = false

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "How it ranks") var candidateOptions: CandidateOptions

    @Option(help: "Seed of whatever is drawn; equal seeds give equal weights.")
    var seed: UInt64 = 1

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func validate() throws {
        if !(2...100).contains(folds) { throw ValidationError("--folds must be from 2 to 100.") }
        if [lists, judgementOptions.qrels != nil, !feedback.isEmpty].count(where: \.self) > 1 {
            throw ValidationError("--lists, --qrels and --feedback exclude each other.")
        }
        if dryRun, save != nil || force { throw ValidationError("--dry-run saves nothing.") }
    }

    func run() throws {
        try options.run {
            let corpus = try options.corpus(corpora)
            options.messages.report(corpus.problems, in: corpora)
            let model = try modelOptions.load(for: corpus.articles, options)
            let material = try material(corpus, judgementOptions, from: source, model)
            let further = try also.map { corpus in
                var own = options
                own.index = nil
                return try self.material(
                    try own.corpus([corpus]),
                    try JudgementOptions.parse([]),
                    model
                )
            }
            let archive = try unrelated.map { try unrelatedSamples(of: $0, model) }
            let before = try weightsOptions.choice.model(
                besideIndexAt: corpus.filesPath,
                modelName: model?.name,
                observer: options.observer
            )
            let tuning = try Tuning(
                material,
                further.map(\.samples) + [archive].compactMap(\.self),
                before: before,
                isFromScratch: fromScratch,
                folds: folds,
                seed: seed
            )
            let text = options.json ? try TuningRecord(tuning).jsonLine() : tuning.table()
            try StandardStream.output.write(text)
            try save(tuning, corpus, modelName: model?.name)
        }
    }

    private var source: JudgementSource {
        feedback.isEmpty ? (lists ? .lists : .judgedPairs) : .feedback(feedback)
    }

    private var sourceName: String {
        switch source {
        case .judgedPairs: "judged pairs"
        case .lists: "lists"
        case .feedback: "readers' clicks"
        }
    }

    private func material(
        _ corpus: IndexedCorpus,
        _ judgementOptions: JudgementOptions,
        from source: JudgementSource = .judgedPairs,
        _ model: (any EmbeddingModel)?
    ) throws -> TuningMaterial {
        let vectors = try model.map { try corpus.vectors(by: $0, modelOptions.precision) }
        let bar = ProgressBar("Comparing judged pairs", isEnabled: !options.quiet)
        defer { bar.finish() }
        let material = try TuningMaterial(
            corpus.articles,
            of: corpus.corpora,
            judgementOptions.selection,
            from: source,
            vectors: vectors,
            seed: seed,
            candidateCount: candidateOptions.candidates,
            rules: options.rules
        ) { bar.show($0, of: $1) }
        bar.finish()
        for note in material.notes { options.messages.note(note) }
        options.messages.report(material.warnings)
        return material
    }

    private func unrelatedSamples(
        of corpus: String,
        _ model: (any EmbeddingModel)?
    ) throws -> RelatednessTraining.Samples {
        var own = options
        own.index = nil
        let archive = try own.corpus([corpus]).articles
        options.messages.note(
            "Drawing \(RelatednessTraining.Samples.unrelatedArticles.grouped) articles of \(corpus) …"
        )
        return try RelatednessTraining.Samples(
            drawnFrom: archive,
            of: corpus,
            seed: seed,
            model: model,
            precision: modelOptions.precision,
            candidateCount: candidateOptions.candidates
        )
    }

    private func save(_ tuning: Tuning, _ corpus: IndexedCorpus, modelName: String?) throws {
        if dryRun { return }
        guard tuning.isBetter || force else {
            throw CommandFailure(
                "the new weights rank no better, so the old ones stay; more judged pairs may help "
                    + "(--force saves them anyway)",
                ExitStatus.foundDifferences
            )
        }
        guard let path = save ?? corpus.filesPath.map(IndexLocation.weightsPath) else {
            throw CommandFailure(
                "there is no index to keep the weights beside; name a file with --save",
                ExitStatus.notWritten
            )
        }
        let learned = ([corpora.joined(separator: ", ")] + also + [unrelated].compactMap(\.self)).joined(
            separator: "; "
        )
        try RelatednessWeights.save(
            tuning.after,
            forModel: modelName,
            for: kind,
            origin: "kindred tune, \(sourceName) of \(learned)",
            to: path
        )
        options.messages.note("weights saved to \(path)")
    }
}
