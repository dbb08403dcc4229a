public import Corpus
import Foundation

/// How the signals of a pair become the probability that an editor would put the one under the other: an additive model.
///
/// The probability is 1 / (1 + e^-x), where x, the log-odds, is the bias plus what each signal adds: its value times its
/// weight, and the step of its curve that the value is on. So every signal's part in an answer can be told, and the parts
/// add up. Lou, Caruana, Gehrke, "Intelligible models for classification and regression" (2012).
public struct RelatednessModel: Hashable, Sendable {
    /// One weight a signal, in the order of ``Signal/allCases``.
    private var weights = [Float](repeating: 0, count: Signal.count)
    /// One curve a signal; nil where it has none.
    private var curves = [SignalCurve?](repeating: nil, count: Signal.count)
    /// The same curves, as pairs are judged by.
    private var table = CurveTable([], timed: [])
    /// How much more the curves of ``SurroundingSignals/knownLast`` can add than where these signals are 0.
    private var unknownRise: Float = 0
    /// Whether it says more of some signal than a weight can.
    package var hasCurves: Bool { !table.isEmpty }
    /// The log-odds of a pair all of whose signals are 0, but for curves.
    public internal(set) var bias: Float = 0
    /// The probability below which nothing is listed, from 0 to 1.
    public var minimumProbability: Double = 0.5
    /// What holds instead in collections of some kinds.
    private(set) var variants: [CollectionKind: RelatednessModel] = [:]

    /// The weight of a signal.
    public internal(set) subscript(signal: Signal) -> Float {
        get { weights[SignalRegistry.standard.index(of: signal)] }
        set { weights[SignalRegistry.standard.index(of: signal)] = newValue }
    }

    /// What a signal adds beside its weight; nil where it adds nothing.
    subscript(curve signal: Signal) -> SignalCurve? {
        get { curves[SignalRegistry.standard.index(of: signal)] }
        set {
            curves[SignalRegistry.standard.index(of: signal)] = newValue
            curvesChanged()
        }
    }

    private mutating func curvesChanged() {
        table = CurveTable(curves, timed: Self.timed)
        unknownRise = SurroundingSignals.knownLast.reduce(0) { rise, signal in
            rise + (self[curve: signal].map { $0.most - $0.value(at: 0) } ?? 0)
        }
    }

    init(weights: [Signal: Float] = [:], bias: Float = 0, minimumProbability: Double = 0.5) {
        self.bias = bias
        self.minimumProbability = minimumProbability
        for (signal, weight) in weights { self[signal] = weight }
    }

    /// How far a signal can move the log-odds by its curve, or its weight where it has none.
    package func reach(of signal: Signal) -> Float {
        guard let curve = self[curve: signal], let low = curve.values.min(), let high = curve.values.max()
        else {
            return self[signal]
        }
        return high - low
    }

    // MARK: - Kinds of collection

    /// This model, with another one for collections of a kind; nil for none.
    package func with(_ variant: RelatednessModel?, for kind: CollectionKind) -> RelatednessModel {
        var copy = self
        copy.variants[kind] = variant.map { $0.withoutVariants }
        return copy
    }

    /// This model, with the variants of another one.
    package func withVariants(of other: RelatednessModel?) -> RelatednessModel {
        var copy = self
        copy.variants = other?.variants ?? [:]
        return copy
    }

    private var withoutVariants: RelatednessModel { withVariants(of: nil) }

    /// The model for these articles: for collections of their kind.
    public func suited(to articles: [Article]) -> RelatednessModel {
        suited(to: CollectionTraits(articles))
    }

    /// The model for such a collection: the mixture of the variants for what it is part of.
    func suited(to traits: CollectionTraits) -> RelatednessModel {
        guard !variants.isEmpty else { return self }
        let shares = traits.shares
        var parts: [(model: RelatednessModel, share: Float)] = []
        for kind in CollectionKind.allCases {
            guard let share = shares[kind], share > 0 else { continue }
            let model = variants[kind] ?? withoutVariants
            if let known = parts.firstIndex(where: { $0.model == model }) {
                parts[known].share += share
            } else {
                parts.append((model, share))
            }
        }
        if parts.count == 1 { return parts[0].model }
        var mixed = RelatednessModel(minimumProbability: 0)
        for (model, share) in parts {
            mixed.minimumProbability += Double(share) * model.minimumProbability
            mixed = mixed.adding(model, times: share)
        }
        return mixed
    }

    /// This model and what another one adds to it.
    func adding(_ other: RelatednessModel, times factor: Float = 1) -> RelatednessModel {
        var sum = self
        sum.bias += factor * other.bias
        for signal in weights.indices {
            sum.weights[signal] += factor * other.weights[signal]
            sum.curves[signal] = SignalCurve.sum(
                curves[signal],
                times: 1,
                other.curves[signal],
                times: factor
            )
        }
        sum.curvesChanged()
        return sum
    }

    // MARK: - Log-odds

