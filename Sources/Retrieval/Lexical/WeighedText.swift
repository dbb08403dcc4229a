import Kernels

/// The terms of a text with the weights that a stored collection gives them.
///
/// They depend on the text and the collection alone, so they can be kept as long as the collection is, and an index of
/// some texts is put together of them.
package struct WeighedText: Sendable {
    /// The numbers of those terms that the collection has, ascending.
    let numbers: [UInt32]
    /// One a term: first of those that have numbers, then of the others, which are in the order of their bytes.
    let weights: TermWeights
    /// The terms themselves, in this order: the length of each and its bytes.
    private let names: [UInt8]

    /// - Complexity: O(text + terms x log(terms of the collection)).
    package init(_ text: DocumentText, of stored: PackedPostings) {
        self.init(FoundTerms(text, in: stored), of: stored)
    }

    init(_ found: FoundTerms, of stored: PackedPostings) {
        let unknown = found.unknown.sorted { $0.name.lexicographicallyPrecedes($1.name) }
        numbers = found.known.map(\.entry.id.rawValue)
        weights = stored.weighting.weights(
            of: found.known.map { ($0.counts, $0.entry.documentFrequency) } + unknown.map { ($0.counts, 0) },
            documents: stored.documentCount
        )
        var names: [UInt8] = []
        for name in found.known.map(\.name) + unknown.map(\.name) {
            Varint.append(UInt64(name.count), to: &names)
            names += name
        }
        self.names = names
    }

    /// The number of terms.
    var count: Int { weights.all.count }

    var hasUnknown: Bool { numbers.count < count }

    /// The bytes of all terms, in their order.
    ///
    /// - Complexity: O(terms).
    var terms: [[UInt8]] {
        var terms: [[UInt8]] = []
        terms.reserveCapacity(count)
        var position = 0
        while let length = Varint.read(names, at: &position, before: names.count) {
            terms.append(Array(names[position..<position + Int(length)]))
            position += Int(length)
        }
        return terms
    }

    /// The bytes of those terms that the collection has not.
    var unknown: ArraySlice<[UInt8]> { hasUnknown ? terms[numbers.count...] : [] }

    /// Memory that this takes beyond its own size.
    package var byteCount: Int {
        [4 * numbers.count, 4 * weights.all.count, 8 * weights.parts.count, names.count].reduce(0) {
            $0 + $1 + 32
        }
    }
}

/// The terms of a text, looked up in a stored collection.
struct FoundTerms {
    /// Those that the collection has, by number.
    private(set) var known: [(name: [UInt8], entry: PackedPostings.Entry, counts: FieldCounts)] = []
    /// The others, in order of first occurrence.
    private(set) var unknown: [(name: [UInt8], counts: FieldCounts)] = []

    /// - Complexity: O(text + terms x log(terms of the collection)); O(text) once all terms are loaded.
    init(_ text: DocumentText, in stored: PackedPostings) {
        var analysed = AnalysedDocuments()
        analysed.append(text, stored.analyzer)
        let loaded = stored.loadedTerms
        for (term, counts) in analysed.entries {
            let name = Array(analysed.terms.term(Int(term)))
            let entry =
                if let loaded {
                    loaded.entry(of: name, analysed.terms.hash(of: Int(term)))
                } else {
                    stored.entry(of: name)
                }
            if let entry {
                known.append((name, entry, counts))
            } else {
                unknown.append((name, counts))
            }
        }
        known.sort { $0.entry.id < $1.entry.id }
    }
}
