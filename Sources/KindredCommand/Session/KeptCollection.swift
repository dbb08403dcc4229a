import Corpus
import Foundation
import Kernels
import Platform
import Recommendation
import Semantic
import Storage

/// What the index keeps of a whole collection, so that one question does not read all articles.
struct KeptCollection {
    /// Of the collection and not of the question: articles with errors, which are told with every answer.
    let problems: [InputProblem]
    private let collection: CollectionSnapshot
    private let articleKeys: StoredKeys
    /// Nil where words decide alone.
    private let vectors:
        (stamp: VectorStamp, model: any EmbeddingModel, precision: Precision, keys: StoredKeys)?
    private let access: SQLiteAccess

    private static let (articleKeysName, vectorKeysName, problemsName) = (
        "articleKeys", "vectorKeys", "problems"
    )

    /// - Returns: nil where the index does not keep all that is needed.
    init?(_ access: SQLiteAccess, _ model: (any EmbeddingModel)?, _ precision: Precision) throws {
        let stamp = model.map { VectorStamp($0, precision) }
        let scope = LookupScope(of: stamp, version: CollectionSnapshot.version)
        var parts: [CollectionSnapshot.Part: [UInt8]] = [:]
        for part in CollectionSnapshot.Part.allCases {
            parts[part] = try access.lookup(part.rawValue, scope)
        }
        guard let collection = CollectionSnapshot(parts),
            let keys = try access.lookup(Self.articleKeysName, scope).flatMap({ StoredKeys($0) }),
            keys.count == collection.count,
            let problems = try access.lookup(Self.problemsName, scope).map(ProblemRecord.problems)
        else { return nil }
        self.access = access
        self.collection = collection
        self.problems = problems
        articleKeys = keys
        guard let model, let stamp else {
            vectors = nil
            return
        }
        guard
            let vectorKeys = try access.lookup(Self.vectorKeysName, scope).flatMap({ StoredKeys($0) }),
            vectorKeys.count == collection.count
        else { return nil }
        vectors = (stamp, model, precision, vectorKeys)
    }

    /// Keeps what `recommender` knows of all `articles`, unless their rows cannot be told.
    static func keep(
        _ collection: CollectionSnapshot,
        of articles: [Article],
        _ problems: [InputProblem],
        _ stamp: VectorStamp?,
        in access: SQLiteAccess
    ) throws {
        let scope = LookupScope(of: stamp, version: CollectionSnapshot.version)
        let articles = articles.indices.map { articles[collection.number(at: $0)] }
        guard let keys = StoredKeys(try access.articleKeys(of: articles.map(\.origin))) else { return }
        if let stamp {
            let texts = articles.map { EmbeddedText($0).key }
            guard let vectorKeys = StoredKeys(try access.vectorKeys(of: texts, stamp)) else { return }
            try access.put(lookup: vectorKeys.bytes, vectorKeysName, scope)
        }
        try access.put(lookup: keys.bytes, articleKeysName, scope)
        try access.put(lookup: ProblemRecord.bytes(of: problems), problemsName, scope)
        for part in CollectionSnapshot.Part.allCases {
            try access.put(
                lookup: collection.bytes(of: part),
                part.rawValue,
                scope
            )
        }
    }

    /// Whether the index keeps all that there is to know of the articles by a model.
    static func isKept(_ stamp: VectorStamp?, in access: SQLiteAccess) throws -> Bool {
        let scope = LookupScope(of: stamp, version: CollectionSnapshot.version)
        return try access.lookup(CollectionSnapshot.Part.neighbourhoods.rawValue, scope).map {
            CollectionSnapshot.isComplete(neighbourhoods: $0)
        } ?? false
    }

    /// The article that a user named; nil for one that is not of the collection.
    func subject(named name: String) throws -> Article? {
        if SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) {
            guard let key = try access.articleKey(ofFile: path), let position = articleKeys.position(of: key)
            else { return try NamedArticle.read(path) }
            return try articles(at: [position])[0]
        }
        for position in collection.positions(of: ArticleID(name)) {
            let article = try articles(at: [position])[0]
            if article.id.rawValue == name { return article }
        }
        guard let page = CanonicalURL(name) else { return nil }
        for position in collection.positions(at: name) {
            let article = try articles(at: [position])[0]
            if article.links.pages.contains(page) { return article }
        }
        return nil
    }

    /// What stands beside `subject`; nil where the whole collection is needed.
    func answer(
        to subject: Subject,
        _ options: RankingOptions,
        _ relatedness: RelatednessModel
    ) throws -> GrowingAnswer? {
        let growing = GrowingCollection(collection, self, model: vectors?.model, relatedness: relatedness)
        return try growing.answer(to: subject, options: options)
    }
}

extension KeptCollection: SnapshotReader {
    var precision: Precision { vectors?.precision ?? .int8 }

    func articles(at positions: [Int]) throws -> [Article] {
        try access.articles(at: positions.map { articleKeys[$0] })
    }

    func vectors(at positions: [Int]) throws -> EmbeddingMatrix {
        guard let vectors else { return EmbeddingMatrix(dimension: 0, precision: .int8) }
        var matrix = EmbeddingMatrix(dimension: vectors.model.dimension, precision: vectors.precision)
        try access.vectors(at: positions.map { vectors.keys[$0] }) { bytes in
            guard
                let row = EmbeddingMatrix.Embedding(
                    stored: bytes,
                    dimension: vectors.model.dimension,
                    vectors.precision
                )
            else { throw StoreError.damaged(path: "the index", detail: "a row holds no vector") }
            matrix.append(row)
        }
        return matrix
    }

    func approximateNearest(
        to embedding: EmbeddingMatrix.Embedding,
        k: Int,
        probes: Int,
        besides own: Int?,
        _ assignment: PackedNumbers
    ) throws -> [Int]? {
        guard let vectors, let centroids = try access.centroids(of: vectors.stamp) else { return nil }
        let clusters = PackedClusters(
            centroids: centroids.bytes,
            assignment: assignment.numbers,
            dimension: vectors.model.dimension
        )
        return try clusters?.approximateNearest(to: embedding, k: k, probes: probes, besides: own) {
            positions in
            try self.vectors(at: positions)
        }
    }

    func neighbourhoods(at positions: [Int]) -> [Float] { collection.neighbourhoods(at: positions) }
}

/// Keys of rows by position.
private struct StoredKeys {
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

    func position(of key: Int64) -> Int? { keys.numbers.firstIndex { Int64($0) == key } }
}

/// A problem as the index keeps it.
private struct ProblemRecord: Codable {
    let kind, path: String
    let line: Int?
    let problem, remedy: String

    /// Errors alone, since answers tell no warnings.
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
