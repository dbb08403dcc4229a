import Corpus
import Foundation
import Platform
import Recommendation
import Semantic
import Storage

/// The embeddings of a store's articles, kept by a hash of each text.
struct EmbeddedCorpus {
    let store: any ArticleStore
    let observer: WorkObserver
    /// The store's revision when the articles were read: unless somebody has written since, whose texts would be unknown
    /// here, the store keeps no vectors of other texts. Nil keeps them all.
    var revision: Int64?

    /// The embeddings of `articles`: those that the store has, and the missing ones, which it then keeps.
    func vectors(
        of articles: [Article],
        by model: any EmbeddingModel,
        _ precision: Precision
    ) throws -> ArticleVectors {
        let clock = ContinuousClock()
        let start = clock.now
        let stamp = VectorStamp(model, precision)
        var missing = 0
        let trained = try store.read { try $0.centroids(of: stamp) }
            .flatMap { Self.stillSuits(centroidsFor: $0.rows, articles.count) ? $0.bytes : nil }
        let vectors = try observer.stage(.embedding) { progress in
            try ArticleVectors(
                articles,
                model: model,
                precision: precision,
                centroids: trained,
                known: { texts in
                    let known = try storedVectors(of: texts, model, precision)
                    missing = texts.count - known.count
                    if missing > 0, known.count == 0 {
                        observer.note("Embedding \(missing.counted("text")) with \(model.name) …")
                    }
                    return known
                },
                progress: progress,
                save: { made in
                    try store.update { access in
                        try access.put(made.map { (text: $0.key, bytes: $0.vector.stored) }, of: stamp)
                    }
                }
            )
        }
        if missing > 0 {
            let foreign = articles.count { !model.knowsScript(of: EmbeddedText($0).content) }
            if foreign > 0 {
                observer.note(
                    "\(model.name) has no words in the script of \(foreign.counted("article")), compared by words alone; "
                        + "--model names another model"
                )
            }
        }
        if let centroids = vectors.clusters?.storedCentroids, centroids != trained {
            try store.update { try $0.put(centroids: centroids, rows: articles.count, of: stamp) }
        }
        observer.log("embeddings", ["new": "\(missing)", "seconds": "\(clock.now - start)"])
        return vectors
    }

    /// Whether clusters made for `rows` vectors still suit `count` of them: they are trained anew once the collection
    /// has doubled or halved, so that a growing archive is not regrouped at every run.
    private static func stillSuits(centroidsFor rows: Int, _ count: Int) -> Bool {
        count < 2 * rows && rows < 2 * count
    }

    /// The embeddings of `texts` that the store has.
    private func storedVectors(
        of texts: Set<UInt64>,
        _ model: any EmbeddingModel,
        _ precision: Precision
    ) throws -> EmbeddingTable {
        var table = EmbeddingTable(dimension: model.dimension, precision: precision)
        func add(_ bytes: [UInt8], for text: UInt64) {
            let row = EmbeddingMatrix.Embedding(stored: bytes, dimension: model.dimension, precision)
            if let row { table.add(row, for: text) }
        }
        let stamp = VectorStamp(model, precision)
        if let revision {
            let isNewest = try store.update { access -> Bool in
                guard try access.revision() == revision else { return false }
                try access.vectors(of: stamp, keeping: texts) { add($1, for: $0) }
                return true
            }
            if isNewest { return table }
        }
        try store.read { access in
            let wanted = texts.sorted()
            let rows = zip(wanted, try access.vectorKeys(of: wanted, stamp)).compactMap { text, key in
                key.map { (text: text, key: $0) }
            }
            var next = 0
            try access.vectors(at: rows.map(\.key)) { bytes in
                add(bytes, for: rows[next].text)
                next += 1
            }
        }
        return table
    }
}
