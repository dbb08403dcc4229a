import Foundation
import Kernels
import Testing

@testable import Training

@Suite("The contrastive loss and its gradient")
struct ContrastiveLossTests {
    private let pairs: TrainingPairs
    private let table: TrainedTokenTable
    private let loss = ContrastiveLoss(temperature: 0.1, workers: 2)

    init() {
        var synthetic = SyntheticPairs(count: 90, seed: 3)
        // Templated feeds: the same title again, and the same excerpt.
        synthetic.titles[7] = synthetic.titles[2]
        synthetic.titles[70] = synthetic.titles[2]
        synthetic.excerpts[40] = synthetic.excerpts[9]
        pairs = synthetic.pairs
        table = synthetic.start(dimension: 12)
    }

    private var batch: PairBatch { PairBatch((0..<Int32(pairs.count)).map(\.self)[...], of: pairs) }

    /// The definition, word for word, in double precision.
    private func naiveLoss(_ vectors: [Double], _ batch: PairBatch) -> Double {
        let dimension = table.dimension
        func units(_ texts: TokenizedTexts) -> [[Double]] {
            (0..<texts.count).map { text in
                var sum = [Double](repeating: 0, count: dimension)
                for token in texts[text] {
                    for index in 0..<dimension { sum[index] += vectors[Int(token) * dimension + index] }
                }
                let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
                return sum.map { $0 / length }
            }
        }
        let (titles, excerpts) = (units(batch.titles), units(batch.excerpts))
        func logit(_ i: Int, _ j: Int) -> Double {
            zip(titles[i], excerpts[j]).reduce(0) { $0 + $1.0 * $1.1 } / Double(loss.temperature)
        }
        let all = 0..<batch.count
        var total = 0.0
        for i in all {
            let others = all.filter { j in
                j == i
                    || Array(batch.titles[i]) != Array(batch.titles[j])
                        && Array(batch.excerpts[i]) != Array(batch.excerpts[j])
            }
            total -= logit(i, i) - log(others.reduce(0) { $0 + exp(logit(i, $1)) })
            total -= logit(i, i) - log(others.reduce(0) { $0 + exp(logit($1, i)) })
        }
        return total / Double(2 * batch.count)
    }

    @Test("The loss is the definition's, copies left out")
    func valueIsTheDefinitions() {
        #expect(batch.copies.count { !$0.isEmpty } == 5)
        let expected = naiveLoss(table.vectors.map(Double.init), batch)
        #expect(abs(loss.value(batch, table) - expected) < 1e-5)
        #expect(abs(loss.gradients(batch, table).loss - expected) < 1e-5)
    }

    @Test("The gradient agrees with finite differences of the definition")
    func gradientIsTheSlope() {
        let gradients = loss.gradients(batch, table).gradients
        let (titles, excerpts) = (batch.titles, batch.excerpts)
        let dimension = table.dimension
        let vectors = table.vectors.map(Double.init)
        var random = SplitMix64(seed: 11)
        var largest = 0.0
        for _ in 0..<60 {
            let token = Int32(random.next() % UInt64(SyntheticPairs.vocabularyCount))
            let index = Int(random.next() % UInt64(dimension))
            var slope = 0.0
            for (texts, gradient) in [(titles, gradients.titles), (excerpts, gradients.excerpts)] {
                for text in 0..<texts.count {
                    let occurrences = texts[text].count { $0 == token }
                    slope += Double(occurrences) * Double(gradient[text * dimension + index])
                }
            }
            var (above, below) = (vectors, vectors)
            above[Int(token) * dimension + index] += 1e-5
            below[Int(token) * dimension + index] -= 1e-5
            let expected = (naiveLoss(above, batch) - naiveLoss(below, batch)) / 2e-5
            largest = max(largest, abs(expected))
            #expect(abs(slope - expected) < 1e-5 + 1e-3 * abs(expected))
        }
        // Zero everywhere would agree too.
        #expect(largest > 1e-2)
    }

    @Test("A step moves the tokens of the batch and no others, as Adam's first step does")
    func stepIsAdams() {
        var moved = table
        let some = PairBatch([0, 1, 2], of: pairs)
        let gradients = loss.gradients(some, table).gradients
        moved.step(AdamStep(rate: 0.01, step: 1), against: gradients, of: some, workers: 2)
        let touched = Set(some.titles.tokens + some.excerpts.tokens)
        let (before, after) = (table.vectors, moved.vectors)
        for row in 0..<table.count {
            for index in row * table.dimension..<(row + 1) * table.dimension {
                let distance = abs(after[index] - before[index])
                // The first step has the rate's length whatever the gradient, unless that is hardly any.
                #expect(distance < 0.010_001)
                if !touched.contains(Int32(row)) { #expect(distance == 0) }
            }
        }
        #expect(loss.value(some, moved) < loss.value(some, table))
    }

    @Test("Copies of a pair are left out, and pairs with an empty side")
    func exactCopiesAreLeftOut() {
        var titles = TokenizedTexts()
        var excerpts = TokenizedTexts()
        let rows: [([Int32], [Int32])] = [([1], [2, 3]), ([1], [2, 3]), ([1], [4]), ([], [4]), ([5], [])]
        for (title, excerpt) in rows {
            titles.append(title)
            excerpts.append(excerpt)
        }
        let pairs = TrainingPairs(titles: titles, excerpts: excerpts)
        #expect(pairs.count == 2)
        #expect(pairs.firstWithTitle[0] == pairs.firstWithTitle[1])
        #expect(pairs.firstWithExcerpt[0] != pairs.firstWithExcerpt[1])
    }

    @Test("exp is exact to a few units in the last place, and 0 far down")
    func exponentialsAreExact() {
        for sharpness: Float in [1, 20, 40] {
            let cosines = (0...400).map { Float($0) / 200 - 1 }
            var values = cosines
            var span = values.mutableSpan
            exponentiate(&span, sharpness: sharpness)
            for (cosine, value) in zip(cosines, values) {
                let expected = exp((Double(cosine) - 1) * Double(sharpness))
                #expect(abs(Double(value) - expected) <= 6e-6 * expected)
            }
        }
    }
}
