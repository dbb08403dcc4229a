/// What a model learns from: titles, each with the excerpt of the same article.
package struct TrainingPairs: Sendable {
    let titles: TokenizedTexts
    let excerpts: TokenizedTexts
    /// For each pair the number of the first with the same title, or excerpt.
    let firstWithTitle: [Int32]
    let firstWithExcerpt: [Int32]

    package var count: Int { titles.count }

    /// Gathers pairs; those with an empty side and exact copies of earlier ones are left out.
    ///
    /// - Complexity: O(tokens), expected.
    package init(titles: TokenizedTexts, excerpts: TokenizedTexts) {
        precondition(titles.count == excerpts.count, "each title has one excerpt")
        let (titleCopies, excerptCopies) = (titles.firstCopies(), excerpts.firstCopies())
        var seen: Set<Int64> = []
        var kept: [Int32] = []
        for pair in 0..<titles.count where !titles[pair].isEmpty && !excerpts[pair].isEmpty {
            let key = Int64(titleCopies[pair]) << 32 | Int64(excerptCopies[pair])
            if seen.insert(key).inserted { kept.append(Int32(pair)) }
        }
        self.titles = TokenizedTexts(kept[...], of: titles)
        self.excerpts = TokenizedTexts(kept[...], of: excerpts)
        firstWithTitle = kept.map { titleCopies[Int($0)] }
        firstWithExcerpt = kept.map { excerptCopies[Int($0)] }
    }

    /// How often each token occurs in all texts.
    package func tokenCounts(vocabularyCount: Int) -> [Int] {
        var counts = [Int](repeating: 0, count: vocabularyCount)
        for token in titles.tokens { counts[Int(token)] += 1 }
        for token in excerpts.tokens { counts[Int(token)] += 1 }
        return counts
    }
}

/// Pairs that are told apart from each other in one step.
struct PairBatch: Sendable {
    let titles: TokenizedTexts
    let excerpts: TokenizedTexts
    /// For each pair the others, ascending, that share its title or its excerpt: feeds repeat themselves, and
    /// what is the same must not be pushed apart.
    let copies: [[Int32]]

    var count: Int { titles.count }

    /// - Parameter numbers: of the pairs.
    init(_ numbers: ArraySlice<Int32>, of pairs: TrainingPairs) {
        titles = TokenizedTexts(numbers, of: pairs.titles)
        excerpts = TokenizedTexts(numbers, of: pairs.excerpts)
        var copies = [[Int32]](repeating: [], count: numbers.count)
        for firsts in [pairs.firstWithTitle, pairs.firstWithExcerpt] {
            var groups: [Int32: [Int32]] = [:]
            for (position, number) in numbers.enumerated() {
                groups[firsts[Int(number)], default: []].append(Int32(position))
            }
            for group in groups.values where group.count > 1 {
                for member in group { copies[Int(member)] += group.filter { $0 != member } }
            }
        }
        for position in copies.indices where copies[position].count > 1 {
            copies[position] = Array(Set(copies[position])).sorted()
        }
        self.copies = copies
    }
}
