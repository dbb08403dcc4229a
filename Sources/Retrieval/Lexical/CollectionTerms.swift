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
        counted: inout CountedTerms
    ) {
        let analyzer = stored.analyzer
        self.analyzer = analyzer
        let portions = concurrentMap((documents.count + Self.smallPortion - 1) / Self.smallPortion, grain: 1)
        { portion in
            var analysed = AnalysedDocuments()
            for place in portion * Self.smallPortion..<min(documents.count, (portion + 1) * Self.smallPortion)
            {
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
    private static let smallPortion = 16

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
