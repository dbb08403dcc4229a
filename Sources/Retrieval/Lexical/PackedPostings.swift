package import Kernels

/// The inverted index of a collection as bytes: its terms with their frequencies, and for each the documents that have it
/// and how often, from which the weights follow bit by bit.
///
/// About a hundred bytes for a news item of 33 terms. A question reads the lists of its own terms and nothing else.
package struct PackedPostings: Sendable {
    /// Sorted by their UTF-8 bytes, with what each shares with the one before left out ("front coding": Witten, Moffat,
    /// Bell, "Managing Gigabytes", 4.1), in blocks that begin with a whole one.
    package let terms: [UInt8]
    /// The lists in the order of the terms; each document as its distance from the one before.
    package let postings: [UInt8]
    /// The length of each document's weights before they were divided by it. A question reads some ten thousand of them,
    /// so they are numbers here and not bytes.
    private let documentLengths: [Double]
    /// Where each block begins in `terms`, and where its lists do in `postings`.
    package let blocks: PackedNumbers

    /// What made the terms of the collection's texts.
    let analyzer: Analyzer
    /// What weighs them.
    let weighting: TermWeighting
    private let loader = TermLoader()
    private static let termsOfBlock = 16

    /// Reads what was stored, which may be anything: whatever does not fit is found when it is read.
    ///
    /// - Parameters:
    ///   - analyzer: of the collection.
    ///   - weighting: of the collection.
    package init(
        terms: [UInt8],
        postings: [UInt8],
        lengths: PackedNumbers,
        blocks: PackedNumbers,
        analyzer: Analyzer = .standard,
        weighting: TermWeighting = .init()
    ) {
        self.analyzer = analyzer
        self.terms = terms
        self.postings = postings
        let halves = lengths.numbers
        documentLengths = (0..<halves.count / 2).map {
            Double(bitPattern: UInt64(halves[2 * $0 + 1]) << 32 | UInt64(halves[2 * $0]))
        }
        self.blocks = blocks
        self.weighting = weighting
    }

    /// Stores a collection's counts.
    ///
    /// - Complexity: O(terms of the documents + distinct terms x log).
    init(
        _ counted: CountedTerms,
        _ vocabulary: Vocabulary,
        _ analyzer: Analyzer,
        _ weighting: TermWeighting
    ) {
        self.analyzer = analyzer
        self.weighting = weighting
        documentLengths = weighting.lengths(of: counted, vocabulary)
        let order = (0..<vocabulary.count).sorted {
            vocabulary[TermID(UInt32($0))].utf8.lexicographicallyPrecedes(vocabulary[TermID(UInt32($1))].utf8)
        }
        let lists = CountLists(counted, termCount: vocabulary.count)
        var terms: [UInt8] = []
        var postings: [UInt8] = []
        var blocks: [UInt32] = []
        var previous: [UInt8] = []
        for (place, number) in order.enumerated() {
            if place.isMultiple(of: Self.termsOfBlock) {
                blocks += [UInt32(terms.count), UInt32(postings.count)]
                previous = []
            }
            let start = postings.count
            lists.append(number, to: &postings)
            let id = TermID(UInt32(number))
            let term = Array(vocabulary[id].utf8)
            let shared = zip(term, previous).prefix { $0 == $1 }.count
            for value in [shared, term.count - shared] { Varint.append(UInt64(value), to: &terms) }
            terms += term[shared...]
            for value in [number, vocabulary.documentFrequency(of: id), postings.count - start] {
                Varint.append(UInt64(value), to: &terms)
            }
            previous = term
        }
        self.terms = terms
        self.postings = postings
        self.blocks = PackedNumbers(blocks)
    }

    /// The number of documents.
    package var documentCount: Int { documentLengths.count }

    /// The length of each document's weights as it is stored: the bits of a `Double`, the lower half first.
    ///
    /// - Complexity: O(documents).
    package var lengths: PackedNumbers {
        PackedNumbers(
            documentLengths.lazy.flatMap { length in
                [UInt32(truncatingIfNeeded: length.bitPattern), UInt32(length.bitPattern >> 32)]
            }
        )
    }

    /// No term has a number as high as this.
    var mostTerms: Int { min(blocks.count / 2 * Self.termsOfBlock, Int(UInt32.max)) }

    func length(of document: Int) -> Double { documentLengths[document] }

    /// A term of the collection.
    struct Entry: Hashable, Sendable {
        let id: TermID
        let documentFrequency: Int
        /// Where its list lies.
        let list: Range<Int>
    }

    /// The entry of a term; nil where no document has it.
    ///
    /// - Complexity: O(log(terms)).
    func entry(of wanted: [UInt8]) -> Entry? {
        // The last block whose first term is not behind the wanted one.
        var (low, high) = (0, blocks.count / 2)
        while low < high {
            let middle = (low + high) / 2
            guard let isBehind = precedes(wanted, firstOf: middle) else { return nil }
            if isBehind { high = middle } else { low = middle + 1 }
        }
        guard low > 0 else { return nil }
        var reader = BlockReader(self, block: low - 1)
        for _ in 0..<Self.termsOfBlock {
            guard let entry = reader.next() else { return nil }
            if reader.term == wanted { return entry }
        }
        return nil
    }

    /// All terms in memory, once many texts have been looked up; nil until then.
    var loadedTerms: LoadedTerms? { loader.terms(of: self) }

    /// Each term with its entry, in the order of their bytes, so far as the bytes are terms.
    ///
    /// - Complexity: O(bytes of the terms).
    func forEachEntry(_ body: (_ term: [UInt8], Entry) -> Void) {
        var end = 0
        for block in 0..<blocks.count / 2 {
            var reader = BlockReader(self, block: block)
            // Damaged blocks may all begin with the same long term.
            guard reader.position >= end else { return }
            defer { end = reader.position }
            for _ in 0..<Self.termsOfBlock {
                guard let entry = reader.next() else { break }
                body(reader.term, entry)
            }
        }
    }

    /// What was read is not what was stored.
    package struct Damaged: Error { package init() {} }

    /// Whether a term comes before the first of a block; nil where the bytes are no block.
    private func precedes(_ wanted: [UInt8], firstOf block: Int) -> Bool? {
        var position = Int(blocks[2 * block])
        guard Varint.read(terms, at: &position, before: terms.count) == 0,
            let length = Varint.read(terms, at: &position, before: terms.count),
            length <= UInt64(terms.count - position)
        else { return nil }
        let count = Int(length)
        for place in 0..<min(count, wanted.count) where terms[position + place] != wanted[place] {
            return wanted[place] < terms[position + place]
        }
        return wanted.count < count
    }

    /// The documents that have a term, ascending, and its weight in each, with the bits that ``InvertedIndex`` has.
    ///
    /// - Throws: ``Damaged`` where the bytes are no list of this collection.
    /// - Complexity: O(documents that have the term).
    func list(_ entry: Entry) throws(Damaged) -> (documents: [UInt32], weights: [Float]) {
        guard entry.list.upperBound <= postings.count else { throw Damaged() }
        let idf = weighting.inverseDocumentFrequency(entry.documentFrequency, of: documentCount)
        let frequent = CountLists.frequent.map { weighting.weight($0, idf: idf) }
        let (lengths, documentCount) = (documentLengths, documentCount)
        var documents: [UInt32] = []
        var weights: [Float] = []
        documents.reserveCapacity(min(entry.documentFrequency, entry.list.count))
        weights.reserveCapacity(min(entry.documentFrequency, entry.list.count))
        var position = entry.list.lowerBound
        let end = entry.list.upperBound
        var next: UInt64 = 0
        while position < end {
            guard let head = Varint.read(postings, at: &position, before: end),
                head >> 2 < UInt64(documentCount)
            else {
                throw Damaged()
            }
            next += head >> 2
            guard next < UInt64(documentCount) else { throw Damaged() }
            var weight = 0.0
            if Int(head & 3) < frequent.count {
                weight = frequent[Int(head & 3)]
            } else {
                guard let counts = CountLists.readCounts(postings, at: &position, before: end) else {
                    throw Damaged()
                }
                weight = weighting.weight(counts, idf: idf)
            }
            if weight > 0 {
                let share = Float(weight / lengths[Int(next)])
                guard share > 0, share < 1.001 else { throw Damaged() }
                documents.append(UInt32(next))
                weights.append(share)
            }
            next += 1
        }
        return (documents, weights)
    }
}

