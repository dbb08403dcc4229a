import Foundation
import Kernels
import Retrieval
import Testing

@Suite struct LexicalIndexTests {
    /// Documents over a small vocabulary with skewed frequencies, so that ties and long lists occur.
    private func documents(_ count: Int, vocabulary: Int, seed: UInt64) -> [DocumentText] {
        var generator = SplitMix64(seed: seed)
        func text(_ length: ClosedRange<Int>) -> String {
            (0..<Int.random(in: length, using: &generator)).map { _ in
                let r = Double.random(in: 0..<1, using: &generator)
                return "w\(Int(r * r * Double(vocabulary)))"
            }.joined(separator: " ")
        }
        return (0..<count).map { _ in
            DocumentText(title: text(0...6), excerpt: text(0...20), body: text(0...3))
        }
    }

    /// All cosines, one by one, sorted.
    private func bruteForce(_ index: LexicalIndex, _ query: TermVector, k: Int) -> [Candidate] {
        let all = (0..<index.count).map {
            Candidate(doc: DocID($0), score: query.cosine(index.vector(of: DocID($0))))
        }
        let sorted = all.filter { $0.score > 0 }
            .sorted { $0.score != $1.score ? $0.score > $1.score : $0.doc < $1.doc }
        return Array(sorted.prefix(k))
    }

    @Test(arguments: [(1, 3), (40, 5), (300, 30), (1500, 400)])
    func nearestEqualsBruteForceInIDsAndScores(size: Int, vocabulary: Int) {
        let index = LexicalIndex(documents(size, vocabulary: vocabulary, seed: UInt64(size)))
        var scores = ScoreAccumulator(count: index.count)
        for k in [1, 4, 10, 300, size + 5] {
            for doc in stride(from: 0, to: size, by: max(1, size / 50)) {
                let query = index.vector(of: DocID(doc))
                #expect(index.inverted.nearest(to: query, k: k, &scores) == bruteForce(index, query, k: k))
            }
        }
    }

    @Test func adversarialCollections() {
        let same = DocumentText(title: "alpha beta", excerpt: "gamma")
        var texts = [DocumentText](repeating: same, count: 50)
        texts.append(DocumentText(title: "", excerpt: ""))
        texts.append(DocumentText(title: "alpha", body: String(repeating: "alpha delta ", count: 50_000)))
        let index = LexicalIndex(texts)
        var scores = ScoreAccumulator(count: index.count)
        for doc in [0, 49, 50, 51] {
            let query = index.vector(of: DocID(doc))
            #expect(index.inverted.nearest(to: query, k: 60, &scores) == bruteForce(index, query, k: 60))
        }
        // Equal documents tie and come in DocID order; an empty one is close to nothing.
        let equal = index.inverted.nearest(to: index.vector(of: DocID(0)), k: 5, &scores)
        #expect(equal.map(\.doc.index) == [0, 1, 2, 3, 4])
        #expect(index.vector(of: DocID(50)).terms.isEmpty)
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func longListsAndCopies(seed: UInt64) {
        let texts = skewedDocuments(700, seed: seed)
        // Copies tie; a word of every document makes a list as long as the collection.
        let index = LexicalIndex(
            (texts + texts.prefix(40)).map { text in
                DocumentText(title: text.title, excerpt: text.excerpt + " everywhere")
            }
        )
        var scores = ScoreAccumulator(count: index.count)
        for k in [1, 10, 41] {
            for doc in stride(from: 0, to: index.count, by: 7) {
                let query = index.vector(of: DocID(doc))
                #expect(index.inverted.nearest(to: query, k: k, &scores) == bruteForce(index, query, k: k))
            }
        }
    }

    @Test func likelyDocumentsAreMostlyTheNearest() {
        let index = LexicalIndex(skewedDocuments(700, seed: 5))
        var scratch = LexicalScratch(count: index.count)
        var (found, wanted) = (0, 0)
        for doc in stride(from: 0, to: index.count, by: 7) {
            let query = index.vector(of: DocID(doc))
            let likely = index.inverted.approximateNearest(20, for: query, reading: 1500, &scratch)
            #expect(index.inverted.approximateNearest(20, forRow: doc, reading: 1500, &scratch) == likely)
            #expect(likely.count >= 20 && likely.count < 60)
            #expect(Set(likely).count == likely.count)
            let nearest = bruteForce(index, query, k: 10)
            found += nearest.count { likely.contains($0.doc.rawValue) }
            wanted += nearest.count
        }
        #expect(Double(found) > 0.9 * Double(wanted))
        // Without a limit every list is read.
        let query = index.vector(of: DocID(3))
        let all = index.inverted.approximateNearest(10, for: query, reading: .max, &scratch)
        #expect(bruteForce(index, query, k: 10).allSatisfy { all.contains($0.doc.rawValue) })
        #expect(index.inverted.approximateNearest(0, for: query, reading: .max, &scratch).isEmpty)
    }

    @Test func productsOfAllFieldsAreThoseOfTheVectors() {
        let texts = documents(80, vocabulary: 40, seed: 11)
        let index = LexicalIndex(texts)
        var query = SparseQuery()
        for first in 0..<80 {
            index.inverted.matrix.set(&query, to: first)
            for second in 0..<80 {
                let products = index.products(of: DocID(second), with: query)
                #expect(
                    products.all == index.vector(of: DocID(first)).cosine(index.vector(of: DocID(second)))
                )
            }
        }
    }

