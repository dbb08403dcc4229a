/// How far two judges agree on the pairs that both have judged.
///
/// Kappa is Cohen's: (p - e) / (1 - e), where p is the share of pairs of which both say the same, and e the share that
/// would come of chance, the sum over categories of the product of both judges' shares of them (Jacob Cohen, "A
/// coefficient of agreement for nominal scales", Educational and Psychological Measurement 20, 1960, 37-46).
package struct Agreement: Hashable, Sendable {
    package struct Figure: Hashable, Sendable {
        /// Of the pairs, how many both say the same of; 0 to 1.
        package let share: Double
        /// From -1 to 1, 0 for chance; nil where both say one and the same of every pair, so that chance does as well.
        package let kappa: Double?
    }

    /// A pair on which they differ.
    package struct Difference: Hashable, Sendable {
        package let query, document: String
        package let first, second: Label
    }

    /// Judged by both.
    package let pairs: Int
    /// Judged by one of them alone.
    package let (onlyFirst, onlySecond): (Int, Int)
    /// Of the five labels.
    package let labels: Figure
    /// Of related or not; templates and copies are not.
    package let verdict: Figure
    /// In byte order of queries, then documents.
    package let differences: [Difference]
    private let counts: [Label: [Label: Int]]

    /// - Returns: nil where no pair is judged by both.
    package init?(_ first: Qrels, _ second: Qrels) {
        var judged: [(Label, Label)] = []
        var differences: [Difference] = []
        for query in first.queries {
            let (own, others) = (first.labels(of: query), second.labels(of: query))
            for document in own.keys.inByteOrder {
                guard let one = own[document], let other = others[document] else { continue }
                judged.append((one, other))
                if one != other {
                    differences.append(
                        Difference(query: query, document: document, first: one, second: other)
                    )
                }
            }
        }
        guard !judged.isEmpty else { return nil }
        pairs = judged.count
        onlyFirst = first.pairs - judged.count
        onlySecond = second.pairs - judged.count
        labels = Figure(judged)
        verdict = Figure(judged.map { ($0.isRight, $1.isRight) })
        self.differences = differences
        counts = judged.reduce(into: [:]) { $0[$1.0, default: [:]][$1.1, default: 0] += 1 }
    }

    /// The number of pairs of which one says this and the other that.
    package func count(_ first: Label, _ second: Label) -> Int { counts[first]?[second] ?? 0 }
}

extension Agreement.Figure {
    /// - Precondition: there is a pair.
    fileprivate init<Category: Hashable>(_ pairs: [(Category, Category)]) {
        // In whole numbers as long as possible, so that perfect agreement is exactly that.
        let firsts = Dictionary(pairs.map { ($0.0, 1) }, uniquingKeysWith: +)
        let seconds = Dictionary(pairs.map { ($0.1, 1) }, uniquingKeysWith: +)
        let same = pairs.count * pairs.count { $0.0 == $0.1 }
        let chance = firsts.reduce(0) { $0 + $1.value * seconds[$1.key, default: 0] }
        let all = pairs.count * pairs.count
        share = Double(same) / Double(all)
        kappa = chance == all ? nil : Double(same - chance) / Double(all - chance)
    }
}
