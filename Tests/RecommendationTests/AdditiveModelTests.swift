import Foundation
import Kernels
import Retrieval
import Testing

@testable import Recommendation

@Suite struct AdditiveModelTests {
    @Test func aCurveHoldsUpToItsThreshold() {
        let curve = SignalCurve(thresholds: [0.25, 0.5], values: [-1, 0, 2])
        #expect([-9, 0.25, 0.26, 0.5, 0.51, 9].map(curve.value) == [-1, -1, 0, 0, 2, 2])
        #expect(curve.most == 2)
    }

    @Test func theSumOfTwoCurvesIsTheSumEverywhere() throws {
        let a = SignalCurve(thresholds: [0.25, 0.5], values: [-1, 0, 2])
        let b = SignalCurve(thresholds: [0.375, 0.5, 0.75], values: [4, 3, 2, 1])
        let sum = try #require(SignalCurve.sum(a, times: 2, b, times: 0.5))
        for step in -10...20 {
            let x = Float(step) / 16
            #expect(sum.value(at: x) == 2 * a.value(at: x) + 0.5 * b.value(at: x))
        }
        #expect(SignalCurve.sum(nil, times: 1, nil, times: 1) == nil)
    }

    private func model() -> RelatednessModel {
        var model = RelatednessModel(
            weights: [.dated: -0.5, .neighbourhood: -2],
            bias: -1,
            minimumProbability: 0.25
        )
        model[curve: .terms] = SignalCurve(thresholds: [0.125, 0.5], values: [-2, 0.5, 1.5])
        model[curve: .aboveOtherNeighbours] = SignalCurve(thresholds: [-0.25, 0.25], values: [-1, 0, 1])
        return model
    }

    @Test func partsAddUpToTheLogOdds() {
        var values = SignalValues()
        (values[.terms], values[.dated], values[.neighbourhood]) = (0.5, 1, 0.25)
        values[.aboveOtherNeighbours] = 0.3
        let model = model()
        let parts = Dictionary(
            uniqueKeysWithValues: model.contributions(values).map { ($0.signal, $0.value) }
        )
        #expect(parts == [.terms: 0.5, .dated: -0.5, .neighbourhood: -0.5, .aboveOtherNeighbours: 1])
        #expect(Double(model.logOdds(values)) == Double(model.bias) + parts.values.reduce(0, +))
    }

