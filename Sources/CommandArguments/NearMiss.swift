extension [String] {
    /// The word that somebody may have meant; nil where none is near.
    ///
    /// Case, `-` and `_` are passed over. A third of the letters may differ, so that short words do not
    /// suggest each other.
    package func nearest(to word: String) -> String? {
        // A hostile word must not cost the product of its length with everything.
        guard word.utf8.count <= 100 else { return nil }
        let wanted = Self.folded(word)
        let best = map { (word: $0, distance: Self.distance(Self.folded($0), wanted)) }
            .min { $0.distance < $1.distance }
        guard let best, best.distance <= Swift.max(1, wanted.count / 3) else { return nil }
        return best.word
    }

    private static func folded(_ word: String) -> [UInt8] {
        word.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
    }

    /// Letters to change, add or remove: Levenshtein, "Binary codes capable of correcting deletions,
    /// insertions, and reversals", 1966.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var row = [Int](0...b.count)
        for (i, left) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, right) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = Swift.min(diagonal + (left == right ? 0 : 1), above + 1, row[j] + 1)
                diagonal = above
            }
        }
        return row[b.count]
    }
}
