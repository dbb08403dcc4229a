import Kernels
import Testing

@testable import Retrieval

@Suite struct PackedPostingsTests {
    private static let texts = skewedDocuments(700, seed: 11).enumerated().map { number, text in
        // Counts of every kind: repeated words, words of the title alone, bodies.
        var text = text
        if number.isMultiple(of: 3) { text.body = text.excerpt + " " + text.excerpt }
        if number.isMultiple(of: 7) { text.excerpt += " " + text.title }
        if number == 5 { (text.title, text.excerpt, text.body) = ("", "", "") }
        return text
    }
    private let index = LexicalIndex(Self.texts, storing: true)

    private var stored: PackedPostings { get throws { try #require(index.stored) } }

    @Test func listsHaveTheBitsOfTheIndex() throws {
        let stored = try stored
        for number in 0..<index.vocabulary.count {
            let term = TermID(UInt32(number))
            let entry = try #require(stored.entry(of: index.vocabulary[term]))
            #expect(entry.id == term)
            #expect(entry.documentFrequency == index.vocabulary.documentFrequency(of: term))
            let list = try stored.list(entry)
            #expect(list.documents == Array(index.inverted[term].documents))
            #expect(list.weights == Array(index.inverted[term].weights))
        }
        for term in ["", "a", "zzzzzz", "wörterbuch", "\u{10FFFF}"] where index.vocabulary.id(of: term) == nil
        {
            #expect(stored.entry(of: term) == nil)
        }
    }

    @Test func findsWhatTheIndexFinds() throws {
        let stored = try stored
        var scratch = LexicalScratch(count: index.count)
        var scores = ScoreAccumulator(count: index.count)
        var others = ScoreAccumulator(count: index.count)
        let outside = DocumentText(title: "w1 w2 unheard", excerpt: "w3 w50 w51 of")
        for text in Self.texts.prefix(60) + [outside] {
            let query = PackedQuery(text, of: stored)
            let vector = index.vector(of: text)
            for (k, most) in [(10, 40), (66, 8000), (5, 0), (0, 100)] {
                let expected = index.inverted.approximateNearest(k, for: vector, reading: most, &scratch)
                #expect(try query.approximateNearest(k, reading: most) == expected)
            }
            index.inverted.addDotProducts(with: vector, times: 0.55, to: &scores)
            try query.addDotProducts(times: 0.55, to: &others)
            let (one, other) = (scores.takeBest(700), others.takeBest(700))
            #expect(one.map(\.document) == other.map(\.document))
            #expect(one.map(\.score) == other.map(\.score))
        }
    }

    @Test func partsOfACollectionHaveItsBits() throws {
        let some = [3, 4, 5, 17, 300, 301, 699]
        let outside = DocumentText(title: "w1 w2 unheard", excerpt: "w3 w50")
        let part = LexicalIndex(some.map { Self.texts[$0] }, besides: [outside], of: try stored)
        for (place, doc) in some.enumerated() {
            let (own, whole) = (part.vectors(of: DocID(place)), index.vectors(of: DocID(doc)))
            #expect(own.all.weights == whole.all.weights)
            #expect(own.all.terms.map { part.vocabulary[$0] } == whole.all.terms.map { index.vocabulary[$0] })
            #expect(own.title.weights == whole.title.weights)
            #expect(own.excerpt.weights == whole.excerpt.weights)
        }
        #expect(part.vectors(of: outside).all.weights == index.vectors(of: outside).all.weights)
    }

    @Test func anyBytesAreReadWithoutHarm() throws {
        let stored = try stored
        let terms = (0..<index.vocabulary.count).map { index.vocabulary[TermID(UInt32($0))] }
        var generator = SplitMix64(seed: 3)
        for _ in 0..<300 {
            var (bytes, postings) = (stored.terms, stored.postings)
            var (lengths, blocks) = (stored.lengths.bytes, stored.blocks.bytes)
            for _ in 0..<3 {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(
                    in: 0...255,
                    using: &generator
                )
                postings[Int.random(in: 0..<postings.count, using: &generator)] = .random(
                    in: 0...255,
                    using: &generator
                )
                blocks[Int.random(in: 0..<blocks.count, using: &generator)] = .random(
                    in: 0...255,
                    using: &generator
                )
            }
            if Bool.random(using: &generator) {
                bytes.removeLast(Int.random(in: 0...bytes.count, using: &generator))
                postings.removeLast(Int.random(in: 0...postings.count, using: &generator))
                lengths.removeLast(Int.random(in: 0...lengths.count, using: &generator))
            }
            let damaged = PackedPostings(
                terms: bytes,
                postings: postings,
                lengths: PackedNumbers(bytes: lengths),
                blocks: PackedNumbers(bytes: blocks)
            )
            for term in terms.prefix(50) {
                guard let entry = damaged.entry(of: term) else { continue }
                if let list = try? damaged.list(entry) {
                    #expect(list.documents.allSatisfy { $0 < damaged.documentCount })
                }
            }
            _ = try? PackedQuery(Self.texts[7], of: damaged).approximateNearest(10, reading: 100)
        }
    }
}