    /// Before the density of the other's neighbourhood is known, no pair may be given up that it could save.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func theMostIsNeverLessThanWhatComesOut(seed: UInt64) {
        var generator = SplitMix64(seed: seed)
        let (count, model) = (200, model())
        let closeness = (0..<count).map { _ in Float.random(in: 0...1, using: &generator) }
        let densities = (0..<count).map { _ in Float.random(in: 0...1, using: &generator) }
        let own = Neighbourhood([0.5, 0.4])
        func table(_ densities: [Float]) -> SignalTable {
            SignalTable(
                PairMeasurements(
                    count: count,
                    terms: closeness.map { TermProducts(all: $0) },
                    surroundings: PairMeasurements.Surroundings(
                        own: own,
                        closeness: closeness,
                        otherDensities: densities
                    )
                )
            )
        }
        let (before, after) = (table([]), table(densities))
        for pair in 0..<count {
            let most = model.mostLogOdds(before, of: pair) + model[.neighbourhood] * own.density
            #expect(model.logOdds(after, of: pair) <= most + 1e-5)
        }
    }

    private func traits(
        _ articlesADay: Double,
        _ diversity: Double = 0,
        known: Double = 1
    ) -> CollectionTraits {
        CollectionTraits(
            articlesADay: articlesADay,
            providers: ProviderDiversity(known: known, value: diversity)
        )
    }

    @Test func eachKindOfCollectionHasItsModel() {
        let news = RelatednessModel(weights: [.terms: 4], bias: 1, minimumProbability: 0.75)
        let review = RelatednessModel(weights: [.terms: 8], bias: -3, minimumProbability: 0.5)
        let all = model().with(news, for: .newsroom).with(review, for: .aggregator)
        #expect(all.suited(to: traits(0)) == model())
        #expect(all.suited(to: traits(2, 0.1)) == model())
        #expect(all.suited(to: traits(500)) == news)
        #expect(all.suited(to: traits(1000, 0.9)) == news)
        #expect(all.suited(to: traits(0.5, 0.9)) == review)
        #expect(all.suited(to: traits(125, 0.9)) == review && all.suited(to: traits(20)) == news)
        #expect(all.suited(to: traits(2, 0.3)) == review)
        #expect(model().suited(to: traits(500, 0.9)) == model())
    }

    @Test(arguments: [(40.0.squareRoot(), 0.0), (300, 0.9), (1, 0.2), (5, 0.15), (400, 0.2)])
    func betweenKindsModelsAreMixed(articlesADay: Double, diversity: Double) throws {
        let news = RelatednessModel(weights: [.terms: 4], bias: 1, minimumProbability: 0.75)
        let review = RelatednessModel(weights: [.terms: 8], bias: -3, minimumProbability: 0.5)
        let all = model().with(news, for: .newsroom).with(review, for: .aggregator)
        let traits = traits(articlesADay, diversity)
        let shares = traits.shares
        #expect(abs(shares.values.reduce(0, +) - 1) < 1e-6 && shares.values.allSatisfy { $0 >= 0 })
        let parts = [(CollectionKind.site, model()), (.aggregator, review), (.newsroom, news)]
        var values = SignalValues()
        (values[.terms], values[.neighbourhood], values[.aboveOtherNeighbours]) = (0.4, 0.3, 0.5)
        let expected = try parts.reduce(Float(0)) { $0 + (try #require(shares[$1.0])) * $1.1.logOdds(values) }
        let mixed = all.suited(to: traits)
        #expect(abs(mixed.logOdds(values) - expected) < 1e-5)
        let cutOff = parts.reduce(0) { $0 + Double(shares[$1.0] ?? 0) * $1.1.minimumProbability }
        #expect(abs(mixed.minimumProbability - cutOff) < 1e-6)
    }

    @Test func withoutProvidersThePaceDecides() {
        #expect(traits(1, known: 0).shares == traits(1).shares)
        #expect(traits(20, known: 0).shares == traits(20, 0.9).shares)
        #expect(traits(1000, known: 0).shares == traits(1000, 0.9).shares)
        let between = traits(40.0.squareRoot(), known: 0).shares
        #expect(abs((between[.site] ?? 0) - 0.25) < 1e-6 && abs((between[.aggregator] ?? 0) - 0.5) < 1e-6)
        // One article with a provider among thousands without changes next to nothing.
        let one = traits(20, known: 1 / 5000).shares
        #expect(abs((one[.aggregator] ?? 0) - 1) < 1e-3)
    }

    @Test func halfwayBetweenKindsIsHalfOfEach() {
        #expect(abs((traits(40.0.squareRoot()).shares[.newsroom] ?? 0) - 0.5) < 1e-6)
        #expect(abs((traits(1, 0.2).shares[.aggregator] ?? 0) - 0.5) < 1e-6)
    }

    @Test func filesKeepCurvesAndTheModelsForKinds() throws {
        var weights = RelatednessWeights(origin: "a test")
        weights[model: "none"] = model().with(RelatednessModel(weights: [.terms: 4], bias: 1), for: .newsroom)
        let json = weights.json
        #expect(try RelatednessWeights(json: json, path: "w.json") == weights)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("[-2, 0.5, 1.5]") && text.contains(#""newsroom""#))
        #expect(text.hasPrefix("{\n"))
    }

    @Test(arguments: [
        #""variants":{"weblog":{"bias":0,"minimumProbability":0.5}}"#,
        #""variants":{"newsroom":{"bias":0,"minimumProbability":5}}"#,
        #""variants":{"newsroom":{"bias":0,"minimumProbability":0.5,"variants":{}}}"#,
    ])
    func impossibleVariantsAreRefused(_ variants: String) {
        let json =
            #"{"format":"kindred relatedness 2","origin":"","models":{"none":{"bias":0,"minimumProbability":0.5,\#(variants)}}}"#
        #expect(throws: RelatednessWeights.FileProblem.self) {
            try RelatednessWeights(json: Array(json.utf8), path: "w.json")
        }
    }

    @Test(arguments: [
        #""curves":{"terms":{"above":[0.5,0.1],"adds":[0,1,2]}}"#,
        #""curves":{"terms":{"above":[0.5],"adds":[0,1,2]}}"#,
        #""curves":{"terms":{"above":[],"adds":[0]}}"#,
        #""curves":{"terms":{"above":[0.5],"adds":[1,0]}}"#,
        #""curves":{"articlesBetween":{"above":[0.5],"adds":[0,1]}}"#,
        #""curves":{"luck":{"above":[0.5],"adds":[0,1]}}"#,
        #""curves":{"terms":{"above":[0.5],"adds":[0,1e999]}}"#,
    ])
    func impossibleCurvesAreRefused(_ curves: String) {
        let json =
            #"{"format":"kindred relatedness 2","origin":"","models":{"none":{"bias":0,"minimumProbability":0.5,\#(curves)}}}"#
        #expect(throws: RelatednessWeights.FileProblem.self) {
            try RelatednessWeights(json: Array(json.utf8), path: "w.json")
        }
    }

    @Test func filesOfTheOlderFormatStillHold() throws {
        let json =
            #"{"format":"kindred relatedness 1","origin":"","models":{"none":{"bias":-1,"minimumProbability":0.5,"weights":{"terms":3}}}}"#
        let weights = try RelatednessWeights(json: Array(json.utf8), path: "w.json")
        #expect(weights[model: "none"] == RelatednessModel(weights: [.terms: 3], bias: -1))
    }
}

