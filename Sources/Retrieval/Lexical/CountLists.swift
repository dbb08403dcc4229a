import Kernels

/// The documents of each term with their counts.
struct CountLists {
    private let offsets: [Int]
    private let documents: [UInt32]
    private let counts: [FieldCounts]

    /// Counts that a number from 0 stands for; they are nine in ten.
    static let frequent = [
        FieldCounts(title: 0, excerpt: 1, body: 0), FieldCounts(title: 1, excerpt: 0, body: 0),
        FieldCounts(title: 1, excerpt: 1, body: 0),
    ]

    init(_ counted: CountedTerms, termCount: Int) {
        var offsets = [Int](repeating: 0, count: termCount + 1)
        for term in counted.terms { offsets[Int(term) + 1] += 1 }
        for term in 0..<termCount { offsets[term + 1] += offsets[term] }
        var next = offsets
        var documents = [UInt32](repeating: 0, count: counted.terms.count)
        var counts = [FieldCounts](repeating: FieldCounts(), count: counted.terms.count)
        for document in 0..<counted.count {
            for place in counted.offsets[document]..<counted.offsets[document + 1] {
                let slot = next[Int(counted.terms[place])]
                next[Int(counted.terms[place])] += 1
                documents[slot] = UInt32(document)
                counts[slot] = counted.counts[place]
            }
        }
        self.offsets = offsets
        self.documents = documents
        self.counts = counts
    }

    /// Appends the list of a term: of each document the number of those left out before it, times four, and which of the
    /// frequent counts it has; 3 says that the counts follow.
    func append(_ term: Int, to bytes: inout [UInt8]) {
        var expected: UInt64 = 0
        for place in offsets[term]..<offsets[term + 1] {
            let document = UInt64(documents[place])
            let code = Self.frequent.firstIndex(of: counts[place]) ?? Self.frequent.count
            Varint.append((document - expected) << 2 | UInt64(code), to: &bytes)
            if code == Self.frequent.count {
                for count in [counts[place].title, counts[place].excerpt, counts[place].body] {
                    Varint.append(UInt64(count), to: &bytes)
                }
            }
            expected = document + 1
        }
    }

    static func readCounts(_ bytes: [UInt8], at position: inout Int, before end: Int) -> FieldCounts? {
        guard let title = Varint.read(bytes, at: &position, before: end),
            let excerpt = Varint.read(bytes, at: &position, before: end),
            let body = Varint.read(bytes, at: &position, before: end),
            max(title, excerpt, body) <= UInt64(UInt32.max)
        else { return nil }
        return FieldCounts(title: UInt32(title), excerpt: UInt32(excerpt), body: UInt32(body))
    }
}
