import ArgumentParser
import Corpus
import Foundation
import Kernels
import Platform
import Recommendation
import Retrieval
import Semantic

/// How long lists of all articles take by one kind of search.
struct ListTimes {
    enum Kind: String, ExpressibleByArgument { case lexical, dense, clustered }

    private let kind: Kind
    private let count: Int
    private let k: Int
    private var index = 0.0
    private var lists = 0.0
    /// Of the ten or so nearest, the share that an approximate search finds.
    private var recall: Double?

    init(_ kind: Kind, of articles: [Article], k: Int, writingVectorsTo path: String?) throws {
        self.kind = kind
        self.k = k
        count = articles.count
        if kind == .lexical {
            measureTerms(articles)
            return
        }
        let model = try staticModel()
        let vectors = model.embed(articles.map { $0.title + "\n" + $0.excerpt })
        if let path { try writeFile(path, littleEndianBytes(vectors)) }
        var matrix = EmbeddingMatrix(dimension: model.dimension, precision: .int8)
        for row in articles.indices {
            let range = (row * model.dimension)..<((row + 1) * model.dimension)
            matrix.append(EmbeddingMatrix.Embedding(vectors.span.extracting(range), .int8))
        }
        if kind == .dense { measureAllRows(matrix) } else { measureClusters(matrix) }
    }

    private mutating func measureTerms(_ articles: [Article]) {
        let texts = articles.map { DocumentText(title: $0.title, excerpt: $0.excerpt, body: $0.body) }
        let made = timed(&index) { LexicalIndex(texts) }
        let docs = (0..<made.count).map { DocID($0) }
        let k = k
        let found = timed(&lists) { made.inverted.nearest(toEach: docs, k: k) { $1.count } }
        precondition(found.count == count)
    }

    private mutating func measureAllRows(_ matrix: EmbeddingMatrix) {
        let k = k
        let found = timed(&lists) { matrix.nearestToEachRow(k: k) }
        precondition(found.count == count)
    }

    private mutating func measureClusters(_ matrix: EmbeddingMatrix) {
        let k = k
        let clusters = timed(&index) { ClusteredIndex(matrix) }
        let found = timed(&lists) {
            concurrentMap(clusters.clusterCount, grain: 1) { cluster in
                clusters.nearest(toRows: clusters.rows(inCluster: cluster), k: k)
            }
        }
        precondition(found.reduce(0) { $0 + $1.count } == count)
        recall = Self.recall(of: clusters, matrix, k: k)
    }

    /// The share of the nearest that the clusters find, over a thousand rows.
    private static func recall(of clusters: ClusteredIndex, _ matrix: EmbeddingMatrix, k: Int) -> Double {
        let rows = stride(from: 0, to: matrix.count, by: max(1, matrix.count / 1000)).map { UInt32($0) }
        let found = clusters.nearest(toRows: rows, k: k)
        let shares = concurrentMap(
            rows.count,
            scratch: ScoreAccumulator(count: matrix.count)
        ) { place, scores in
            matrix.addCosines(with: matrix[Int(rows[place])], times: 1, to: &scores)
            let exact = scores.takeBest(k + 1).filter { $0.document != rows[place] }.prefix(k)
            guard let worst = exact.last?.score else { return 1.0 }
            // Whoever is as near as the last of the exact list is as good.
            return Double(found[place].count { $0.cosine >= worst }) / Double(exact.count)
        }
        return shares.reduce(0, +) / Double(max(1, shares.count))
    }

    var json: String {
        let recall = recall.map { String(format: "%.4f", $0) } ?? "null"
        return "{\"kind\": \"\(kind.rawValue)\", \"count\": \(count), \"k\": \(k), "
            + String(format: "\"index\": %.4f, \"lists\": %.4f, ", index, lists) + "\"recall\": \(recall)}"
    }
}