    @Test func weightsAreAsTheFormulaSays() {
        let index = LexicalIndex([
            DocumentText(title: "storm", excerpt: "storm warning"), DocumentText(title: "warning"),
            DocumentText(title: "calm"),
        ])
        // storm: once in title (2.5), once in excerpt (1), in 1 of 3 documents; warning: once in excerpt, in 2.
        let storm = (1 + log(3.5)) * (log(4.0 / 2.0) + 2)
        let warning = (1 + log(1.0)) * (log(4.0 / 3.0) + 2)
        let length = (storm * storm + warning * warning).squareRoot()
        let vector = index.vector(of: DocID(0))
        #expect(vector.terms.map { index.name(of: $0) } == ["storm", "warning"])
        #expect(abs(Double(vector.weights[0]) - storm / length) < 1e-6)
        #expect(abs(Double(vector.weights[1]) - warning / length) < 1e-6)
    }

    @Test func vectorsHaveLengthOneAndUnknownWordsShortenThem() {
        let index = LexicalIndex(documents(100, vocabulary: 50, seed: 3))
        for doc in 0..<100 {
            let vector = index.vector(of: DocID(doc))
            let length = vector.weights.reduce(0) { $0 + $1 * $1 }.squareRoot()
            #expect(vector.terms.isEmpty || abs(length - 1) < 1e-5)
        }
        let known = index.vector(of: DocumentText(title: "w1 w2"))
        let mostlyUnknown = index.vector(of: DocumentText(title: "w1 w2 qqq rrr sss"))
        #expect(known.cosine(known) > 0.999)
        #expect(known.cosine(mostlyUnknown) < 0.8)
    }

    @Test func anOutsideTextLikeAnIndexedOneHasItsVector() {
        let texts = documents(60, vocabulary: 40, seed: 9)
        let index = LexicalIndex(texts)
        for doc in 0..<60 { #expect(index.vector(of: texts[doc]) == index.vector(of: DocID(doc))) }
    }

    @Test func postingListsAscendAndCountDocuments() {
        let texts = documents(200, vocabulary: 30, seed: 4)
        let index = LexicalIndex(texts)
        for term in 0..<index.termCount {
            let id = TermID(UInt32(term))
            let list = index.inverted[id]
            #expect(zip(list.documents, list.documents.dropFirst()).allSatisfy { $0 < $1 })
            #expect(list.documents.count == index.documentFrequency(of: id))
        }
    }
}

/// Long texts over many words, half of them rare, so that most of a query's postings are in lists that pruning
/// leaves unread.
func skewedDocuments(_ count: Int, seed: UInt64) -> [DocumentText] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).map { _ in
        let words = (0..<24).map { _ in
            let r = Double.random(in: 0..<1, using: &generator)
            return "w\(Int(r * r * r * Double(2 * count)))"
        }
        return DocumentText(
            title: words.prefix(6).joined(separator: " "),
            excerpt: words.joined(separator: " ")
        )
    }
}