@Suite struct AdditiveBoostingTests {
    /// Labels by chance, with the log-odds of two curves and a column that says nothing.
    private func examples(_ count: Int, seed: UInt64) -> (LogisticExamples, truth: [Double]) {
        var generator = SplitMix64(seed: seed)
        var examples = LogisticExamples(dimension: 3)
        var truth: [Double] = []
        for _ in 0..<count {
            let row = (0..<3).map { _ in Float.random(in: 0...1, using: &generator) }
            let logOdds = (row[0] > 0.5 ? 2.0 : -2.0) + (row[1] > 0.25 && row[1] < 0.5 ? 1.5 : -0.5)
            let isRelated = Double.random(in: 0...1, using: &generator) < 1 / (1 + exp(-logOdds))
            examples.append(row, label: isRelated, weight: 1)
            truth.append(logOdds)
        }
        return (examples, truth)
    }

    @Test func curvesThatMadeTheLabelsAreFound() throws {
        let (examples, truth) = examples(4000, seed: 1)
        let (curves, bias) = AdditiveBoosting().fit(examples, directions: [1, 0, 0])
        var error = 0.0
        for row in 0..<examples.count {
            var sum = bias
            for column in 0..<3 {
                sum += Double(curves[column]?.value(at: examples.rows[3 * row + column]) ?? 0)
            }
            error += abs(sum - truth[row])
        }
        #expect(error / Double(examples.count) < 0.4)
        let first = try #require(curves[0])
        #expect(zip(first.values, first.values.dropFirst()).allSatisfy { $0 <= $1 })
        let noise = curves[2].map { ($0.values.max() ?? 0) - ($0.values.min() ?? 0) } ?? 0
        #expect(noise < 1)
    }

    /// Whatever the labels say, a curve never goes against its direction.
    @Test func directionsHold() throws {
        let (examples, _) = examples(1000, seed: 2)
        let (curves, _) = AdditiveBoosting().fit(examples, directions: [-1, -1, 1])
        #expect(curves[0] == nil)
        for (column, sign) in [(1, Float(-1)), (2, 1)] {
            guard let curve = curves[column] else { continue }
            #expect(zip(curve.values, curve.values.dropFirst()).allSatisfy { ($1 - $0) * sign >= 0 })
        }
    }

    @Test func itIsTheSameEachTimeAndStartsFromOffsets() {
        let (examples, truth) = examples(800, seed: 3)
        let boosting = AdditiveBoosting(rounds: 50)
        let first = boosting.fit(examples, directions: [0, 0, 0])
        let second = boosting.fit(examples, directions: [0, 0, 0])
        #expect(first.curves == second.curves && first.bias == second.bias)
        // What is known already leaves little to learn.
        let rest = boosting.fit(examples, directions: [0, 0, 0], offsets: truth)
        func reach(_ curve: SignalCurve?) -> Float { (curve?.values.max() ?? 0) - (curve?.values.min() ?? 0) }
        #expect(reach(rest.curves[0]) < reach(first.curves[0]) / 3)
    }

    @Test func nothingTeachesNothing() {
        let (curves, bias) = AdditiveBoosting().fit(LogisticExamples(dimension: 2), directions: [0, 0])
        #expect(curves == [nil, nil] && bias == 0)
    }
}

@Suite struct ProviderDiversityTests {
    @Test(
        arguments: [
            ([nil, nil], 0.0),
            (["a", "a", "a"], 0),
            (["a", "b"], 0.5),
            (["a", "b", nil, nil], 0.25),
            (["a", "b", "c", "d"], 0.75),
            ([], 0),
        ] as [([String?], Double)]
    )
    func isTheChanceOfTwoProvidersTimesTheKnownShare(providers: [String?], expected: Double) throws {
        let diversity = ProviderDiversity(providers)
        #expect(abs(diversity.value - expected) < 1e-12)
        #expect(diversity.known == Double(providers.count { $0 != nil }) / Double(max(providers.count, 1)))
        #expect(ProviderDiversity(bytes: diversity.bytes) == diversity)
    }

    @Test func bytesOfOthersAreRefused() {
        #expect(ProviderDiversity(bytes: []) == nil)
        #expect(ProviderDiversity(bytes: [UInt8](repeating: 255, count: 16)) == nil)
        #expect(ProviderDiversity(bytes: [UInt8](repeating: 0, count: 8)) == nil)
        let two: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0x40]
        #expect(ProviderDiversity(bytes: two + two) == nil, "2 is no share")
        let bytes = ProviderDiversity(known: 0.5, value: 0.25).bytes
        #expect(ProviderDiversity(bytes: Array(bytes[8...] + bytes[..<8])) == nil, "more than is known")
    }
}
