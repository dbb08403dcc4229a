import Retrieval

/// Which candidates of a long list may be copies, templates or parts of each other, so that the others need not be compared.
///
/// What two texts of one wording share is looked up by its hashes, and what says the same by its terms; fewer than these
/// cannot make two texts one, but for the chance that a sketch holds hardly anything of both.
struct LikelyCopies {
    /// Candidates from which the look-up is cheaper than comparing all with all.
    static let fewestCandidates = 192

    private var partners: [DocID: [DocID]] = [:]

    /// - Complexity: O(hashes and terms of all candidates, and for each those of the others that are equal).
    init(_ docs: [DocID], in index: ComparisonIndex, series: Bool) {
        var sections = [[UInt16: [Int32]]](repeating: [:], count: Self.sections.count)
        var titles: [UInt64: [Int32]] = [:]
        var terms: [TermID: [(number: Int32, weight: Float)]] = [:]
        var counts = [Int32](repeating: 0, count: docs.count)
        var products = [Float](repeating: 0, count: docs.count)
        for (number, doc) in docs.enumerated() {
            let fingerprint = index.fingerprint(of: doc)
            var found: Set<Int> = []
            for (place, (section, fewest)) in Self.sections.enumerated() {
                var met: [Int32] = []
                for hash in fingerprint.stored(section) {
                    for other in sections[place][hash, default: []] {
                        if counts[Int(other)] == 0 { met.append(other) }
                        counts[Int(other)] += 1
                    }
                    sections[place][hash, default: []].append(Int32(number))
                }
                for other in met {
                    if counts[Int(other)] >= fewest { found.insert(Int(other)) }
                    counts[Int(other)] = 0
                }
            }
            for key in Self.titleKeys(fingerprint, series: series) {
                for other in titles[key, default: []] { found.insert(Int(other)) }
                titles[key, default: []].append(Int32(number))
            }
            let vector = index.fused.lexical.vector(of: doc)
            var met: [Int32] = []
            for (term, weight) in zip(vector.terms, vector.weights) {
                for other in terms[term, default: []] {
                    if products[Int(other.number)] == 0 { met.append(other.number) }
                    products[Int(other.number)] += weight * other.weight
                }
                terms[term, default: []].append((Int32(number), weight))
            }
            for other in met {
                if products[Int(other)] >= Self.leastCosine { found.insert(Int(other)) }
                products[Int(other)] = 0
            }
            for other in found {
                partners[doc, default: []].append(docs[other])
                partners[docs[other], default: []].append(doc)
            }
        }
    }

    /// The candidates that may have something in common with one.
    subscript(doc: DocID) -> [DocID] { partners[doc] ?? [] }

    /// How many hashes of a section two texts share at least that are one.
    private static let sections: [(TextFingerprint.Section, Int32)] = [
        (.opening, 2), (.skeleton, 2), (.body, 3), (.titlePairs, 2),
    ]
    /// Below the cosine of two texts that say the same, since sums are rounded.
    private static let leastCosine: Float = 0.74

    private static func titleKeys(_ fingerprint: TextFingerprint, series: Bool) -> [UInt64] {
        var keys = [UInt64(fingerprint.titleHash)]
        if series, fingerprint.titleNumbers.form != 0 {
            keys.append(1 << 32 | UInt64(fingerprint.titleNumbers.form))
        }
        if series, fingerprint.series != 0 { keys.append(2 << 32 | UInt64(fingerprint.series)) }
        return keys
    }
}