/// Reads the terms of a block one after the other.
private struct BlockReader {
    private let stored: PackedPostings
    private(set) var position: Int
    private var list: Int
    /// The one read last.
    private(set) var term: [UInt8] = []

    /// - Parameter block: below the number of blocks.
    init(_ stored: PackedPostings, block: Int) {
        self.stored = stored
        position = Int(stored.blocks[2 * block])
        list = Int(stored.blocks[2 * block + 1])
    }

    /// Reads the next term; nil where there is none or the bytes are none.
    mutating func next() -> PackedPostings.Entry? {
        guard let shared = number(), let added = number(), shared <= term.count,
            added <= stored.terms.count - position
        else { return nil }
        term.removeLast(term.count - shared)
        term += stored.terms[position..<position + added]
        position += added
        guard let id = number(), id < stored.mostTerms, let frequency = number(),
            let length = number(), length <= stored.postings.count - list
        else { return nil }
        defer { list += length }
        return PackedPostings.Entry(
            id: TermID(UInt32(id)),
            documentFrequency: frequency,
            list: list..<list + length
        )
    }

    /// At most as large as a file can be.
    private mutating func number() -> Int? {
        guard let number = Varint.read(stored.terms, at: &position, before: stored.terms.count),
            number <= UInt64(UInt32.max)
        else { return nil }
        return Int(number)
    }
}
