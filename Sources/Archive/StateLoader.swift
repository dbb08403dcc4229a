import Corpus
import Foundation
import Recommendation
import Semantic
import Storage

/// Reads an archive's state from its store: the snapshot, and what was written since.
struct StateLoader {
    let store: any ArticleStore
    let model: (any EmbeddingModel)?
    let precision: Precision
    let relatedness: RelatednessModel
    /// Whether embeddings are kept in memory, for a process that answers more than one question.
    var isCached = true

    /// - Returns: nil where the store has no snapshot of this model, or not all that belongs to it.
    func state() throws -> ArchiveState? {
        let stamp = model.map { VectorStamp($0, precision) }
        let read = try store.read { access -> (StoredSnapshot, Changes, Int64)? in
            guard let stored = try StoredSnapshot(stamp, in: access),
                let changes = try Changes(since: stored, stamp, model, precision, in: access)
            else { return nil }
            return (stored, changes, try access.revision())
        }
        guard let (stored, changes, revision) = read else { return nil }
        let reader = StoreReader(store, stored, model: model, precision, isCached: isCached)
        var collection = GrowingCollection(
            stored.snapshot,
            reader,
            model: model,
            relatedness: relatedness
        )
        collection.hide(positions: changes.hidden)
        try collection.restore(changes.additions)
        return ArchiveState(
            collection: .stored(collection),
            revision: revision,
            problems: stored.problems,
            rows: StateRows(snapshot: stored, additions: changes.keys)
        )
    }

    /// A state with what was written since, without reading again what it knows.
    ///
    /// Articles that were only stored so far, and are compared later, are left out until they are.
    ///
    /// - Returns: nil where that cannot be told: files changed, all articles were compared anew, or the store does not
    ///   remember so far back.
    func following(_ state: ArchiveState) throws -> ArchiveState? {
        guard case .stored(var collection) = state.collection, let snapshot = state.rows.snapshot else {
            return nil
        }
        let stamp = model.map { VectorStamp($0, precision) }
        var next = state
        let read = try store.read { access -> Changes? in
            // A database that was brought back from before does not know what this process knows.
            guard try access.revision() >= state.revision,
                try StoredSnapshot.isCurrent(snapshot, stamp, in: access),
                let changed = try access.articleChanges(after: state.revision)
            else { return nil }
            next.revision = try access.revision()
            let densities =
                changed.added.isEmpty ? [:] : try access.densities(StoredSnapshot.scope(stamp))
            let added = changed.added.filter { densities[$0] != nil }
            if added.count < changed.added.count { next.rows.lacksArticles = true }
            var changes = try Changes(
                adding: added,
                densities,
                stamp,
                model,
                precision,
                in: access
            )
            if !changed.removed.isEmpty {
                changes?.hidden = (0..<snapshot.articleKeys.count).filter {
                    Self.contains(changed.removed, snapshot.articleKeys[$0])
                }
            }
            changes?.hiddenAdditions = state.rows.additions.indices.filter {
                Self.contains(changed.removed, state.rows.additions[$0])
            }
            return changes
        }
        guard let changes = read else { return nil }
        collection.hide(positions: changes.hidden)
        collection.hide(additions: changes.hiddenAdditions)
        try collection.restore(changes.additions)
        next.collection = .stored(collection)
        next.rows.additions += changes.keys
        return next
    }

    /// - Parameter keys: ascending.
    private static func contains(_ keys: [Int64], _ key: Int64) -> Bool {
        var (low, high) = (0, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low < keys.count && keys[low] == key
    }

    /// Whether nobody has written articles since a state was read or written.
    func isCurrent(_ state: ArchiveState) throws -> Bool {
        try Self.revision(of: store) == state.revision
    }

    static func revision(of store: any ArticleStore) throws -> Int64 {
        try store.read { try $0.revision() }
    }

    /// What came and went since a state was read.
    private struct Changes {
        /// Positions of the snapshot whose articles are gone.
        var hidden: [Int] = []
        /// Numbers of additions that are gone.
        var hiddenAdditions: [Int] = []
        /// In the order of their keys, which is that of their writing.
        var additions: [GrowingCollection<StoreReader>.Addition] = []
        /// Of the additions.
        var keys: [Int64] = []

        private init() {}

        /// All since a snapshot was made.
        ///
        /// - Returns: nil where a vector or a density is missing, as where another model was in use meanwhile.
        init?(
            since stored: StoredSnapshot,
            _ stamp: VectorStamp?,
            _ model: (any EmbeddingModel)?,
            _ precision: Precision,
            in access: any StoreAccess
        ) throws {
            if try access.revision() == stored.revision {
                self.init()
                return
            }
            let keys = try access.articleKeys()
            let present = Set(keys)
            let densities = try access.densities(StoredSnapshot.scope(stamp))
            let later = keys.filter { $0 > stored.lastKey }
            try self.init(adding: later, densities, stamp, model, precision, in: access)
            hidden = (0..<stored.articleKeys.count).filter { !present.contains(stored.articleKeys[$0]) }
        }

        /// Some articles that came.
        ///
        /// - Returns: nil where a vector or a density is missing.
        init?(
            adding keys: [Int64],
            _ densities: [Int64: Float],
            _ stamp: VectorStamp?,
            _ model: (any EmbeddingModel)?,
            _ precision: Precision,
            in access: any StoreAccess
        ) throws {
            guard !keys.isEmpty else { return }
            self.keys = keys
            let articles = try access.articles(at: keys)
            var vectors: [EmbeddingMatrix.Embedding?] = articles.map { _ in nil }
            if let stamp, let model {
                let rows = try access.vectorKeys(of: articles.map { EmbeddedText($0).key }, stamp)
                let known = rows.compactMap(\.self)
                guard known.count == articles.count else { return nil }
                var next = 0
                try access.vectors(at: known) { bytes in
                    vectors[next] = EmbeddingMatrix.Embedding(
                        stored: bytes,
                        dimension: model.dimension,
                        precision
                    )
                    next += 1
                }
                guard vectors.allSatisfy({ $0 != nil }) else { return nil }
            }
            for (place, article) in articles.enumerated() {
                guard let density = densities[keys[place]] else { return nil }
                additions.append(.init(article, embedding: vectors[place], density: density))
            }
        }
    }
}

/// All articles of a store.
enum StoredContents {
    /// In the order of the corpora and of their files' paths, upserted ones last.
    static func all(in access: any StoreAccess) throws -> CorpusContents {
        let roots = try access.corpora().filter { !$0.hasPrefix("!") }.map(SourcePattern.place)
        func rank(_ path: String) -> Int {
            roots.firstIndex { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
                ?? roots.count
        }
        let files = try access.contents(except: []).map { (rank($0.source.path), $0) }
            .sorted { a, b in
                a.0 != b.0
                    ? a.0 < b.0 : a.1.source.path.utf8.lexicographicallyPrecedes(b.1.source.path.utf8)
            }
        return CorpusContents(
            gathering: files.map { ($0.1.articles, $0.1.problems) } + [(try access.upsertedArticles(), [])],
            listingProblems: []
        )
    }
}