    /// The log-odds of a pair.
    func logOdds(_ values: SignalValues) -> Float { logOdds(values.values.span) }

    /// The log-odds of one pair of many, with the same bits.
    func logOdds(_ table: SignalTable, of pair: Int) -> Float {
        logOdds(table.values.span.extracting(table.range(of: pair)))
    }

    /// What says nothing where a date is missing: curves have a mean of 0, so that nothing is neutral.
    private static let timed = [Signal.daysLater, .articlesBetween].map {
        SignalRegistry.standard.index(of: $0)
    }
    private static let dated = SignalRegistry.standard.index(of: .dated)
    private static let closeness = SignalRegistry.standard.index(of: .closeness)
    private static let aboveOtherNeighbours = SignalRegistry.standard.index(of: .aboveOtherNeighbours)

    private func logOdds(_ values: Span<Float>) -> Float {
        let sum = bias + SignalValues.weightedSum(values, weights.span)
        return table.isEmpty ? sum : table.add(to: sum, values, isDated: values[Self.dated] != 0)
    }

    /// The most that the log-odds of a pair can be, whatever the density of the other's neighbourhood is; without
    /// what ``Signal/neighbourhood`` adds times its weight.
    ///
    /// - Parameter table: of signals, those of ``SurroundingSignals/knownLast`` 0.
    func mostLogOdds(_ table: SignalTable, of pair: Int) -> Float {
        let sum = logOdds(table, of: pair) + unknownRise
        let weight = weights[Self.aboveOtherNeighbours]
        guard weight != 0 else { return sum }
        return sum + abs(weight) * abs(table.values[table.range(of: pair).lowerBound + Self.closeness])
    }

    /// What each signal adds to the log-odds; those that add nothing are left out.
    func contributions(_ values: SignalValues) -> [(signal: Signal, value: Double)] {
        let isDated = values[column: Self.dated] != 0
        return Signal.allCases.enumerated().compactMap { column, signal in
            let sum = contribution(of: column, values, isDated: isDated)
            return sum == 0 ? nil : (signal, sum)
        }
    }

    /// What the signals of each kind add to the log-odds, in the order of ``SignalRegistry/groups``; nil where none of
    /// them adds anything.
    func contributionsByKind(_ values: SignalValues) -> [Double?] {
        let isDated = values[column: Self.dated] != 0
        var column = 0
        return SignalRegistry.standard.groups.map { group in
            var sum: Double?
            for _ in group.signals {
                let own = contribution(of: column, values, isDated: isDated)
                if own != 0 { sum = (sum ?? 0) + own }
                column += 1
            }
            return sum
        }
    }

    private func contribution(of column: Int, _ values: SignalValues, isDated: Bool) -> Double {
        let value = values[column: column]
        let isNeutral = !isDated && Self.timed.contains(column)
        let step = isNeutral ? 0 : curves[column]?.value(at: value) ?? 0
        return Double(value * weights[column]) + Double(step)
    }

    /// The bits of all that log-odds depend on.
    var bits: [UInt32] {
        [bias.bitPattern] + weights.map(\.bitPattern)
            + curves.enumerated().flatMap { column, curve -> [UInt32] in
                guard let curve else { return [] }
                return [UInt32(column)] + (curve.thresholds + curve.values).map(\.bitPattern)
            }
    }

    /// 1 / (1 + e^-x).
    public static func probability(logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
}

/// Relatedness models by the name of the embedding model that they go with.
///
/// As a file: JSON with sorted keys, so that it can be read, compared and kept beside a site's articles.
public struct RelatednessWeights: Hashable, Sendable {
    /// The key of the model for words alone.
    public static let wordsAlone = "none"
    /// Stands in for embedding models that nobody has fitted weights for.
    static let fallback = "all-MiniLM-L6-v2"

    public private(set) var models: [String: RelatednessModel] = [:]
    /// How the weights came about, for people.
    public var origin: String

    public init(origin: String) { self.origin = origin }

    public subscript(model name: String) -> RelatednessModel? {
        get { models[name] }
        set { models[name] = newValue }
    }

    /// The weights that fit an embedding model best.
    ///
    /// - Parameter name: of the embedding model; nil for words alone.
    /// - Returns: its own, else for a model those of another one, so that the answer is always some model.
    public func model(for name: String?) -> (model: RelatednessModel, isOwn: Bool) {
        let name = name ?? Self.wordsAlone
        if let own = models[name] { return (own, true) }
        let other = name == Self.wordsAlone ? nil : models[Self.fallback]
        return (other ?? models[Self.wordsAlone] ?? RelatednessModel(), false)
    }

    /// The weights that Kindred ships, fitted on tune stories alone; `models/relatedness.json`.
    public static let shipped: RelatednessWeights = {
        do {
            return try RelatednessWeights(json: PackageResources.relatedness_json, path: "relatedness.json")
        } catch {
            preconditionFailure("the built-in weights cannot be read: \(error)")
        }
    }()
}
