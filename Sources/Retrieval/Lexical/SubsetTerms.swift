/// The terms of some texts of a stored collection.
///
/// They are numbered in the order in which the collection has them, so that sums are added up alike. Those that it has not
/// follow by their bytes, so that their order does not depend on which texts are at hand.
struct SubsetTerms: Sendable {
    private let stored: PackedPostings
    /// Those that have the terms.
    private let texts: [WeighedText]
    private let known: NumberRanks
    /// The numbers of terms that the collection has not.
    private let unknown: [[UInt8]: UInt32]

    /// - Parameters:
    ///   - texts: that are indexed.
    ///   - others: texts whose vectors and terms will be asked for.
    /// - Complexity: O(terms of all texts + distinct terms of the collection / 64).
    init(_ texts: [WeighedText], besides others: [WeighedText], of stored: PackedPostings) {
        self.stored = stored
        self.texts = texts + others
        known = NumberRanks(self.texts.lazy.map(\.numbers), below: stored.mostTerms)
        let first = known.count
        let names = Set(texts.lazy.flatMap(\.unknown)).sorted { $0.lexicographicallyPrecedes($1) }
        unknown = Dictionary(uniqueKeysWithValues: zip(names, first...).map { ($0, UInt32($1)) })
    }

    var count: Int { known.count + unknown.count }

    /// The numbers of the terms of an indexed text, ascending.
    func numbers(of text: WeighedText) -> [UInt32] {
        let numbers = text.numbers.map { known.rank(of: $0) }
        return text.hasUnknown ? numbers + text.unknown.compactMap { unknown[$0] } : numbers
    }
}

extension SubsetTerms: TermSource {
    func terms(of document: DocumentText) -> (known: [CountedTerm], unknown: [FieldCounts]) {
        let found = FoundTerms(document, in: stored)
        var terms: [CountedTerm] = []
        var others: [FieldCounts] = []
        for (_, entry, counts) in found.known {
            if known.contains(entry.id.rawValue) {
                let number = TermID(known.rank(of: entry.id.rawValue))
                terms.append((number, counts, entry.documentFrequency))
            } else {
                others.append(counts)
            }
        }
        for (name, counts) in found.unknown {
            if let number = unknown[name] {
                terms.append((TermID(number), counts, 0))
            } else {
                others.append(counts)
            }
        }
        return (terms.sorted { $0.term < $1.term }, others)
    }

    subscript(term: TermID) -> String { String(decoding: name(of: term), as: UTF8.self) }

    func documentFrequency(of term: TermID) -> Int {
        stored.entry(of: name(of: term))?.documentFrequency ?? 0
    }

    private func name(of term: TermID) -> [UInt8] {
        if term.rawValue >= known.count { return unknown.first { $0.value == term.rawValue }?.key ?? [] }
        let number = known[term.rawValue]
        for text in texts {
            if let place = text.numbers.firstIndex(of: number) { return text.terms[place] }
        }
        preconditionFailure("a term of one of the texts")
    }
}
