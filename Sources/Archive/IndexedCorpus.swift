package import Corpus
import Foundation
import Platform
package import Recommendation
package import Semantic
package import Storage

/// The articles of some corpora, read through an index that is up to date with their files.
///
/// Holds all articles in memory: for work on all of them, such as making every list. One question is better asked of
/// an ``Archive``, which reads what it needs.
package struct IndexedCorpus {
    package let corpora: [String]
    package let store: any ArticleStore
    package let update: IndexUpdate
    /// Those by which the files were read.
    package let rules: ReadingRules
    /// Those that the files belong to.
    package let sites: [Site]
    private let foldersWithTemporaries: Set<String>
    private let observer: WorkObserver

    /// In the order of the corpora's listing.
    package var articles: [Article] { update.contents.articles }
    package var problems: [InputProblem] { update.contents.problems }
    package var passedOver: [PassedOver] { update.contents.passedOver }

    /// Brings the store up to date with the files of the corpora, and reads all articles.
    ///
    /// - Parameter listing: of the corpora's files, where it has been made already.
    /// - Throws: the store's errors; what is wrong with files is collected in `problems`.
    package init(
        _ corpora: [String],
        in store: any ArticleStore,
        listing: SourceListing? = nil,
        rules: ReadingRules = ReadingRules(),
        observer: WorkObserver = WorkObserver()
    ) throws {
        let listing = listing ?? SourceListing(corpora)
        self.corpora = corpora
        self.store = store
        sites = listing.sites
        foldersWithTemporaries = listing.foldersWithTemporaries
        self.rules = rules
        self.observer = observer
        update = try observer.timed("index up to date") {
            try observer.stage(.reading) { progress in
                try IndexUpdate(of: store, from: corpora, listing: listing, rules: rules, progress: progress)
            }
        }
        if let summary = passedOver.summary { observer.note(summary) }
        if let first = listing.toldApart.first {
            observer.note(
                "\(listing.toldApart.count.counted("file")) have a path that is in several of the corpora; "
                    + "their ids begin with the corpus' name, such as \(first.relativePath)"
            )
        }
    }

    /// The path of the index, beside which lie weights, labels and what lists replaced. An index in a database has none;
    /// what would lie beside it lies where the corpora's own index would be.
    package var filesPath: String? {
        store.isPersistent ? try? IndexLocation.filesPath(store.path, for: corpora) : nil
    }

    /// Removes temporary files that interrupted runs left beside the articles, unless a run is writing lists now.
    package func removeLeftovers() {
        guard !foldersWithTemporaries.isEmpty, let replaced = ReplacedLists(besideIndexAt: filesPath),
            let lock = replaced.locked(wait: { _ in false })
        else { return }
        defer { lock.release() }
        for folder in foldersWithTemporaries { Platform.removeLeftovers(in: folder) }
    }

    /// The key of related lists where nobody names another: Zola's templates see what is below `extra` only.
    package var listKey: String {
        !sites.isEmpty && sites.allSatisfy { $0.generator == .zola }
            ? "extra.related" : ListStyle.standard.key
    }

    /// Opens the index that belongs to the corpora, and brings it up to date.
    ///
    /// - Parameters:
    ///   - index: the index's file; nil for the standard place.
    ///   - needsIndex: false does the work in memory, with a note, where no index can be written.
    /// - Throws: ``ArchiveError/nothingToRead(_:)`` where the corpora have no files, so that no empty index is left
    ///   behind; the store's errors.
    package init(
        _ corpora: [String],
        indexAt index: String?,
        needsIndex: Bool = false,
        rules: ReadingRules = ReadingRules(),
        observer: WorkObserver = WorkObserver()
    ) throws {
        let listing = SourceListing(corpora)
        guard !listing.files.isEmpty else { throw ArchiveError.nothingToRead(listing.problems) }
        let store = try Self.open(corpora, indexAt: index, needsIndex: needsIndex, observer)
        try self.init(corpora, in: store, listing: listing, rules: rules, observer: observer)
    }

    private static func open(
        _ corpora: [String],
        indexAt index: String?,
        needsIndex: Bool,
        _ observer: WorkObserver
    ) throws -> any ArticleStore {
        let patience = SQLiteStore.Patience {
            observer.note("Waiting for another kindred that is using the index …")
        }
        if corpora.contains(StandardInput.path) {
            guard index == nil, !needsIndex else {
                throw InputProblem(
                    .badValue,
                    path: "standard input",
                    "no index can be made of it, since it cannot be read again",
                    remedy: "write it into a file first, or leave --index out"
                )
            }
            return try SQLiteStore()
        }
        if let index { return try StoreLocation(index).store(patience: patience) }
        guard let path = try? IndexLocation.path(for: corpora) else { return try SQLiteStore() }
        if needsIndex || IndexLocation.isWritableIndex(path) {
            return try SQLiteStore(path: path, patience: patience)
        }
        observer.note("\(path) cannot be written, so the work is done in memory; --index FILE keeps an index")
        return try SQLiteStore()
    }

    // MARK: - What is made of the articles

    /// The embeddings of all articles: those that the store has, and the missing ones, which it then keeps.
    ///
    /// An interrupt loses at most the texts of the last second or two.
    package func vectors(by model: any EmbeddingModel, _ precision: Precision) throws -> ArticleVectors {
        try EmbeddedCorpus(store: store, observer: observer, revision: update.revision)
            .vectors(of: articles, by: model, precision)
    }

    /// The recommender over all articles.
    ///
    /// - Parameters:
    ///   - savesSnapshot: whether ``saveSnapshot(of:)`` will be called with it.
    ///   - grows: whether articles will be added to what it knows.
    /// - Throws: ``ArchiveError/noArticles(in:hasErrors:)``, the store's errors.
    package func recommender(
        _ options: RankingOptions,
        model: (any EmbeddingModel)?,
        _ precision: Precision,
        relatedness: (_ modelName: String?) throws -> RelatednessModel,
        savesSnapshot: Bool = false,
        grows: Bool = false
    ) throws -> Recommender {
        guard !articles.isEmpty else {
            throw ArchiveError.noArticles(
                in: corpora,
                hasErrors: problems.contains { $0.severity == .error }
            )
        }
        let vectors = try model.map { try self.vectors(by: $0, precision) }
        return try observer.timed("terms") {
            try Recommender(
                articles,
                options: options,
                vectors: vectors,
                relatedness: try relatedness(vectors?.model.name),
                storing: try grows || savesSnapshot && !hasSnapshot(vectors)
            )
        }
    }

    // MARK: - What is kept for single questions

    /// Whether the store has all that ``saveSnapshot(of:)`` would write.
    package func hasSnapshot(_ vectors: ArticleVectors?) throws -> Bool {
        let stamp = vectors.map { VectorStamp($0.model, $0.precision) }
        return try store.read { try StoredSnapshot.isComplete(stamp, in: $0) }
    }

    /// Writes what the recommender knows of all articles into the store, so that a single question needs not read
    /// them all.
    ///
    /// - Parameter recommender: over all articles and made with `savesSnapshot`, else nothing is written.
    package func saveSnapshot(of recommender: Recommender) throws {
        guard let snapshot = CollectionSnapshot(recommender) else { return }
        let stamp = recommender.vectors.map { VectorStamp($0.model, $0.precision) }
        try observer.timed("snapshot saved") {
            try store.update { access in
                guard let rows = try SnapshotRows(articles, at: update.revision, in: access) else { return }
                try StoredSnapshot.write(snapshot, of: articles, rows, problems, stamp, in: access)
            }
        }
    }

    /// Finds out how near the nearest of each article are, and saves the snapshot, unless it is there.
    package func prepareSnapshot(_ vectors: ArticleVectors?) throws {
        guard !articles.isEmpty, try !hasSnapshot(vectors) else { return }
        let recommender = try Recommender(articles, vectors: vectors, storing: true)
        observer.stage(.comparing) { recommender.learnNeighbourhoods(progress: $0) }
        try saveSnapshot(of: recommender)
    }
}

extension VectorStamp {
    package init(_ model: any EmbeddingModel, _ precision: Precision) {
        self.init(
            name: "\(model.name) \(precision.rawValue)",
            stamp: "fingerprint \(String(model.fingerprint, radix: 16)), \(model.dimension) numbers, "
                + "text recipe \(EmbeddedText.recipe)"
        )
    }
}

extension IndexedCorpus {
    /// Tells the store which files are new only because their lists were written, so that the next run need
    /// not read them again.
    package func noteStamps(of results: [ListEditing.Outcome]) throws {
        let written = results.compactMap { result -> SourceRecord? in
            guard let stamp = result.newStamp, var source = update.sources[result.path] else {
                return nil
            }
            source.stamp = stamp
            source.contentHash = result.newHash
            source.isSettled = SourceRecord.isSettled(stamp)
            return source
        }
        guard !written.isEmpty else { return }
        try store.update { try $0.restamp(written) }
    }
}
