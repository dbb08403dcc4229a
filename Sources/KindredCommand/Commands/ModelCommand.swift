import ArgumentParser
import Foundation
import Platform
import Semantic

/// `kindred model`: which embedding models there are, and whether they work.
struct ModelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "model",
        abstract: "List, describe and check embedding models.",
        discussion: """
            Models are folders in the layout of sentence-transformers (BERT family) or those that \
            `kindred train` makes. They are looked for in ~/.local/share/kindred/models and in models/ or \
            share/kindred/models beside or above the executable, or only in the folders that KINDRED_MODELS \
            names, separated by colons.

            EXAMPLES
              kindred model list
              kindred model info kindred-small
              kindred model verify ~/models/bge-small-en-v1.5
            """,
        subcommands: [ModelList.self, ModelInfo.self, ModelVerify.self],
        defaultSubcommand: ModelList.self
    )

    /// What is said of a model.
    fileprivate struct ModelRecord: Encodable {
        var name, folder: String
        var kind: String?
        var dimension: Int?
        var bytes: Int
        var fingerprint: String?
        /// Whether `auto` takes it for articles in English, and whether for those in other languages.
        var isDefault, isDefaultMultilingual: Bool
        var problem: String?

        init(_ entry: ModelCatalogue.Entry) {
            name = entry.name
            folder = entry.folder
            let files =
                FileManager.default.enumerator(atPath: entry.folder)?.compactMap { $0 as? String } ?? []
            bytes = files.reduce(0) { $0 + ((try? FileStamp(ofFile: "\(entry.folder)/\($1)"))?.size ?? 0) }
            isDefault = (try? ModelCatalogue().entry(named: "auto")) == entry
            isDefaultMultilingual = (try? ModelCatalogue().entry(named: "auto", isEnglish: false)) == entry
            do throws(ModelError) {
                let model = try ModelCatalogue.model(at: entry)
                kind = model.summary
                dimension = model.dimension
                fingerprint = String(model.fingerprint, radix: 16)
            } catch {
                problem = error.description
            }
        }

        var megabytes: String { String(format: "%.1f MB", Double(bytes) / 1e6) }
    }

    struct ModelList: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Show the models found; * marks those that auto takes, by the articles' languages."
        )

        @Flag(help: "Print JSON, for programs.")
        var json = false

        func run() throws {
            let records = ModelCatalogue().entries.map(ModelRecord.init)
            if json {
                try StandardStream.output.write(try records.map { try $0.jsonLine() }.joined())
                return
            }
            let messages = Messages(isQuiet: false, isVerbose: false)
            if records.isEmpty {
                messages.note("No models found; KINDRED_MODELS names folders to look in.")
                return
            }
            let style = Style.output
            let width = records.map(\.name.printedWidth).max() ?? 0
            for record in records {
                let size =
                    String(repeating: " ", count: max(0, 9 - record.megabytes.count)) + record.megabytes
                let text = record.kind ?? style.red("unusable: \(style.safe(record.problem ?? ""))")
                let mark = record.isDefault || record.isDefaultMultilingual ? "* " : "  "
                let name = style.bold(style.safe(record.name).padded(to: width))
                try StandardStream.output.write("\(mark)\(name)  \(size)  \(text)\n")
            }
        }
    }

    struct ModelInfo: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Describe a model.")

        @Argument(
            help: ArgumentHelp("auto, static, a name or a folder.", valueName: "model"),
            completion: .directory
        )
        var model = "auto"

        @Flag(help: "Print JSON, for programs.")
        var json = false

        func run() throws {
            let record = ModelRecord(try ModelCommand.found(model))
            if json {
                try StandardStream.output.write(try record.jsonLine())
            } else {
                let style = Style.output
                try StandardStream.output.write(
                    """
                    name         \(style.safe(record.name))\(record.isDefault ? " (the default)" : "")
                    folder       \(style.safe(record.folder))
                    kind         \(record.kind ?? "unusable")
                    size         \(record.megabytes)
                    fingerprint  \(record.fingerprint ?? "none")

                    """
                )
            }
            if let problem = record.problem { try ModelCommand.fail(problem) }
        }
    }

    struct ModelVerify: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "verify",
            abstract: "Check a model's files, and that it tells near texts from far ones."
        )

        @Argument(
            help: ArgumentHelp("auto, static, a name or a folder.", valueName: "model"),
            completion: .directory
        )
        var model = "auto"

        /// Two texts on one subject, and one on another.
        private static let texts = [
            "City bans police use of facial recognition", "Lawmakers vote against face scanning by police",
            "Recipe for a lemon cake with almonds", "",
        ]

        func run() throws {
            let start = ContinuousClock.now
            let entry = try ModelCommand.found(model)
            let loaded: any EmbeddingModel
            do throws(ModelError) {
                loaded = try ModelCatalogue.model(at: entry)
            } catch {
                return try ModelCommand.fail(error.description)
            }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            let rows = loaded.embed(Self.texts)
            guard rows.allSatisfy(\.isFinite) else {
                return try ModelCommand.fail(
                    "\(loaded.name): its vectors are not numbers; fetch the model again"
                )
            }
            func cosine(_ a: Int, _ b: Int) -> Float {
                (0..<loaded.dimension).reduce(0) {
                    $0 + rows[a * loaded.dimension + $1] * rows[b * loaded.dimension + $1]
                }
            }
            let (near, far) = (cosine(0, 1), max(cosine(0, 2), cosine(1, 2)))
            let figures = String(format: "near %.2f, far %.2f, loaded in %.0f ms", near, far, seconds * 1000)
            try StandardStream.output.write("\(loaded.name): \(figures)\n")
            // Models of other languages know none of these words, and are not wrong for it.
            if near <= far {
                Messages(isQuiet: false, isVerbose: false)
                    .warn("English texts on one subject are no nearer than others; is it a model of English?")
            }
        }
    }

    fileprivate static func found(_ name: String) throws -> ModelCatalogue.Entry {
        do {
            return try ModelCatalogue().entry(named: name)
        } catch {
            Messages(isQuiet: false, isVerbose: false).error(error.description)
            throw ExitStatus.noInput
        }
    }

    fileprivate static func fail(_ problem: String) throws {
        Messages(isQuiet: false, isVerbose: false).error(problem)
        throw ExitStatus.badInput
    }
}
