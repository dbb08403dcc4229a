import ArgumentParser
import Corpus
import Evaluation
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
              kindred relate articles/ --weights our-weights.json
            """
    )

    @Argument(
        help: ArgumentHelp("Folders of Markdown files, or .jsonl files (.gz too).", valueName: "corpus")
    )
    var corpora: [String]

    @OptionGroup var judgementOptions: JudgementOptions

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
            "Another judged corpus to learn from as well, with its own qrels.tsv; repeat it.",
            valueName: "corpus"
        )
    )
    var also: [String] = []

    @Option(
        help: ArgumentHelp(
            "An archive so wide that hardly two articles drawn from it are related, to learn what unrelated looks like.",
            valueName: "corpus"
        )
    )
    var unrelated: String?

    @Option(help: ArgumentHelp("Into how many parts the stories are divided for measuring.", valueName: "n"))
    var folds = 5

    @Flag(help: "Forget the weights in use: learn from these judgements alone.")
    var fromScratch = false

    @Option(help: ArgumentHelp("Save the weights there, instead of beside the index.", valueName: "file"))
    var save: String?

    @Flag(help: "Only measure, save nothing.")
    var dryRun = false

    @Flag(help: "Save weights even if they rank worse.")
    var force = false

    @OptionGroup var weightsOptions: WeightsOptions

    @OptionGroup var modelOptions: ModelOptions

    @OptionGroup var candidateOptions: CandidateOptions

    @Option(help: "Seed of whatever is drawn; equal seeds give equal weights.")
    var seed: UInt64 = 1

    @OptionGroup var options: CommonOptions

    func validate() throws {
        if !(2...100).contains(folds) { throw ValidationError("--folds must be from 2 to 100.") }
        if lists, judgementOptions.qrels != nil {
            throw ValidationError("--lists and --qrels exclude each other.")
        }
        if dryRun, save != nil || force { throw ValidationError("--dry-run saves nothing.") }
    }

    func run() throws {
        try options.run {
            let collection = try IndexedCorpus(corpora: corpora, options)
            options.messages.report(collection.problems, warnings: false)
            let model = try modelOptions.load(options)
            let material = try material(collection, judgementOptions, fromLists: lists, model)
            let further = try also.map { corpus in
                var own = options
                own.index = nil
                return try self.material(
                    try IndexedCorpus(corpora: [corpus], own),
                    try JudgementOptions.parse([]),
                    model
                )
            }
            let archive = try unrelated.map { try unrelatedSamples(of: $0, model) }
            let before = try collection.relatedness(weightsOptions, modelName: model?.name, options)
            let tuning = try Tuning(
                material,
                further.map(\.samples) + [archive].compactMap(\.self),
                before: before,
                isFromScratch: fromScratch,
                folds: folds,
                seed: seed
            )
            let text = options.json ? try tuning.record().jsonLine() : tuning.table()
            try StandardStream.output.write(text)
            try save(tuning, collection, modelName: model?.name)
        }
    }

    private func material(
        _ collection: IndexedCorpus,
        _ judgementOptions: JudgementOptions,
        fromLists: Bool = false,
        _ model: (any EmbeddingModel)?
    ) throws -> TuningMaterial {
        let vectors = try model.map { try collection.vectors(by: $0, modelOptions.precision, options) }
        return try TuningMaterial(
            collection,
            judgementOptions,
            fromLists: fromLists,
            vectors: vectors,
            seed: seed,
            candidateCount: candidateOptions.candidates,
            options
        )
    }

    private func unrelatedSamples(
        of corpus: String,
        _ model: (any EmbeddingModel)?
    ) throws -> RelatednessTraining.Samples {
        var own = options
        own.index = nil
        let archive = try IndexedCorpus(corpora: [corpus], own).articles
        let sizes = RelatednessTraining.Samples.unrelatedSizes.flatMap {
            Array(repeating: $0.articles, count: $0.samples)
        }
        guard archive.count >= sizes.reduce(0, +) else {
            throw CommandFailure(
                "\(corpus) has only \(archive.count.counted("article")); --unrelated needs "
                    + "\(sizes.reduce(0, +).grouped), for chance to draw hardly any that are related",
                ExitStatus.badInput
            )
        }
        var generator = SplitMix64(seed: seed)
        var rest = archive.shuffled(using: &generator)[...]
        options.messages.note("Drawing \(sizes.reduce(0, +).grouped) articles of \(corpus) …")
        return try RelatednessTraining.Samples(
            unrelated: sizes.map { size in
                let articles = Array(rest.prefix(size))
                rest = rest.dropFirst(size)
                let vectors = model.map {
                    ArticleVectors(articles, model: $0, precision: modelOptions.precision)
                }
                return (articles, vectors)
            },
            candidateCount: candidateOptions.candidates
        )
    }

    private func save(_ tuning: Tuning, _ collection: IndexedCorpus, modelName: String?) throws {
        if dryRun { return }
        guard tuning.isBetter || force else {
            throw CommandFailure(
                "the new weights rank no better, so the old ones stay; more judged pairs may help "
                    + "(--force saves them anyway)",
                ExitStatus.foundDifferences
            )
        }
        guard let path = save ?? collection.store.path.map(WeightsOptions.standardPath) else {
            throw CommandFailure(
                "there is no index to keep the weights beside; name a file with --save",
                ExitStatus.notWritten
            )
        }
        // Weights for other models stay: they come from the same file where it is there.
        var weights = RelatednessWeights(origin: "")
        if FileManager.default.fileExists(atPath: path) {
            let content = try readFile(path, limit: RelatednessWeights.longestFile)
            weights = try RelatednessWeights(json: content.bytes, path: path)
        }
        let learned = ([corpora.joined(separator: ", ")] + also + [unrelated].compactMap(\.self)).joined(
            separator: "; "
        )
        weights.origin = "kindred tune, \(lists ? "lists" : "judged pairs") of \(learned)"
        weights[model: modelName ?? RelatednessWeights.wordsAlone] = tuning.after
        try writeFile(path, weights.json)
        options.messages.note("weights saved to \(path)")
    }
}
