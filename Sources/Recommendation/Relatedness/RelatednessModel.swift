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
    /// The signals that have curves, ascending, so that nobody looks at the others.
    private var curved: [Int] = []
    /// The log-odds of a pair all of whose signals are 0, but for curves.
    public internal(set) var bias: Float = 0
    /// The probability below which nothing is listed, from 0 to 1.
    public var minimumProbability: Double = 0.5
    /// What holds instead in the archive of a newsroom, see ``suited(toArticlesADay:)``; one, or none where it makes no
    /// difference.
    private(set) var news: [RelatednessModel] = []

    /// The model for these articles, see ``suited(toArticlesADay:)``.
    public func suited(to articles: [Article]) -> RelatednessModel {
        suited(toArticlesADay: PublicationPace(articles.map { $0.daysSince1970 ?? .nan }).articlesADay)
    }

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
            curved = curves.indices.filter { curves[$0] != nil }
        }
    }

    init(weights: [Signal: Float] = [:], bias: Float = 0, minimumProbability: Double = 0.5) {
        self.bias = bias
        self.minimumProbability = minimumProbability
        for (signal, weight) in weights { self[signal] = weight }
    }

    /// How far a signal can move the log-odds by its curve, or its weight where it has none.
    package func reach(of signal: Signal) -> Float {
        guard let curve = self[curve: signal], let low = curve.values.min(), let high = curve.values.max() else {
            return self[signal]
        }
        return high - low
    }

    // MARK: - Archives

    /// This model, with another one for newsrooms, or none.
    package func withNews(_ model: RelatednessModel?) -> RelatednessModel {
        var copy = self
        copy.news = model.map { [$0.withNews(nil)] } ?? []
        return copy
    }

    /// This model, with what another one has for newsrooms.
    package func withNews(of other: RelatednessModel?) -> RelatednessModel { withNews(other?.news.first) }

    /// The model for an archive that publishes so many articles a day: where a newsroom's week is old, a blog's year is not.
    ///
    /// Between the two it is a mixture, so that no list changes from one day to the next because the archive grew.
    public func suited(toArticlesADay pace: Double) -> RelatednessModel {
        guard let news = news.first else { return self }
        let range = Self.mixedPace
        let position = log(max(pace, range.lowerBound) / range.lowerBound)
        let share = Float(min(1, position / log(range.upperBound / range.lowerBound)))
        var mixed = RelatednessModel(
            bias: (1 - share) * bias + share * news.bias,
            minimumProbability: Double(1 - share) * minimumProbability + Double(share) * news.minimumProbability
        )
        for signal in weights.indices {
            mixed.weights[signal] = (1 - share) * weights[signal] + share * news.weights[signal]
            mixed.curves[signal] =
                share == 0 ? curves[signal] : share == 1 ? news.curves[signal]
                : SignalCurve.sum(curves[signal], times: 1 - share, news.curves[signal], times: share)
        }
        mixed.curved = mixed.curves.indices.filter { mixed.curves[$0] != nil }
        return mixed
    }

    /// Articles a day, from a site's archive to a newsroom's.
    private static let mixedPace = 2.0...20.0

    /// This model and what another one adds to it.
    func adding(_ other: RelatednessModel) -> RelatednessModel {
        var sum = self
        sum.bias += other.bias
        for signal in weights.indices {
            sum.weights[signal] += other.weights[signal]
            sum.curves[signal] = SignalCurve.sum(curves[signal], times: 1, other.curves[signal], times: 1)
        }
        sum.curved = sum.curves.indices.filter { sum.curves[$0] != nil }
        return sum
    }

    // MARK: - Log-odds

    /// The log-odds of a pair.
    func logOdds(_ values: SignalValues) -> Float { logOdds(values.values.span) }

    /// The log-odds of one pair of many, with the same bits.
    func logOdds(_ table: SignalTable, of pair: Int) -> Float {
        logOdds(table.values.span.extracting(table.range(of: pair)))
    }

    private func logOdds(_ values: Span<Float>) -> Float {
        var sum = bias + SignalValues.weightedSum(values, weights.span)
        for signal in curved {
            if let curve = curves[signal] { sum += curve.value(at: values[signal]) }
        }
        return sum
    }

    /// The most that the log-odds of a pair can be, whatever the density of the other's neighbourhood is; without
    /// what ``Signal/neighbourhood`` adds times its weight.
    ///
    /// - Parameter table: of signals, those of ``SurroundingSignals/knownLast`` 0.
    func mostLogOdds(_ table: SignalTable, of pair: Int) -> Float {
        var sum = logOdds(table, of: pair)
        for signal in SurroundingSignals.knownLast {
            if let curve = self[curve: signal] { sum += curve.most - curve.value(at: 0) }
        }
        let weight = self[.aboveOtherNeighbours]
        return weight == 0 ? sum : sum + abs(weight) * abs(table[pair, .closeness])
    }

    /// What each signal adds to the log-odds; those that add nothing are left out.
    func contributions(_ values: SignalValues) -> [(signal: Signal, value: Double)] {
        Signal.allCases.enumerated().compactMap { number, signal in
            let value = values.values[values.values.startIndex + number]
            let sum = Double(value * weights[number]) + Double(curves[number]?.value(at: value) ?? 0)
            return sum == 0 ? nil : (signal, sum)
        }
    }

    /// The bits of all that log-odds depend on.
    var bits: [UInt32] {
        [bias.bitPattern] + weights.map(\.bitPattern)
            + curved.flatMap { signal -> [UInt32] in
                let curve = curves[signal]
                return [UInt32(signal)]
                    + ((curve?.thresholds ?? []) + (curve?.values ?? [])).map(\.bitPattern)
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
