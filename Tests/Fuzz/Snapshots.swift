import Corpus
import FuzzSupport
import Kernels
import Recommendation
import Semantic

/// The blobs of a store: those of a damaged snapshot are refused, or found damaged while a question is answered; none leads to
/// an article that is not there.
enum SnapshotsFuzzing {
    private struct Reader: SnapshotReader, Sendable {
        let articles: [Article]
        let numbers: [UInt32]
        var precision: Precision { .int8 }

        func articles(at positions: [Int]) -> [Article] {
            positions.map { position in
                must(articles.indices.contains(position), "position \(position) of \(articles.count)")
                return articles[numbers.isEmpty ? position : Int(numbers[position])]
            }
        }
        func vectors(at positions: [Int]) -> EmbeddingMatrix {
            EmbeddingMatrix(dimension: 0, precision: .int8)
        }
        func approximateNearest(
            to embedding: EmbeddingMatrix.Embedding,
            k: Int,
            probes: Int,
            besides own: Int?,
            _ assignment: PackedNumbers
        ) -> [Int]? { nil }
        func neighbourhoods(at positions: [Int]) -> [Float] { positions.map { _ in 0.5 } }
    }

    private static let words = [
        "levee", "storm", "court", "vaccine", "rocket", "harbour", "budget", "glacier",
    ]

    private static let articles = (0..<24).map { number in
        Article(
            id: ArticleID("n\(number)"),
            title: "The \(words[number % 8]) and the \(words[number / 3 % 8]) \(number)",
            excerpt: "A sentence about \(words[number / 2 % 8]) and \(words[(number + 3) % 8]), told twice.",
            topics: [words[number % 4], "news"]
        )
    }

    private static let whole: Recommender = {
        guard let whole = try? Recommender(articles, vectors: nil, storing: true) else {
            fatalError("the collection cannot be stored")
        }
        whole.learnNeighbourhoods()
        return whole
    }()

    private static let known = CollectionSnapshot(whole)!
    private static let parts = CollectionSnapshot.Part.allCases
    private static let reader = Reader(
        articles: articles,
        numbers: PackedNumbers(bytes: known.bytes(of: .numbers)).numbers
    )

    static func check(_ bytes: [UInt8]) throws {
        guard let first = bytes.first, bytes.count > 2 else { return }
        let part = parts[Int(first) % parts.count]
        var stored = Dictionary(uniqueKeysWithValues: parts.map { ($0, known.bytes(of: $0)) })
        // Either the whole part, or some bytes of it from a place on.
        if first < 128 {
            stored[part] = Array(bytes.dropFirst(2))
        } else if var old = stored[part], !old.isEmpty {
            let start = Int(bytes[1]) * old.count / 256
            for (offset, byte) in bytes.dropFirst(2).enumerated() where start + offset < old.count {
                old[start + offset] = byte
            }
            stored[part] = old
        }
        guard let snapshot = CollectionSnapshot(stored), snapshot.count <= articles.count else { return }
        let growing = GrowingCollection(snapshot, reader, model: nil, relatedness: whole.relatedness)
        let answer = try growing.answer(to: .article(articles[5]), options: RankingOptions(limit: 5))
        must((answer?.ranking.entries.count ?? 0) <= 5, "more entries than the limit")
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: SnapshotsFuzzing.check)
}
