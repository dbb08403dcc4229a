import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform
import Semantic
import Training

/// `kindred train`: a small embedding model from a site's own articles.
struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a small, fast embedding model on your own articles.",
        discussion: """
            It learns which words belong together from titles and their excerpts; no labels are needed. \
            Ten thousand articles are enough to begin with, in any language. With --initial it starts from what \
            another model knows, which helps most where articles are few.

            Ctrl-C keeps what was learned so far; the same command goes on from there.

            EXAMPLES
              kindred train archive.jsonl.gz --output ours --initial auto --dimension 192
              kindred train articles/ --output ours
              kindred relate articles/ --model ./ours
            """
    )

    @Argument(
        help: ArgumentHelp("Folders of Markdown files, or .jsonl files (.gz too).", valueName: "corpus"),
        completion: .file()
    )
    var corpora: [String]

    @Option(
        help: ArgumentHelp("The folder to write the model to.", valueName: "folder"),
        completion: .directory
    )
    var output: String

    @Option(
        help: ArgumentHelp(
            "The model to start from: its name or folder.",
            discussion: "Default: none; the vocabulary is learned from the articles too.",
            valueName: "model"
        ),
        completion: .directory
    )
    var initial: String?

    @Option(help: ArgumentHelp("Numbers in a vector.", valueName: "n"))
    var dimension = 256

    @Option(
        help: ArgumentHelp(
            "Passes over all articles.",
            discussion: "Default: 3 for large corpora, more for small ones.",
            valueName: "n"
        )
    )
    var epochs: Int?

    @Option(help: ArgumentHelp("The same seed and articles give the same model.", valueName: "n"))
    var seed: UInt64 = 1

    @OptionGroup var siteOptions: SiteOptions

    @OptionGroup var fieldOptions: FieldOptions

    @Flag(name: .shortAndLong, help: "Tell only errors.")
    var quiet = false

    /// Seconds between two checkpoints: a tenth of a second's work each for 30,000 tokens.
    private static let checkpointSeconds = 30.0
    /// Characters of a body that stand for a missing excerpt.
    private static let bodyLimit = 2000

    private var messages: Messages { Messages(isQuiet: quiet, isVerbose: false) }
    private var checkpointPath: String { output + "/" + TrainingCheckpoint.fileName }

    func validate() throws {
        if !(8...1024).contains(dimension) { throw ValidationError("--dimension is 8 to 1024.") }
        if let epochs, !(1...1000).contains(epochs) { throw ValidationError("--epochs is 1 to 1000.") }
    }

    func run() throws {
        try messages.run {
            do {
                try train()
            } catch let error as TrainingCheckpointError {
                throw CommandFailure(error.description, ExitStatus.badInput)
            } catch let error as ModelTraining.TooFewPairs {
                throw CommandFailure(
                    """
                    only \(error.count.counted("article")) with both a title and an excerpt or a body, each \
                    different; training needs \(ModelTraining.fewestPairs), and thousands to be of use: name more \
                    corpora, or use a model that comes with kindred
                    """,
                    ExitStatus.noInput
                )
            } catch is ModelTraining.UnwritableTokenizer {
                throw CommandFailure(
                    "\(initial ?? "the model") cuts words in another way than a trained model can; start from a "
                        + "model with a WordPiece vocabulary, or without --initial",
                    ExitStatus.badInput
                )
            } catch let error as TokenizerError {
                throw CommandFailure(error.description, ExitStatus.badInput)
            }
        }
    }

    private func train() throws {
        try refuseForeignFolder()
        let contents = CorpusContents(reading: corpora, rules: fieldOptions.rules)
        messages.report(contents.problems, in: corpora)
        let texts = try texts(of: contents)
        let start = try initial.map { try ModelCatalogue().tokenVectors(named: $0) }
        if let start, start.width < dimension {
            throw CommandFailure(
                "--dimension \(dimension) is more than the \(start.width) of \(initial ?? "the model")",
                ExitCode(64)
            )
        }
        var model = try ModelTraining(
            texts,
            startingFrom: start,
            dimension: dimension,
            epochs: epochs,
            seed: seed
        )
        try teach(&model.training)
        let folder = model.folder(version: kindredVersion, initial: initial.map { splitPath($0).name })
        try folder.write(to: output)
        let leftOut = model.entriesLeftOut(of: folder)
        if leftOut > 0 {
            messages.note(
                "\(leftOut.counted("entry", "entries")) that no article has left out, to stay below 8 MB"
            )
        }
        messages.note("\(output) is ready; use it with --model \(output)")
        try ExitStatus.throwIfNeeded(reading: contents.problems, isStrict: false)
    }

    /// Only a folder that is new, empty or a model of this command may be written to.
    private func refuseForeignFolder() throws {
        let files = FileManager.default
        guard files.fileExists(atPath: output) else {
            do {
                try makeFolder(output)
            } catch {
                throw CommandFailure(
                    "cannot make the folder \(output); check permissions and free space, or name another folder",
                    ExitStatus.notWritten
                )
            }
            return
        }
        removeLeftovers(in: output)
        guard let names = try? files.contentsOfDirectory(atPath: output) else {
            throw CommandFailure("\(output) is no folder that can be read", ExitStatus.notWritten)
        }
        let isOurs = StaticModelFolder.isModel(output) || files.fileExists(atPath: checkpointPath)
        if !names.isEmpty, !isOurs {
            throw CommandFailure(
                "\(output) holds something other than a model made by kindred train; name a new folder",
                ExitStatus.notWritten
            )
        }
    }

    private func texts(of contents: CorpusContents) throws -> TrainingTexts {
        let articles = contents.articles
        guard !articles.isEmpty else {
            let hasErrors = contents.problems.contains { $0.severity == .error }
            throw CommandFailure(
                "no readable articles in \(corpora.joined(separator: ", "))",
                hasErrors ? ExitStatus.badInput : ExitStatus.noInput
            )
        }
        let excerpts = articles.map { article in
            article.excerpt.isEmpty ? String(article.body.prefix(Self.bodyLimit)) : article.excerpt
        }
        let without = excerpts.count(where: \.isEmpty)
        messages.note("\(articles.count.counted("article")) read")
        if without > articles.count / 2 {
            messages.warn(
                "\(without.grouped) of them have neither an excerpt nor a body and teach nothing"
            )
        }
        return TrainingTexts(titles: articles.map(\.title), excerpts: excerpts)
    }

    private func teach(_ training: inout ContrastiveTraining) throws {
        if FileManager.default.fileExists(atPath: checkpointPath) {
            try training.resume(from: try TrainingCheckpoint(contentsOf: checkpointPath))
            messages.note("going on from \(checkpointPath), after \(training.pairsDone.counted("pair"))")
        }
        Interruption.watch()
        let bar = ProgressBar("Training", isEnabled: !quiet, showsRate: true)
        let begun = training.pairsDone
        let clock = ContinuousClock()
        var saved = clock.now
        while !training.isFinished {
            let losses = training.heldOutLosses.count
            training.advance()
            bar.show(training.pairsDone - begun, of: training.pairsTotal - begun)
            if training.heldOutLosses.count > losses { tellLosses(of: training, since: losses, bar) }
            let isDue = clock.now - saved > .seconds(Self.checkpointSeconds)
            let endsEpoch = training.step.isMultiple(of: training.stepsPerEpoch)
            if Interruption.isWished || isDue || endsEpoch {
                try TrainingCheckpoint(training).write(checkpointPath)
                saved = clock.now
            }
            if Interruption.isWished, !training.isFinished {
                bar.finish()
                throw CommandFailure(
                    "interrupted after \(training.pairsDone.counted("pair")); the same command goes on from there",
                    ExitCode(130)
                )
            }
        }
        bar.finish()
    }

    private func tellLosses(of training: ContrastiveTraining, since known: Int, _ bar: ProgressBar) {
        bar.finish()
        for (epoch, loss) in training.heldOutLosses.enumerated().dropFirst(known) {
            let place = epoch == 0 ? "before training" : "epoch \(epoch) of \(training.options.epochs)"
            messages.note("\(place): loss \(String(format: "%.3f", loss)) on articles held out")
        }
    }
}
