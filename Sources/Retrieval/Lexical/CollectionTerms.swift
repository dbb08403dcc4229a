import Platform

/// A collection's terms: what every lexical index starts from, and analyses queries by.
struct CollectionTerms: Sendable {
    private(set) var vocabulary = Vocabulary()
    private let analyzer: Analyzer

    /// Documents analysed at a time: enough to meet most of their terms several times.
    private static let portion = 2048

    /// Analyses `count` documents; that of `text` i becomes DocID i.
    ///
    /// - Parameter counted: receives each document's terms; no index needs them for long.
    /// - Complexity: O(total text), the analysis on all cores.
    init(
        _ count: Int,
        text: @Sendable (Int) -> DocumentText,
        analyzer: Analyzer,
        counted: inout CountedTerms
    ) {
        self.analyzer = analyzer
        let portions = (count + Self.portion - 1) / Self.portion
        // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
        concurrentStream(portions, grain: 1, ahead: 4) { portion in
            var documents = AnalysedDocuments()
            for document in portion * Self.portion..<min(count, (portion + 1) * Self.portion) {
                documents.append(text(document), analyzer)
            }
            return documents
        } receive: { portions in
            for documents in portions { counted.append(documents, vocabulary.intern(documents)) }
        }
    }

    /// Analyses some documents of a stored collection, and further texts whose terms are wanted.
    ///
    /// Terms are numbered in the order in which the collection has them, so that sums are added up alike. Those that
    /// it has not follow by their bytes, so that their order does not depend on which documents are at hand.
    ///
    /// - Complexity: O(total text + terms x log(terms of the collection)).
    init(
        _ documents: [DocumentText],
        besides texts: [DocumentText],
        of stored: PackedPostings,
        analyzer: Analyzer,
        counted: inout CountedTerms
    ) {
        self.analyzer = analyzer
        let portions = concurrentMap((documents.count + Self.few - 1) / Self.few, grain: 1) { portion in
            var analysed = AnalysedDocuments()
            for place in portion * Self.few..<min(documents.count, (portion + 1) * Self.few) {
                analysed.append(documents[place], analyzer)
            }
            return analysed
        }
        var others = AnalysedDocuments()
        for text in texts { others.append(text, analyzer) }
        func terms(of analysed: AnalysedDocuments) -> [String] {
            (0..<analysed.terms.count).map { analysed.term($0) }
        }
        let own = Set(portions.flatMap(terms))
        let names = Array(own.union(terms(of: others)))
        let found = concurrentMap(names.count, grain: 256) { stored.entry(of: names[$0]) }
        let known = zip(names, found).compactMap { name, entry in entry.map { (name, $0) } }
            .sorted { $0.1.id < $1.1.id }
        let unknown = zip(names, found).compactMap { name, entry in
            entry == nil && own.contains(name) ? name : nil
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        vocabulary = Vocabulary(
            known.map { ($0.0, $0.1.documentFrequency) } + unknown.map { ($0, 0) }
        )
        for portion in portions { counted.append(portion, vocabulary.intern(portion, counting: false)) }
    }

    /// Documents that a core takes at a time where there are a few hundred in all.
    private static let few = 16

    /// The terms of a text that is not indexed: those that some document has, ascending, and the counts of
    /// the rest.
    func terms(of document: DocumentText) -> (known: [CountedTerm], unknown: [FieldCounts]) {
        var known: [CountedTerm] = []
        var unknown: [FieldCounts] = []
        var analysed = AnalysedDocuments()
        analysed.append(document, analyzer)
        for (term, counts) in analysed.entries {
            if let id = vocabulary.id(of: Int(term), in: analysed) {
                known.append((id, counts))
            } else {
                unknown.append(counts)
            }
        }
        return (known.sorted { $0.term < $1.term }, unknown)
    }
}

/// A term with how often each field of a document has it.
typealias CountedTerm = (term: TermID, counts: FieldCounts)

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
    /// The same documents, each in its row.
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
