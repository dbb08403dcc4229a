import Corpus
import Storage
import Synchronization

/// A store in dictionaries: the shortest that the contract allows, against which others are compared.
///
/// A transaction works on a copy of the state, which takes the state's place at its end.
final class MemoryStore: ArticleStore {
    private let state = Mutex(MemoryState())
    private let writer = Mutex(())

    var name: String { "memory" }
    var path: String? { nil }
    var isPersistent: Bool { false }

    func update<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        try writer.withLock { _ in
            let access = MemoryAccess(state.withLock { $0 }, mayWrite: true)
            let result = try body(access)
            let end = access.end
            state.withLock { $0 = end }
            return result
        }
    }

    func read<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        try body(MemoryAccess(state.withLock { $0 }, mayWrite: false))
    }

    func info() throws -> StoreInfo {
        let state = state.withLock { $0 }
        return StoreInfo(
            corpora: state.corpora,
            files: state.files.count,
            articles: state.articles.count,
            models: state.vectors.map { ($0.key, $0.value.rows.count) }.sorted { $0.0 < $1.0 },
            bytes: 0,
            schema: "memory",
            updated: state.updated
        )
    }

    func integrityFailures() throws -> [String] { [] }
}

struct MemoryState {
    struct Row {
        var article: Article
        /// Nil for an upserted article.
        var file: String?
    }

    struct Vectors {
        var stamp: String
        var rows: [UInt64: (key: Int64, bytes: [UInt8])] = [:]
        var centroids: (rows: Int, bytes: [UInt8])?
    }

    var corpora: [String] = []
    var readingStamp: String?
    var updated: String?
    var files: [String: (source: SourceRecord, problems: [InputProblem])] = [:]
    var articles: [Int64: Row] = [:]
    var (lastArticle, lastVector, revision): (Int64, Int64, Int64) = (0, 0, 0)
    var vectors: [String: Vectors] = [:]
    /// By model and name.
    var lookups: [String: [String: (stamp: String, bytes: [UInt8])]] = [:]
    var checkpoints: [String: [String: (stamp: String, bytes: [UInt8])]] = [:]
    var densities: [String: [Int64: (stamp: String, value: Float)]] = [:]

    var listChanges: [ListChange] = []
    var lastListChange: Int64 = 0

    mutating func forget() { (lookups, checkpoints, densities) = ([:], [:], [:]) }

    mutating func forget(_ model: String) {
        (lookups[model], checkpoints[model], densities[model]) = (nil, nil, nil)
    }

    mutating func removeArticles(_ isGone: (Row) -> Bool) -> Bool {
        let gone = articles.filter { isGone($0.value) }.keys
        for key in gone {
            articles[key] = nil
            for model in densities.keys { densities[model]?[key] = nil }
        }
        return !gone.isEmpty
    }
}

final class MemoryAccess: StoreAccess {
    private var state: MemoryState
    private let mayWrite: Bool
    private var changesArticles = false

    init(_ state: MemoryState, mayWrite: Bool) { (self.state, self.mayWrite) = (state, mayWrite) }

    /// The state after the transaction.
    var end: MemoryState {
        var end = state
        if changesArticles { end.revision += 1 }
        return end
    }

    private func write(_ change: (inout MemoryState) throws -> Void) throws {
        guard mayWrite else { throw StoreError.failed(path: "memory", detail: "a reader writes") }
        try change(&state)
    }

    // MARK: - Files

    func corpora() -> [String] { state.corpora }
    func articleLanguages() -> ArticleLanguages {
        ArticleLanguages(state.articles.values.lazy.map(\.article))
    }
    func publicationDates() -> [(key: Int64, text: String)] {
        state.articles.compactMap { key, row in row.article.published.map { (key, $0.text) } }
    }
    func setCorpora(_ paths: [String]) throws {
        try write {
            $0.corpora = paths
            $0.forget()
        }
    }
    func readingStamp() -> String? { state.readingStamp }
    func setReadingStamp(_ stamp: String) throws { try write { $0.readingStamp = stamp } }
    func sources() -> [String: SourceRecord] { state.files.mapValues(\.source) }
    func source(ofFile path: String) -> SourceRecord? { state.files[path]?.source }

    func contents(except known: Set<String>) -> [SourceContents] {
        let rows = state.articles.sorted { $0.key < $1.key }.map(\.value)
        return state.files.values.filter { !known.contains($0.source.path) }.map { file in
            let articles = rows.filter { $0.file == file.source.path }.map(\.article)
            return SourceContents(source: file.source, articles: articles, problems: file.problems)
        }
    }

