import Foundation
import Kernels
import Retrieval
import Testing

@testable import Recommendation

/// A kind that only tests know: five signals, each some multiple of the cosine of the terms.
private struct MultipleSignals: SignalGroup {
    let kind = SignalKind("multiples", title: "multiples of the cosine")
    let signals: [Signal]

    init() { signals = (0..<5).map { [kind] in Signal("times\($0)", kind, bounds: .anyNumber) } }

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, cosines) in pairs.terms.enumerated() {
            for number in signals.indices {
                values[columns.start(pair) + number] = Float(number) * cosines.all
            }
        }
    }
}

@Suite struct SignalTests {
    /// Pairs about which everything is known.
    private func pairs(_ count: Int, seed: UInt64) -> PairMeasurements {
        var generator = SplitMix64(seed: seed)
        func cosines() -> [Float] { (0..<count).map { _ in Float.random(in: 0...1, using: &generator) } }
        return PairMeasurements(
            count: count,
            terms: cosines().map { TermProducts(all: $0) },
            embeddings: cosines(),
            daysApart: (0..<count).map { _ in Double.random(in: -50...50, using: &generator) },
            topics: cosines(),
            surroundings: PairMeasurements.Surroundings(
                own: Neighbourhood(cosines().sorted(by: >)),
                closeness: cosines(),
                otherDensities: cosines()
            ),
            articlesBetween: cosines(),
            seriesSteps: cosines(),
            providers: cosines(),
            otherLanguages: cosines().map { $0 > 0.5 }
        )
    }

    @Test func namesInFilesStayAsTheyAre() {
        #expect(
            Signal.allCases.map(\.name) == [
                "terms", "titles", "titleInExcerpt", "excerptInTitle", "excerpts", "titleFound",
                "otherTitleFound",
                "strongestTerm", "embeddings", "dated", "within1Day", "within3Days", "within10Days",
                "within30Days",
                "within100Days", "within365Days", "daysLater", "articlesBetween", "topics", "topicsKnown",
                "neighbourhood", "closeness", "closenessToNearest", "aboveTenth", "aboveOwnNeighbours",
                "aboveOtherNeighbours", "seriesSteps", "sameProvider", "otherLanguage",
                "meaningAcrossLanguages",
            ]
        )
        #expect(
            SignalKind.allCases.map(\.name) == [
                "words", "meaning", "time", "topics", "surroundings", "form", "language", "base",
            ]
        )
        for signal in Signal.allCases { #expect(Signal(named: signal.name) == signal) }
        #expect(Signal(named: "luck") == nil)
    }

    /// Lists depend on the last bit of the log-odds, so the order of the sum is part of what they are.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func logOddsAreSummedFromTheFirstSignalToTheLast(seed: UInt64) throws {
        var generator = SplitMix64(seed: seed)
        for _ in 0..<1000 {
            let (values, weights) = (
                (0..<Signal.count).map { _ in Float.random(in: -1...1, using: &generator) },
                (0..<Signal.count).map { _ in Float.random(in: -30...30, using: &generator) }
            )
            let bias = Float.random(in: -5...5, using: &generator)
            let model = RelatednessModel(
                weights: Dictionary(uniqueKeysWithValues: zip(Signal.allCases, weights)),
                bias: bias
            )
            let products = zip(values, weights).map { $0 * $1 }
            let expected = bias + products.dropFirst().reduce(products[0], +)
            #expect(model.logOdds(SignalValues(values[...])).bitPattern == expected.bitPattern)
        }
    }

    @Test func onePairOfManyHasTheLogOddsOfItsOwnValues() {
        let table = SignalTable(pairs(20, seed: 5))
        let model = RelatednessModel(weights: [.terms: 3, .within10Days: 2, .neighbourhood: -1], bias: -2)
        for pair in 0..<20 {
            let values = table[pair]
            #expect(model.logOdds(table, of: pair) == model.logOdds(values))
            #expect(values.detached == values)
            for signal in Signal.allCases { #expect(Float(values[signal]) == table[pair, signal]) }
        }
    }

    @Test func whatWasNotMeasuredAddsNothing() {
        let pairs = PairMeasurements(
            count: 2,
            terms: [TermProducts(all: 0.5), TermProducts(all: 0.25)],
            daysApart: [.nan, 3],
            topics: [0.75, .nan]
        )
        let table = SignalTable(pairs)
        let first: [Signal: Float] = [.terms: 0.5, .topics: 0.75, .topicsKnown: 1]
        for signal in Signal.allCases { #expect(table[0, signal] == first[signal, default: 0]) }
        #expect(table[1, .dated] == 1 && table[1, .topicsKnown] == 0)
        #expect(table[1, .within3Days] == exp(-0.5) && table[1, .embeddings] == 0)
    }

    /// The number of signals is nowhere more than a count.
    @Test func aFurtherKindTakesColumnsOfItsOwnAndLeavesTheOthersAsTheyAre() {
        let further = MultipleSignals()
        for groups in [
            SignalRegistry.standard.groups + [further], [further] + SignalRegistry.standard.groups,
        ] {
            let registry = SignalRegistry(groups)
            #expect(registry.count == Signal.count + 5)
            let pairs = pairs(50, seed: 9)
            let (table, plain) = (SignalTable(pairs, registry), SignalTable(pairs))
            var generator = SplitMix64(seed: 4)
            let weights = registry.signals.map { _ in Float.random(in: -9...9, using: &generator) }
            for pair in 0..<50 {
                for signal in Signal.allCases { #expect(table[pair, signal] == plain[pair, signal]) }
                for (number, signal) in further.signals.enumerated() {
                    #expect(table[pair, signal] == Float(number) * pairs.terms[pair].all)
                }
                let expected = zip(registry.signals, weights).reduce(Float(0)) {
                    $0 + table[pair, $1.0] * $1.1
                }
                #expect(SignalValues.weightedSum(table[pair].values.span, weights.span) == expected)
            }
        }
    }

    @Test func aFurtherKindIsLearnedFromAndToldLikeTheOthers() {
        let further = MultipleSignals()
        let registry = SignalRegistry(SignalRegistry.standard.groups + [further])
        let pairs = pairs(400, seed: 11)
        let table = SignalTable(pairs, registry)
        var examples = LogisticExamples(dimension: registry.count)
        for pair in 0..<pairs.count {
            examples.append(
                registry.signals.map { table[pair, $0] },
                label: pairs.terms[pair].all > 0.5,
                weight: 1
            )
        }
        let regression = LogisticRegression(
            bounds: registry.signals.map(\.bounds),
            shrinkage: 0.001,
            prior: [Double](repeating: 0, count: registry.count)
        )
        let weights = regression.fit(examples).weights
        #expect(weights.count == registry.count && weights[registry.index(of: further.signals[4])] > 0)
        let evidence = PairEvidence(sharedTerms: [], daysApart: nil)
        #expect(further.clause("+1.0", evidence) == "multiples +1.0")
    }
}
