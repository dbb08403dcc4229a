import ArgumentParser
import Corpus
import Foundation
import Logging
import Platform
import Recommendation
import Semantic
import Storage

/// The corpora that a command works on, indexed and up to date.
struct IndexedCorpus {
    let corpora: [String]
    let store: SQLiteStore
    let update: IndexUpdate

    var articles: [Article] { update.contents.articles }
    var problems: [InputProblem] { update.contents.problems }

    /// Opens the index and brings it up to date with the files.
    ///
    /// - Parameter needsIndex: false does the work in memory, with a note, where no index can be written.
    init(corpora: [String], _ options: CommonOptions, needsIndex: Bool = false) throws {
        self.corpora = corpora
        let messages = options.messages
        let clock = ContinuousClock()
        let start = clock.now
        let listing = SourceListing(corpora)
        guard !listing.files.isEmpty else {
            // Nothing to index is no reason to leave an empty index behind.
            messages.report(listing.problems)
            throw ExitStatus.noInput
        }
        store = try Self.open(corpora: corpora, options, needsIndex: needsIndex)
        let bar = ProgressBar("Reading articles", isEnabled: !options.quiet)
        update = try IndexUpdate(of: store, from: corpora, listing: listing) { bar.show($0, of: $1) }
        bar.finish()
        options.logger.debug("index up to date", metadata: ["seconds": "\(clock.now - start)"])
        if update.counts.skippedLinks > 0 {
            messages.note("\(update.counts.skippedLinks.counted("symbolic link")) not followed")
        }
    }

    /// Where the index of some corpora is kept unless --index says otherwise.
    static func standardIndexPath(for corpus: String) throws -> String {
        let path = try realPath(SourcePattern.place(of: corpus))
        if try PathKind(path) == .folder { return path + "/.kindred/index.sqlite" }
        // Each file of a folder of JSON lines files is a corpus of its own, with its own index.
        let (folder, name) = splitPath(path)
        return "\(folder)/.kindred/\(name).sqlite"
    }

    /// Where the index of some corpora is kept.
    static func indexPath(for corpora: [String], _ options: CommonOptions) throws -> String? {
        if let index = options.index { return index }
        return try corpora.first { !$0.hasPrefix("!") }.map { try standardIndexPath(for: $0) }
    }

    private static func open(
        corpora: [String],
        _ options: CommonOptions,
        needsIndex: Bool
    ) throws -> SQLiteStore {
        let messages = options.messages
        let patience = SQLiteStore.Patience {
            messages.note("Waiting for another kindred that is using the index …")
        }
        if let index = options.index { return try SQLiteStore(path: index, patience: patience) }
        guard let path = try? indexPath(for: corpora, options) else { return try SQLiteStore() }
        if needsIndex || canKeepIndex(at: path) { return try SQLiteStore(path: path, patience: patience) }
        messages.note("\(path) cannot be written, so the work is done in memory; --index FILE keeps an index")
        return try SQLiteStore()
    }

    private static func canKeepIndex(at path: String) -> Bool {
        let folder = splitPath(path).folder
        if FileManager.default.fileExists(atPath: path), !isWritable(file: path) { return false }
        return isWritable(
            folder: FileManager.default.fileExists(atPath: folder) ? folder : splitPath(folder).folder
        )
    }

    /// The embeddings of all articles: those that the index has, and the missing ones, which it then keeps.
    ///
    /// An interrupt loses at most the texts of the last few seconds.
    func vectors(by model: any EmbeddingModel, _ precision: Precision, _ options: CommonOptions) throws
        -> ArticleVectors
    {
        let clock = ContinuousClock()
        let start = clock.now
        let stamp = VectorStamp(model, precision)
        var missing = 0
        let trained = try store.read { try $0.centroids(of: stamp) }
            .flatMap { Self.mayKeep(centroidsFor: $0.rows, articles.count) ? $0.bytes : nil }
        let bar = ProgressBar("Embedding", isEnabled: !options.quiet, showsRate: true)
        let vectors = try ArticleVectors(
            articles,
            model: model,
            precision: precision,
            centroids: trained,
            known: { texts in
                let known = try knownVectors(of: texts, model, precision)
                missing = texts.count - known.count
                if missing > 0, known.count == 0 {
                    options.messages.note("Embedding \(missing.counted("text")) with \(model.name) …")
                }
                return known
            },
            progress: { bar.show($0, of: $1) },
            save: { made in
                try store.update { access in
                    try access.put(made.map { (text: $0.key, bytes: $0.vector.stored) }, of: stamp)
                }
            }
        )
        bar.finish()
        if let centroids = vectors.clusters?.storedCentroids, centroids != trained {
            try store.update { try $0.put(centroids: centroids, rows: articles.count, of: stamp) }
        }
        options.logger.debug(
            "embeddings",
            metadata: ["new": "\(missing)", "seconds": "\(clock.now - start)"]
        )
        return vectors
    }

    /// Whether clusters made for `rows` vectors still suit `count` of them: they are trained anew once the collection
    /// has doubled or halved, so that a growing archive is not regrouped at every run.
    private static func mayKeep(centroidsFor rows: Int, _ count: Int) -> Bool {
        count < 2 * rows && rows < 2 * count
    }

