import Kernels

/// A collection's terms: what every lexical index starts from, and analyses queries by.
struct CollectionTerms: Sendable {
    private(set) var vocabulary = Vocabulary()
    private let analyzer: Analyzer

    /// Documents analysed at a time: what they leave before it is packed is ten times as large as afterwards.
    private static let portion = 16_384

    /// Analyses `documents`; `documents[i]` becomes DocID i.
    ///
    /// - Parameter counted: receives each document's terms; no index needs them for long.
    /// - Complexity: O(total text), the analysis on all cores.
    init(_ documents: [DocumentText], analyzer: Analyzer, counted: inout CountedTerms) {
        self.analyzer = analyzer
        for start in stride(from: 0, to: documents.count, by: Self.portion) {
            let portion = documents[start..<min(documents.count, start + Self.portion)]
            let analysed = concurrentMap(portion.count, grain: 64) {
                FieldedTerms(portion[start + $0], analyzer)
            }
            // Terms are numbered in document order, on one core, so that numbers do not depend on timing.
            for fields in analysed {
                let terms = fields.counts.map { (term: vocabulary.intern($0.term), counts: $0.counts) }
                    .sorted { $0.term < $1.term }
                vocabulary.countDocument(terms.lazy.map(\.term))
                counted.append(terms)
            }
        }
    }

    /// Analyses some documents of a stored collection, and further texts whose terms are wanted.
    ///
    /// Terms are numbered in the order in which the collection has them, so that sums are added up alike.
    ///
    /// - Complexity: O(total text + terms x log(terms of the collection)).
    init(
        _ documents: [DocumentText],
        besides texts: [DocumentText],
        of stored: StoredPostings,
        analyzer: Analyzer,
        counted: inout CountedTerms
    ) {
        self.analyzer = analyzer
        let analysed = concurrentMap(documents.count) { FieldedTerms(documents[$0], analyzer).counts }
        let names = Set(analysed.joined().map(\.term))
            .union(texts.flatMap { FieldedTerms($0, analyzer).counts.map(\.term) })
        let found = names.compactMap { name in stored.entry(of: name).map { (name, $0) } }
            .sorted { $0.1.id < $1.1.id }
        vocabulary = Vocabulary(found.map { ($0.0, $0.1.documentFrequency) })
        for terms in analysed {
            let known = terms.compactMap { term, counts in vocabulary.id(of: term).map { ($0, counts) } }
            counted.append(known.sorted { $0.0 < $1.0 })
        }
    }

    /// The terms of a text that is not indexed: those that some document has, ascending, and the counts of
    /// the rest.
    func terms(of document: DocumentText) -> (known: [CountedTerm], unknown: [FieldCounts]) {
        var known: [CountedTerm] = []
        var unknown: [FieldCounts] = []
        for (term, counts) in FieldedTerms(document, analyzer).counts {
            if let id = vocabulary.id(of: term) { known.append((id, counts)) } else { unknown.append(counts) }
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

    mutating func append(_ document: [CountedTerm]) {
        for (term, count) in document {
            terms.append(term.rawValue)
            counts.append(count)
        }
        offsets.append(terms.count)
    }
}

extension CountedTerms {
    /// The same documents, each in its row.
    func arranged(_ arrangement: Arrangement) -> CountedTerms {
        if arrangement.isNone { return self }
        var arranged = CountedTerms()
        arranged.offsets.reserveCapacity(offsets.count)
        arranged.terms.reserveCapacity(terms.count)
        arranged.counts.reserveCapacity(counts.count)
        for row in 0..<count {
            let document = arrangement.doc(atRow: row).index
            let range = offsets[document]..<offsets[document + 1]
            arranged.terms += terms[range]
            arranged.counts += counts[range]
            arranged.offsets.append(arranged.terms.count)
        }
        return arranged
    }
}

/// How often a term occurs in each field of a document.
struct FieldCounts: Hashable, Sendable {
    var title: UInt32 = 0
    var excerpt: UInt32 = 0
    var body: UInt32 = 0

    /// In all fields together.
    var total: Int { Int(title) + Int(excerpt) + Int(body) }
}

/// A document's distinct terms in order of first occurrence, with how often each field has them.
private struct FieldedTerms: Sendable {
    private(set) var counts: [(term: String, counts: FieldCounts)] = []

    init(_ document: DocumentText, _ analyzer: Analyzer) {
        var slots: [String: Int] = [:]
        for (field, text) in [
            (\FieldCounts.title, document.title), (\.excerpt, document.excerpt), (\.body, document.body),
        ] {
            for term in analyzer.terms(of: text, language: document.language) {
                if let slot = slots[term] {
                    counts[slot].counts[keyPath: field] += 1
                } else {
                    slots[term] = counts.count
                    counts.append((term, FieldCounts()))
                    counts[counts.count - 1].counts[keyPath: field] = 1
                }
            }
        }
    }
}
