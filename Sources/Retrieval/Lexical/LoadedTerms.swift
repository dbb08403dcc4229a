import Synchronization

/// All terms of a stored collection in memory, found by hash.
///
/// Some 80 bytes a term. To find a term in the stored bytes costs a binary search with a dozen misses of the cache, which is
/// more than half of what analysing an article of news takes.
struct LoadedTerms: Sendable {
    private var table = TermTable()
    private var entries: [PackedPostings.Entry] = []

    /// - Complexity: O(bytes of the terms): 30 ms for 150,000.
    init(of stored: PackedPostings) {
        stored.forEachEntry { term, entry in
            // Bytes that are damaged may have a term twice.
            let number = table.insert(term[...], TermTable.hash(term))
            if number == entries.count { entries.append(entry) }
        }
    }

    func entry(of term: [UInt8], _ hash: UInt64) -> PackedPostings.Entry? {
        table.number(of: term, hash).map { entries[$0] }
    }
}

/// Loads the terms of a collection once so many texts have been looked up that it pays; shared by all copies of what they
/// belong to.
final class TermLoader: Sendable {
    private let state = Mutex<(texts: Int, terms: LoadedTerms?)>((0, nil))

    /// Texts whose terms take as long to look up as it takes to load all. A single question has a hundred.
    static let manyTexts = 1000

    /// - Returns: nil so long as few texts have been looked up.
    func terms(of stored: PackedPostings) -> LoadedTerms? {
        state.withLock { state in
            if state.terms == nil {
                state.texts += 1
                if state.texts > Self.manyTexts { state.terms = LoadedTerms(of: stored) }
            }
            return state.terms
        }
    }
}