    /// The embeddings of `texts` that the index has.
    private func knownVectors(
        of texts: Set<UInt64>,
        _ model: any EmbeddingModel,
        _ precision: Precision
    ) throws -> EmbeddingTable {
        try store.update { access in
            var known = EmbeddingTable(dimension: model.dimension, precision: precision)
            try access.vectors(of: VectorStamp(model, precision), keeping: texts) { text, bytes in
                let row = EmbeddingMatrix.Embedding(
                    stored: bytes,
                    dimension: model.dimension,
                    precision
                )
                if let row { known.add(row, for: text) }
            }
            return known
        }
    }

    /// The same by the model that was asked for; nil for none.
    func vectors(_ modelOptions: ModelOptions, _ options: CommonOptions) throws -> ArticleVectors? {
        guard let model = try modelOptions.load(options) else { return nil }
        return try vectors(by: model, modelOptions.precision, options)
    }

    /// What turns signals into probabilities, for the embedding model in use.
    func relatedness(
        _ weightsOptions: WeightsOptions,
        modelName: String?,
        _ options: CommonOptions
    ) throws -> RelatednessModel {
        try Self.relatedness(weightsOptions, beside: store.path, modelName: modelName, options)
    }

    /// The same for the corpora of an index.
    ///
    /// - Parameter index: path of the index; nil for one in memory.
    static func relatedness(
        _ weightsOptions: WeightsOptions,
        beside index: String?,
        modelName: String?,
        _ options: CommonOptions
    ) throws -> RelatednessModel {
        let (weights, path) = try weightsOptions.load(beside: index)
        if let path { options.messages.note("Weights: \(path)") }
        let (model, isOwn) = weights.model(for: modelName)
        if isOwn { return model }
        // Weights of a site's own may be for another model than the one in use.
        let shipped = RelatednessWeights.shipped.model(for: modelName)
        if let modelName, !shipped.isOwn {
            options.messages.note(
                "no weights were made for \(modelName), so those of another model stand in; "
                    + "`kindred tune` makes some"
            )
        }
        return shipped.isOwn ? shipped.model : model
    }

    /// Keeps what a recommender of all articles knows, so that the next question does not read them all.
    ///
    /// - Parameter recommender: made to be stored, else nothing is kept.
    func keep(_ recommender: Recommender, _ options: CommonOptions) throws {
        guard let known = CollectionSnapshot(recommender) else { return }
        let clock = ContinuousClock()
        let start = clock.now
        let stamp = recommender.vectors.map { VectorStamp($0.model, $0.precision) }
        try store.update { try KeptCollection.keep(known, of: articles, problems, stamp, in: $0) }
        options.logger.debug("kept", metadata: ["seconds": "\(clock.now - start)"])
    }

    /// Whether the index keeps already what ``keep(_:_:)`` would.
    func isKept(_ vectors: ArticleVectors?) throws -> Bool {
        let stamp = vectors.map { VectorStamp($0.model, $0.precision) }
        return try store.read { try KeptCollection.isKept(stamp, in: $0) }
    }

    /// The recommender over all articles.
    ///
    /// - Parameter isStored: it will be asked for what the index keeps, if that does not keep it already.
    func recommender(
        _ rankingOptions: RankingOptions,
        _ modelOptions: ModelOptions,
        _ weightsOptions: WeightsOptions,
        _ options: CommonOptions,
        storing isStored: Bool = false
    ) throws -> Recommender {
        guard !articles.isEmpty else {
            throw CommandFailure(
                "no readable articles in \(corpora.joined(separator: ", "))",
                problems.contains { $0.severity == .error } ? ExitStatus.badInput : ExitStatus.noInput
            )
        }
        let vectors = try vectors(modelOptions, options)
        let clock = ContinuousClock()
        let start = clock.now
        defer { options.logger.debug("terms", metadata: ["seconds": "\(clock.now - start)"]) }
        return try Recommender(
            articles,
            options: rankingOptions,
            vectors: vectors,
            relatedness: try relatedness(weightsOptions, modelName: vectors?.model.name, options),
            storing: isStored ? !isKept(vectors) : false
        )
    }
}

/// An end of a command with a message and a code.
struct CommandFailure: Error {
    var message: String
    var code: ExitCode

    init(_ message: String, _ code: ExitCode) { (self.message, self.code) = (message, code) }
}

extension CommonOptions {
    /// Runs a command's work and turns what it throws into a message and an exit code.
    func run(_ body: () throws -> Void) throws { try messages.run(body) }
}

extension Messages {
    /// The same, for commands without the common options.
    func run(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let failure as CommandFailure {
            self.error(failure.message)
            throw failure.code
        } catch let error as StoreError {
            self.error(error.description)
            throw ExitStatus.code(of: error)
        } catch let error as ModelError {
            self.error(error.description)
            throw ExitStatus.badInput
        } catch let problem as RelatednessWeights.FileProblem {
            self.error(problem.description)
            throw ExitStatus.badInput
        } catch let problem as InputProblem {
            report([problem])
            try ExitStatus.throwIfNeeded([problem])
        } catch let error as FileError {
            self.error(error.description)
            throw error.operation == .write ? ExitStatus.notWritten : ExitStatus.noInput
        } catch let code as ExitCode {
            throw code
        } catch {
            self.error("\(error); please report this as a bug")
            throw ExitStatus.internalError
        }
    }
}
