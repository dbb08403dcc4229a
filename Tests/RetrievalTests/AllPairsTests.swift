import Kernels
import Retrieval
import Synchronization
import Testing

/// The lists of all documents at once beside those of one at a time, and beside a loop over cosines.
@Suite struct AllPairsTests {
    private func documents(_ count: Int, words: Int, vocabulary: Int, seed: UInt64) -> [DocumentText] {
        var generator = SplitMix64(seed: seed)
        return (0..<count).map { _ in
            let text = (0..<words).map { _ in
                let r = Double.random(in: 0..<1, using: &generator)
                return "w\(Int(r * r * r * Double(vocabulary)))"
            }
            return DocumentText(title: text.joined(separator: " "))
        }
    }

    private func naive(_ vectors: [TermVector], _ doc: Int, k: Int) -> [Candidate] {
        let all = vectors.indices.filter { $0 != doc }.map {
            Candidate(doc: DocID($0), score: vectors[doc].cosine(vectors[$0]))
        }
        let sorted = all.filter { $0.score > 0 }
            .sorted { $0.score != $1.score ? $0.score > $1.score : $0.doc < $1.doc }
        return Array(sorted.prefix(k))
    }

    private func check(_ texts: [DocumentText], ks: [Int], tile: Int = 64) {
        let index = LexicalIndex(texts)
        let docs = texts.indices.map { DocID($0) }
        let vectors = docs.map { index.vector(of: $0) }
        let expected = docs.map { naive(vectors, $0.index, k: texts.count) }
        for k in ks {
            let found = index.inverted.nearest(toEach: docs, k: k, tile: tile) { ($0, $1) }
            #expect(found.map(\.0) == docs)
            for (doc, list) in found {
                #expect(list == Array(expected[doc.index].prefix(k)), "\(doc.index), \(k) of \(texts.count)")
            }
        }
    }

    /// From one tile to six, so that both numbers occur of tiles that have an opposite one.
    @Test(arguments: [1, 2, 63, 64, 65, 127, 128, 129, 192, 193, 256, 257, 330])
    func collectionsAroundTheBordersOfTiles(count: Int) {
        check(documents(count, words: 12, vocabulary: 150, seed: UInt64(count)), ks: [0, 1, 10, 1000])
    }

    @Test func portionsOfATile() {
        check(documents(2500, words: 9, vocabulary: 3000, seed: 1), ks: [7], tile: 1024)
        let texts = documents(4500, words: 5, vocabulary: 9000, seed: 2)
        let index = LexicalIndex(texts)
        var scores = ScoreAccumulator(count: texts.count)
        let docs = texts.indices.map { DocID($0) }
        let found = index.inverted.nearest(toEach: docs, k: 10, tile: 2048) { $1 }
        for doc in stride(from: 0, to: texts.count, by: 40) {
            let expected = index.inverted.nearest(to: index.vector(of: DocID(doc)), k: 11, &scores)
            #expect(found[doc] == Array(expected.filter { $0.doc.index != doc }.prefix(10)))
        }
    }

    @Test func ties() {
        let one = DocumentText(title: "alpha beta", excerpt: "gamma")
        check(Array(repeating: one, count: 200), ks: [1, 10, 250])
        // Copies of each other by the dozen, and a word that all have.
        let texts = documents(20, words: 6, vocabulary: 30, seed: 3)
        let copies = (0..<12).flatMap { _ in texts }
            .map { DocumentText(title: $0.title + " everywhere") }
        check(copies, ks: [1, 5, 11, 12, 30])
    }

    @Test func emptyDocumentsAndHugeOnes() {
        check([], ks: [0, 5])
        check(Array(repeating: DocumentText(title: ""), count: 70), ks: [3])
        var texts = documents(150, words: 8, vocabulary: 200, seed: 4)
        texts[0] = DocumentText(title: "")
        texts[149] = DocumentText(title: "", excerpt: "the of and")
        // More terms than products rounded down leave anything of.
        let words = (0..<20_000).map { "w\($0)" }
        texts[70] = DocumentText(title: "w1", body: words.joined(separator: " "))
        texts[71] = DocumentText(title: "w1", body: words.dropFirst(5000).joined(separator: " "))
        check(texts, ks: [1, 10, 200])
    }

    @Test func someDocumentsInAnyOrder() {
        let texts = documents(200, words: 10, vocabulary: 100, seed: 5)
        let index = LexicalIndex(texts)
        let all = index.inverted.nearest(toEach: texts.indices.map { DocID($0) }, k: 4, tile: 64) { $1 }
        // Few of them are searched for one by one, many together; twice is as good as once.
        for docs in [[7, 3, 199, 7], Array((20..<170).reversed()) + [5, 5]] {
            let found = index.inverted.nearest(toEach: docs.map { DocID($0) }, k: 4, tile: 64) { $1 }
            #expect(found == docs.map { all[$0] })
        }
        #expect(index.inverted.nearest(toEach: [], k: 4) { $1 }.isEmpty)
    }

    @Test func progressEndsWithAllDocuments() {
        let texts = documents(300, words: 10, vocabulary: 100, seed: 6)
        let index = LexicalIndex(texts)
        let largest = Largest()
        let docs = texts.indices.map { DocID($0) }
        let see: @Sendable (Int) -> Void = { largest.see($0) }
        _ = index.inverted.nearest(toEach: docs, k: 4, tile: 64, progress: see) { _, _ in 0 }
        #expect(largest.value == 300)
    }
}

/// The largest number that was seen, by whatever thread.
private final class Largest: Sendable {
    private let seen = Mutex(0)
    var value: Int { seen.withLock { $0 } }
    func see(_ number: Int) { seen.withLock { $0 = max($0, number) } }
}
