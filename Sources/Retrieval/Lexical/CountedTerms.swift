/// A term with how often each field of a document has it, and how many documents of the collection have it.
typealias CountedTerm = (term: TermID, counts: FieldCounts, documentFrequency: Int)

/// The distinct terms of many documents, end to end, ascending in each.
struct CountedTerms: Sendable {
    /// Where each document begins; one more entry than documents.
    private(set) var offsets = [0]
    private(set) var terms: [UInt32] = []
    private(set) var counts: [FieldCounts] = []

    /// The number of documents.
    var count: Int { offsets.count - 1 }

    /// Adds documents whose term i is number `numbers[i]`.
    mutating func append(_ documents: AnalysedDocuments, _ numbers: [UInt32]) {
        var start = 0
        var order: [UInt64] = []
        for end in documents.ends {
            order.removeAll(keepingCapacity: true)
            for entry in start..<end {
                order.append(UInt64(numbers[Int(documents.entries[entry].term)]) << 32 | UInt64(entry))
            }
            order.sort()
            for place in order {
                terms.append(UInt32(place >> 32))
                counts.append(documents.entries[Int(place & 0xFFFF_FFFF)].counts)
            }
            offsets.append(terms.count)
            start = end
        }
    }
}

extension CountedTerms {
    /// These documents, each in its row.
    func reordered(_ rowOrder: RowOrder) -> CountedTerms {
        if rowOrder.isNone { return self }
        var reordered = CountedTerms()
        reordered.offsets.reserveCapacity(offsets.count)
        reordered.terms.reserveCapacity(terms.count)
        reordered.counts.reserveCapacity(counts.count)
        for row in 0..<count {
            let document = rowOrder.doc(atRow: row).index
            let range = offsets[document]..<offsets[document + 1]
            reordered.terms += terms[range]
            reordered.counts += counts[range]
            reordered.offsets.append(reordered.terms.count)
        }
        return reordered
    }
}
