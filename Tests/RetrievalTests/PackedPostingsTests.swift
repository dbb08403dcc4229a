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
        for number in 0..<index.termCount {
            let term = TermID(UInt32(number))
            let entry = try #require(stored.entry(of: Array(index.name(of: term).utf8)))
            #expect(entry.id == term)
            #expect(entry.documentFrequency == index.documentFrequency(of: term))
            let list = try stored.list(entry)
            #expect(list.documents == Array(index.inverted[term].documents))
            #expect(list.weights == Array(index.inverted[term].weights))
        }
        let terms = Set((0..<index.termCount).map { index.name(of: TermID(UInt32($0))) })
        #expect(terms.count == index.termCount)
        for term in ["", "a", "zzzzzz", "wörterbuch", "\u{10FFFF}"] where !terms.contains(term) {
            #expect(stored.entry(of: Array(term.utf8)) == nil)
        }
    }

    @Test func loadedTermsAreThoseOfTheBytes() throws {
        let stored = try stored
        let loaded = LoadedTerms(of: stored)
        let terms = (0..<index.termCount).map { index.name(of: TermID(UInt32($0))) }
        for term in terms + ["", "a", "zzzzzz", "wörterbuch", "\u{10FFFF}", terms[0] + "x"] {
            let bytes = Array(term.utf8)
            #expect(loaded.entry(of: bytes, TermTable.hash(bytes)) == stored.entry(of: bytes))
        }
        // They are loaded in the middle of this, which makes no difference.
        let weighed = (0..<TermLoader.manyTexts + 100).map { WeighedText(Self.texts[$0 % 700], of: stored) }
        #expect(stored.loadedTerms != nil)
        for (number, text) in weighed.enumerated() {
            let first = weighed[number % 700]
            #expect(text.numbers == first.numbers && text.terms == first.terms)
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
        let stored = try stored
        let part = LexicalIndex(
            some.map { WeighedText(Self.texts[$0], of: stored) },
            besides: [WeighedText(outside, of: stored)],
            of: stored
        )
        for (place, doc) in some.enumerated() {
            let (own, whole) = (part.vectors(of: DocID(place)), index.vectors(of: DocID(doc)))
            #expect(own.all.weights == whole.all.weights)
            #expect(own.all.terms.map { part.name(of: $0) } == whole.all.terms.map { index.name(of: $0) })
            #expect(own.title.weights == whole.title.weights)
            #expect(own.excerpt.weights == whole.excerpt.weights)
        }
        #expect(part.vectors(of: outside).all.weights == index.vectors(of: outside).all.weights)
        for term in (0..<part.termCount).map({ TermID(UInt32($0)) }) {
            let entry = try #require(stored.entry(of: Array(part.name(of: term).utf8)))
            #expect(part.documentFrequency(of: term) == entry.documentFrequency)
        }
    }

    @Test func termsThatACollectionHasNotFollowByTheirBytes() throws {
        let stored = try stored
        let new = [
            DocumentText(title: "w7 zzyzx unheard", excerpt: "w7 w2 w2"),
            DocumentText(title: "abracadabra w3"),
            DocumentText(title: "unheard zzyzx", body: "unheard w9"), Self.texts[4],
        ]
        let outside = DocumentText(title: "zzyzx w1 nobodys", excerpt: "unheard")
        func part(_ order: [Int]) -> LexicalIndex {
            LexicalIndex(
                order.map { WeighedText(new[$0], of: stored) },
                besides: [WeighedText(outside, of: stored)],
                of: stored
            )
        }
        let (one, other) = (part([0, 1, 2, 3]), part([3, 1, 0, 2]))
        let names = (0..<one.termCount).map { one.name(of: TermID(UInt32($0))) }
        #expect(names.suffix(3) == ["abracadabra", "unheard", "zzyzx"] && !names.contains("nobodys"))
        #expect(one.documentFrequency(of: TermID(UInt32(names.count - 1))) == 0)
        for (doc, place) in [(0, 2), (1, 1), (2, 3), (3, 0)] {
            let (a, b) = (one.vectors(of: DocID(doc)), other.vectors(of: DocID(place)))
            #expect(a == b)
            // A text is weighed alike whether it is indexed or asked with, but for the order in which lengths are summed.
            let asked = one.vectors(of: new[doc])
            #expect(asked.all.terms == a.all.terms)
            #expect(zip(asked.all.weights, a.all.weights).allSatisfy { abs($0 - $1) < 1e-6 })
        }
        let vector = one.vector(of: outside)
        #expect(vector.terms.map { one.name(of: $0) } == ["w1", "unheard", "zzyzx"])
        // What no text has counts towards the length.
        #expect(vector.weights.reduce(0) { $0 + $1 * $1 } < 0.9)
    }

    @Test func anyBytesAreReadWithoutHarm() throws {
        let stored = try stored
        let terms = (0..<index.termCount).map { index.name(of: TermID(UInt32($0))) }
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
            var loadedBytes = 0
            damaged.forEachEntry { term, _ in loadedBytes += term.count }
            #expect(loadedBytes <= 16 * bytes.count)
            _ = LoadedTerms(of: damaged)
            for term in terms.prefix(50) {
                guard let entry = damaged.entry(of: Array(term.utf8)) else { continue }
                if let list = try? damaged.list(entry) {
                    #expect(list.documents.allSatisfy { $0 < damaged.documentCount })
                }
            }
            _ = try? PackedQuery(Self.texts[7], of: damaged).approximateNearest(10, reading: 100)
        }
    }
}
