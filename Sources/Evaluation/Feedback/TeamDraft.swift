import Kernels

/// One of two rankings whose entries are shown in one list.
package enum Team: String, Hashable, Sendable {
    /// The ranking that there is.
    case a = "A"
    /// The one that is tried.
    case b = "B"
}

/// One list of two rankings' entries, from which readers choose without knowing which is whose.
///
/// Team-draft interleaving: whichever ranking has fewer entries so far gives its best that is not there yet; where both
/// have as many, a coin decides (Radlinski, Kurup, Joachims, "How Does Clickthrough Data Reflect Retrieval Quality?",
/// CIKM 2008). Each position is as likely to be of either, so that what is clicked more for its place favours neither.
package struct TeamDraft<Entry: Hashable> {
    package private(set) var entries: [(entry: Entry, team: Team)] = []

    /// - Parameters:
    ///   - limit: entries of the list at most.
    ///   - seed: of the coin: equal seeds give equal lists.
    package init(_ a: [Entry], _ b: [Entry], limit: Int, seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        var rest = (a: a[...], b: b[...])
        var counts = (a: 0, b: 0)
        var taken: Set<Entry> = []
        while entries.count < limit {
            rest = (rest.a.drop(while: taken.contains), rest.b.drop(while: taken.contains))
            let isA: Bool
            switch (rest.a.isEmpty, rest.b.isEmpty) {
            case (true, true): return
            case (false, true): isA = true
            case (true, false): isA = false
            case (false, false):
                isA = counts.a == counts.b ? generator.next() >> 63 == 0 : counts.a < counts.b
            }
            guard let next = isA ? rest.a.popFirst() : rest.b.popFirst() else { return }
            taken.insert(next)
            entries.append((next, isA ? .a : .b))
            if isA { counts.a += 1 } else { counts.b += 1 }
        }
    }
}
