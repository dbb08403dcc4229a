import Archive
import ArgumentParser
import Corpus
import Foundation
import Kernels
import Platform
import Recommendation
import Semantic
import Storage

/// `kindred index`: build, update, describe or check an index.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Build or update the index of a corpus.",
        discussion: """
            The other commands do this by themselves. Run it to see what changed, and to have
            `kindred similar` answer at once: it compares all articles beforehand.
            Only files whose size, time or content changed are read again.

            EXAMPLES
              kindred index articles/
              kindred index articles/ archive.jsonl.gz --index /var/lib/kindred.sqlite
              kindred index articles/ --info
              kindred index articles/ --verify         also how much the search finds
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Folders of Markdown files, or .jsonl files (.gz too).",
            discussion: "Default: those of the index at or above the current folder.",
            valueName: "corpus"
        ),
        completion: .file()
    )
    var corpora: [String] = []

    @Flag(help: "Describe the index instead of updating it.")
    var info = false

    @Flag(help: "Check the index against itself and the files instead of updating it.")
    var verify = false

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func validate() throws {
        if info && verify { throw ValidationError("--info and --verify exclude each other.") }
    }

    func run() throws {
        try options.run {
            if info { return try printInfo() }
            if verify { return try verifyIndex() }
            try updateIndex()
        }
    }

    private struct UpdateRecord: Encodable {
        var articles, added, changed, deleted, unchanged, errors: Int
        var model: String?
        var index: String?
        var seconds: Double
    }

    private func updateIndex() throws {
        let start = Date()
        let named = corpora.isEmpty ? try existingCorpora() : corpora
        let corpus = try options.corpus(named, needsIndex: true)
        corpus.removeLeftovers()
        let model = try modelOptions.load(for: corpus.articles, options)
        let vectors = try model.map { try corpus.vectors(by: $0, modelOptions.precision) }
        try corpus.prepareSnapshot(vectors)
        let seconds = Date().timeIntervalSince(start)
        let counts = corpus.update.counts
        let errors = corpus.problems.count { $0.severity == .error }
        options.messages.report(corpus.problems, in: named)
        if options.json {
            let record = UpdateRecord(
                articles: corpus.articles.count,
                added: counts.added,
                changed: counts.changed,
                deleted: counts.removed,
                unchanged: counts.unchanged,
                errors: errors,
                model: vectors?.model.name,
                index: corpus.store.isPersistent ? corpus.store.name : nil,
                seconds: seconds.rounded(toPlaces: 3)
            )
            try StandardStream.output.write(try record.jsonLine())
        } else {
            var text = "\(corpus.articles.count.counted("article")) indexed"
            text += " from \((counts.added + counts.changed + counts.unchanged).counted("file")): "
            text += "\(counts.added.grouped) new, \(counts.changed.grouped) changed, "
            text += "\(counts.removed.grouped) deleted, \(counts.unchanged.grouped) unchanged"
            if let vectors { text += "; vectors by \(vectors.model.name)" }
            text += String(format: " (%.2f s)", seconds)
            options.messages.note(text)
            options.messages.report(corpus.passedOver)
            if errors > 0 { options.messages.note("\(errors.counted("error")); see above") }
        }
        if corpus.articles.isEmpty, errors == 0 {
            throw CommandFailure("no articles in \(named.joined(separator: ", "))", ExitStatus.noInput)
        }
        try options.settle(corpus.problems)
    }

    /// The corpora to update where none is named.
    private func existingCorpora() throws -> [String] {
        if let index = options.index {
            let store = try StoreLocation(index).existingStore()
            return try store.read { try $0.corpora() }
        }
        let folder = FileManager.default.currentDirectoryPath
        return CorpusDiscovery.corporaAbove(folder)
    }

    /// The index that is asked about, which must exist.
    private func existingStore() throws -> any ArticleStore {
        let path =
            try options.index ?? IndexLocation.standardPath(for: corpora.first ?? existingCorpora()[0])
        return try StoreLocation(path).existingStore()
    }

    private struct InfoRecord: Encodable {
        var index: String
        var corpora: [String]
        var files, articles, bytes: Int
        var models: [String: Int]
        var schema: String
        var updated: String?
    }

    private func printInfo() throws {
        let store = try existingStore()
        let info = try store.info()
        if options.json {
            let record = InfoRecord(
                index: store.name,
                corpora: info.corpora,
                files: info.files,
                articles: info.articles,
                bytes: info.bytes,
                models: Dictionary(uniqueKeysWithValues: info.models),
                schema: info.schema,
                updated: info.updated
            )
            try StandardStream.output.write(try record.jsonLine())
            return
        }
        let style = Style.output
        let models = info.models.map { "\(style.safe($0.name)), \($0.vectors.grouped) texts" }
        try StandardStream.output.write(
            """
            index     \(style.safe(store.name))
            corpora   \(info.corpora.map(style.safe).joined(separator: "\n          "))
            files     \(info.files.grouped)
            articles  \(info.articles.grouped)
            vectors   \(models.isEmpty ? "none" : models.joined(separator: "\n          "))
            size      \((info.bytes / 1024).grouped) KB
            schema    \(info.schema)
            updated   \(info.updated ?? "never")

            """
        )
    }

    private struct VerificationRecord: Encodable {
        var sound: Bool
        var failures, stale, missing, new: [String]
        /// Of the search in clusters, where there are so many articles that it is not exact.
        var recall: RecallRecord?
    }

    private struct RecallRecord: Encodable {
        var articles: Int
        var nearest, candidates: Double

        init(_ recall: Recommender.Recall) {
            articles = recall.sample
            nearest = recall.nearest.rounded(toPlaces: 4)
            candidates = recall.candidates.rounded(toPlaces: 4)
        }

        var text: String {
            String(
                format:
                    "The search finds %.1f %% of the 10 nearest and %.1f %% of all candidates (%d articles asked).",
                100 * nearest,
                100 * candidates,
                articles
            )
        }
    }

    /// How much the search in clusters finds of what an exact one does, with the vectors that the index has; nil where
    /// the search is exact or there are none.
    private func recall(_ store: any ArticleStore, _ corpora: [String]) throws -> RecallRecord? {
        guard try store.info().articles > ArticleVectors.exactSearchLimit,
            let model = try modelOptions.load(for: try store.read { try $0.articleLanguages() }, options)
        else { return nil }
        let name = VectorStamp(model, modelOptions.precision).name
        guard try store.info().models.contains(where: { $0.name == name }) else { return nil }
        let corpus = try options.corpus(corpora)
        let vectors = try corpus.vectors(by: model, modelOptions.precision)
        return try Recommender(corpus.articles, vectors: vectors).recall().map(RecallRecord.init)
    }

    private func verifyIndex() throws {
        let store = try existingStore()
        let found = try IndexVerification(of: store, rules: options.rules)
        let recall = found.isCurrent ? try recall(store, found.corpora) : nil
        if options.json {
            let record = VerificationRecord(
                sound: found.isSound,
                failures: found.failures,
                stale: found.stale,
                missing: found.missing,
                new: found.new,
                recall: recall
            )
            try StandardStream.output.write(try record.jsonLine())
        } else {
            try printVerification(found, recall)
            for failure in found.failures { options.messages.error("\(store.name): \(failure)") }
        }
        if !found.isSound {
            throw CommandFailure(
                "the index is damaged; delete it and run again, it holds nothing that cannot be rebuilt",
                ExitStatus.unusableIndex
            )
        }
        if !found.isCurrent { throw ExitStatus.wouldChange }
    }

    private func printVerification(_ found: IndexVerification, _ recall: RecallRecord?) throws {
        let style = Style.output
        var rows: [String] = []
        for (name, paths) in [("missing", found.missing), ("stale", found.stale), ("new", found.new)] {
            rows += paths.map { name.padded(to: 9) + style.safe($0) }
        }
        if found.isCurrent {
            rows.append("The index is sound and agrees with all \(found.files.counted("file")).")
            if let recall { rows.append(recall.text) }
        } else if found.isSound {
            rows.append("The index is sound but out of date; `kindred index` brings it up to date.")
        }
        try StandardStream.output.write(rows.map { $0 + "\n" }.joined())
    }
}