    func insertion() -> any FileInsertion { Insertion(access: self) }

    private struct Insertion: FileInsertion {
        let access: MemoryAccess
        var path = ""

        mutating func begin(_ source: SourceRecord) throws {
            path = source.path
            try access.remove(paths: [path])
            try access.write { $0.files[source.path] = (source, []) }
        }
        mutating func add(_ articles: [Article]) throws {
            let upserted = Set(access.state.articles.values.lazy.filter { $0.file == nil }.map(\.article.id))
            for article in articles {
                try access.write { state in
                    if upserted.contains(article.id) {
                        _ = state.removeArticles { $0.file == nil && $0.article.id == article.id }
                    }
                    state.lastArticle += 1
                    var article = article
                    article.origin = ArticleOrigin(path: path, line: article.origin?.line ?? 1)
                    state.articles[state.lastArticle] = MemoryState.Row(article: article, file: path)
                }
                access.changesArticles = true
            }
        }
        mutating func add(_ problems: [InputProblem]) throws {
            try access.write { $0.files[path]?.problems += problems }
        }
        mutating func finish() throws { try access.write { $0.updated = "now" } }
    }

    func restamp(_ sources: [SourceRecord]) throws {
        try write { state in
            for source in sources {
                guard let relative = state.files[source.path]?.source.relativePath else { continue }
                state.files[source.path]?.source = source
                state.files[source.path]?.source.relativePath = relative
            }
        }
    }

    func remove(paths: [String]) throws {
        try write { state in
            state.forget()
            for path in paths where state.files.removeValue(forKey: path) != nil {
                if state.removeArticles({ $0.file == path }) { changesArticles = true }
            }
        }
    }

    // MARK: - Articles

    func upsert(_ articles: [Article]) throws -> [Int64] {
        for article in articles {
            if let detail = article.storageObstacle {
                throw StoreError.refused(id: article.id.rawValue, detail: detail)
            }
        }
        return try articles.map { article in
            try write { state in
                state.checkpoints = [:]
                _ = state.removeArticles { $0.article.id == article.id }
                state.lastArticle += 1
                var article = article
                if article.origin?.path == "" { article.origin = nil }
                state.articles[state.lastArticle] = MemoryState.Row(article: article)
            }
            changesArticles = true
            return state.lastArticle
        }
    }

    func remove(ids: [ArticleID]) throws -> [Bool] {
        try ids.map { id in
            var isGone = false
            try write { state in
                isGone = state.removeArticles { $0.article.id == id }
                if isGone { state.checkpoints = [:] }
            }
            if isGone { changesArticles = true }
            return isGone
        }
    }

    func revision() -> Int64 { end.revision }
    func articleKeys() -> [Int64] { state.articles.keys.sorted() }
    func upsertedKeys() -> [Int64] { articleKeys().filter { state.articles[$0]?.file == nil } }

    func articleKeys(of articles: [Article]) -> [Int64?] {
        articles.map { article in
            first { $0.file == nil && $0.article.id == article.id }
                ?? article.origin.flatMap { origin in first { $0.file != nil && $0.article.origin == origin }
                }
        }
    }

    func articleKeys(ofIDs ids: [ArticleID]) -> [Int64?] { ids.map { id in first { $0.article.id == id } } }

    func articleKey(ofFile path: String) -> Int64? {
        first { $0.file == path } ?? first { $0.file == nil && $0.article.origin?.path == path }
    }

    private func first(_ isMeant: (MemoryState.Row) -> Bool) -> Int64? {
        state.articles.filter { isMeant($0.value) }.keys.min()
    }

    func articles(at keys: [Int64]) throws -> [Article] {
        try keys.map { key in
            guard let row = state.articles[key] else {
                throw StoreError.damaged(path: "memory", detail: "a row is missing")
            }
            return row.article
        }
    }

    // MARK: - Vectors

    func vectors(
        of model: VectorStamp,
        keeping texts: Set<UInt64>,
        receive: (UInt64, [UInt8]) throws -> Void
    ) throws {
        try write { state in
            guard var known = state.vectors[model.name] else { return }
            guard known.stamp == model.stamp else {
                state.vectors[model.name] = nil
                return
            }
            for (text, row) in known.rows where texts.contains(text) { try receive(text, row.bytes) }
            let remaining = known.rows.filter { texts.contains($0.key) }
            if remaining.count < known.rows.count { state.forget(model.name) }
            known.rows = remaining
            state.vectors[model.name] = known
        }
    }

