import Corpus
import Foundation
import Kernels
import Recommendation
import Storage

/// The snapshot of a collection as a store keeps it, with the keys of the rows that its positions stand for.
struct StoredSnapshot {
    let snapshot: CollectionSnapshot
    /// Keys of the articles' rows, by position.
    let articleKeys: RowKeys
    /// Keys of the embeddings' rows, by position; nil where words decide alone.
    let vectorKeys: RowKeys?
    /// The highest key that an article had when the snapshot was made: those with a higher one came later.
    let lastKey: Int64
    /// Of the store when the snapshot was made: as long as it is the same, nothing came or went.
    let revision: Int64
    /// Errors in files of the collection, which every answer reports.
    let problems: [InputProblem]

    private enum Name {
        static let articleKeys = "articleKeys"
        static let vectorKeys = "vectorKeys"
        static let problems = "problems"
        static let state = "state"
    }

    /// Reads the snapshot of one embedding model, or of words alone.
    ///
    /// - Returns: nil where the store has not all of it, or some of it is damaged.
    init?(_ stamp: VectorStamp?, in access: any StoreAccess) throws {
        let scope = Self.scope(stamp)
        var parts: [CollectionSnapshot.Part: [UInt8]] = [:]
        for part in CollectionSnapshot.Part.allCases {
            parts[part] = try access.lookup(part.rawValue, scope)
        }
        guard let snapshot = CollectionSnapshot(parts),
            let keys = try access.lookup(Name.articleKeys, scope).flatMap({ RowKeys($0) }),
            keys.count == snapshot.count,
            let problems = try access.lookup(Name.problems, scope).map(ProblemRecord.problems),
            let state = try access.lookup(Name.state, scope).map({ PackedNumbers(bytes: $0) }),
            state.count == 3
        else { return nil }
        lastKey = Int64(state[0])
        revision = Int64(state[1]) << 32 | Int64(state[2])
        self.snapshot = snapshot
        self.problems = problems
        articleKeys = keys
        guard stamp != nil else {
            vectorKeys = nil
            return
        }
        guard let vectorKeys = try access.lookup(Name.vectorKeys, scope).flatMap({ RowKeys($0) }),
            vectorKeys.count == snapshot.count
        else { return nil }
        self.vectorKeys = vectorKeys
    }

    /// Writes the snapshot of all `articles`, unless some vector has no row.
    ///
    /// - Parameter rows: where the articles were when they were read. What came and went since is found by the keys of
    ///   rows when the snapshot is opened.
    static func write(
        _ snapshot: CollectionSnapshot,
        of articles: [Article],
        _ rows: SnapshotRows,
        _ problems: [InputProblem],
        _ stamp: VectorStamp?,
        in access: any StoreAccess
    ) throws {
        let scope = scope(stamp)
        let places = articles.indices.map { snapshot.number(at: $0) }
        guard let keys = RowKeys(places.map { rows.keys[$0] }) else { return }
        if let stamp {
            let texts = places.map { EmbeddedText(articles[$0]).key }
            guard let vectorKeys = RowKeys(try access.vectorKeys(of: texts, stamp)) else { return }
            try access.put(lookup: vectorKeys.bytes, Name.vectorKeys, scope)
        }
        guard let last = UInt32(exactly: rows.last) else { return }
        let number = UInt64(bitPattern: rows.revision)
        let state = [last, UInt32(truncatingIfNeeded: number >> 32), UInt32(truncatingIfNeeded: number)]
        try access.put(lookup: PackedNumbers(state).bytes, Name.state, scope)
        try access.put(lookup: keys.bytes, Name.articleKeys, scope)
        try access.put(lookup: ProblemRecord.bytes(of: problems), Name.problems, scope)
        for part in CollectionSnapshot.Part.allCases {
            try access.put(lookup: snapshot.bytes(of: part), part.rawValue, scope)
        }
        _ = try access.log([.all])
    }

    /// Whether the store has all that there is to know of the articles by a model, and none of it is damaged.
    static func isComplete(_ stamp: VectorStamp?, in access: any StoreAccess) throws -> Bool {
        try StoredSnapshot(stamp, in: access)?.snapshot.isComplete ?? false
    }