    func put(_ vectors: [(text: UInt64, bytes: [UInt8])], of model: VectorStamp) throws {
        try write { state in
            var known = state.vectors[model.name] ?? MemoryState.Vectors(stamp: model.stamp)
            guard known.stamp == model.stamp else { return }
            for (text, bytes) in vectors {
                if known.rows[text] == nil { state.lastVector += 1 }
                known.rows[text] = (known.rows[text]?.key ?? state.lastVector, bytes)
            }
            state.vectors[model.name] = known
        }
    }

    func vectorKeys(of texts: [UInt64], _ model: VectorStamp) -> [Int64?] {
        texts.map { rows(of: model)?.rows[$0]?.key }
    }

    func vectors(at keys: [Int64], receive: ([UInt8]) throws -> Void) throws {
        for key in keys {
            let row = state.vectors.values.lazy.flatMap(\.rows.values).first { $0.key == key }
            guard let row else { throw StoreError.damaged(path: "memory", detail: "a row is missing") }
            try receive(row.bytes)
        }
    }

    func centroids(of model: VectorStamp) -> (rows: Int, bytes: [UInt8])? { rows(of: model)?.centroids }

    func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws {
        guard self.rows(of: model) != nil else { return }
        try write { $0.vectors[model.name]?.centroids = (rows, centroids) }
    }

    private func rows(of model: VectorStamp) -> MemoryState.Vectors? {
        state.vectors[model.name].flatMap { $0.stamp == model.stamp ? $0 : nil }
    }

    // MARK: - Lookups

    func lookup(_ name: String, _ scope: LookupScope) -> [UInt8]? {
        state.lookups[scope.model]?[name].flatMap { $0.stamp == scope.stamp ? $0.bytes : nil }
    }
    func put(lookup bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try write { $0.lookups[scope.model, default: [:]][name] = (scope.stamp, bytes) }
    }
    func checkpoint(_ name: String, _ scope: LookupScope) -> [UInt8]? {
        state.checkpoints[scope.model]?[name].flatMap { $0.stamp == scope.stamp ? $0.bytes : nil }
    }
    func put(checkpoint bytes: [UInt8], _ name: String, _ scope: LookupScope) throws {
        try write { $0.checkpoints[scope.model, default: [:]][name] = (scope.stamp, bytes) }
    }
    func removeCheckpoints(_ scope: LookupScope) throws { try write { $0.checkpoints[scope.model] = nil } }

    func setDensities(_ densities: [(key: Int64, value: Float)], _ scope: LookupScope) throws {
        try write { state in
            for (key, value) in densities where state.articles[key] != nil {
                state.densities[scope.model, default: [:]][key] = (scope.stamp, value)
            }
        }
    }
    func densities(_ scope: LookupScope) -> [Int64: Float] {
        (state.densities[scope.model] ?? [:]).filter { $0.value.stamp == scope.stamp }.mapValues(\.value)
    }

    // MARK: - Changed lists

    func log(_ changes: [LoggedChange]) throws -> [Int64] {
        var numbers: [Int64] = []
        try write { state in
            for change in changes {
                state.lastListChange += 1
                numbers.append(state.lastListChange)
                state.listChanges.append(
                    ListChange(
                        number: state.lastListChange,
                        article: change.article,
                        lists: change.lists,
                        isComplete: change.isComplete
                    )
                )
            }
            let excess = state.listChanges.count - Int(ListChange.kept)
            if excess > 0 { state.listChanges.removeFirst(excess) }
        }
        return numbers
    }

    func complete(_ changes: [CompletedChange]) throws {
        try write { state in
            for change in changes {
                guard
                    let place = state.listChanges.firstIndex(where: {
                        $0.number == change.number && !$0.isComplete
                    })
                else { continue }
                let known = state.listChanges[place]
                state.listChanges[place] = ListChange(
                    number: known.number,
                    article: known.article,
                    lists: known.lists + change.lists.filter { !known.lists.contains($0) },
                    isComplete: true
                )
            }
        }
    }

    func listChanges(after number: Int64, limit: Int) -> [ListChange] {
        Array(state.listChanges.filter { $0.number > number }.prefix(limit))
    }

    func incompleteListChanges() -> [ListChange] { state.listChanges.filter { !$0.isComplete } }

    func listChangeLog() -> (name: String, numbers: ClosedRange<Int64>?) {
        let numbers = state.listChanges.first.map { $0.number...state.lastListChange }
        return ("memory", numbers)
    }
}