    /// Whether the store still has this snapshot and no newer one.
    static func isCurrent(_ known: StoredSnapshot, _ stamp: VectorStamp?, in access: any StoreAccess) throws
        -> Bool
    {
        guard let state = try access.lookup(Name.state, scope(stamp)).map({ PackedNumbers(bytes: $0) }),
            state.count == 3
        else { return false }
        return Int64(state[0]) == known.lastKey
            && (Int64(state[1]) << 32 | Int64(state[2])) == known.revision
    }

    /// Whether a snapshot of some rows, made while others may have written, is not older than that of the store and leads,
    /// with what came since, to all articles.
    ///
    /// - Complexity: O(articles), without reading them.
    static func canFollow(
        _ rows: SnapshotRows,
        _ stamp: VectorStamp?,
        in access: any StoreAccess
    ) throws -> Bool {
        if let state = try access.lookup(Name.state, scope(stamp)).map({ PackedNumbers(bytes: $0) }),
            state.count == 3, Int64(state[1]) << 32 | Int64(state[2]) > rows.revision
        {
            return false
        }
        if try access.revision() == rows.revision { return true }
        let known = try access.densities(scope(stamp))
        return try access.articleKeys().allSatisfy { $0 <= rows.last || known[$0] != nil }
    }

    static func scope(_ stamp: VectorStamp?) -> LookupScope {
        LookupScope(of: stamp, fingerprint: CollectionSnapshot.fingerprint)
    }
}

/// Where the articles of a snapshot were in the store when they were read.
struct SnapshotRows: Sendable {
    /// In the order of the articles.
    let keys: [Int64]
    /// The highest that any article had.
    let last: Int64
    /// Of the store.
    let revision: Int64

    /// - Parameter revision: of the store when `articles` were read.
    /// - Returns: nil where articles have changed since.
    init?(_ articles: [Article], at revision: Int64, in access: any StoreAccess) throws {
        guard try access.revision() == revision else { return nil }
        let keys = try access.articleKeys(of: articles).compactMap(\.self)
        guard keys.count == articles.count else { return nil }
        self.keys = keys
        last = try access.articleKeys().last ?? 0
        self.revision = revision
    }
}

/// Keys of rows by position.
struct RowKeys: Sendable {
    private let keys: PackedNumbers

    var count: Int { keys.count }
    var bytes: [UInt8] { keys.bytes }

    init?(_ bytes: [UInt8]) { keys = PackedNumbers(bytes: bytes) }

    /// - Returns: nil where one is missing, or so large that rows have been replaced four billion times.
    init?(_ keys: [Int64?]) {
        let small = keys.compactMap { $0.flatMap { UInt32(exactly: $0) } }
        guard small.count == keys.count else { return nil }
        self.keys = PackedNumbers(small)
    }

    subscript(position: Int) -> Int64 { Int64(keys[position]) }

    /// - Complexity: O(count).
    func position(of key: Int64) -> Int? { keys.numbers.firstIndex { Int64($0) == key } }
}

/// A problem as the store keeps it.
private struct ProblemRecord: Codable {
    let kind, path: String
    let line: Int?
    let problem, remedy: String

    /// Errors alone, since answers report no warnings.
    static func bytes(of problems: [InputProblem]) throws -> [UInt8] {
        let records = problems.filter { $0.severity == .error }.map {
            ProblemRecord(
                kind: $0.kind.rawValue,
                path: $0.path,
                line: $0.line,
                problem: $0.problem,
                remedy: $0.remedy
            )
        }
        return [UInt8](try JSONEncoder().encode(records))
    }

    static func problems(_ bytes: [UInt8]) throws -> [InputProblem] {
        try JSONDecoder().decode([ProblemRecord].self, from: Data(bytes)).map { record in
            InputProblem(
                InputProblem.Kind(rawValue: record.kind) ?? .unreadable,
                path: record.path,
                line: record.line,
                record.problem,
                remedy: record.remedy
            )
        }
    }
}
