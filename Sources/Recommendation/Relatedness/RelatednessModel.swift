import Foundation

/// How the signals of a pair become the probability that the two are related: a logistic model.
///
/// The probability is 1 / (1 + e^-x), where x, the log-odds, is the bias plus each signal's value times its
/// weight. So every signal's part in an answer can be told.
public struct RelatednessModel: Hashable, Sendable {
    /// One weight a signal, in the order of ``Signal/allCases``.
    private var weights = [Float](repeating: 0, count: Signal.count)
    /// The log-odds of a pair all of whose signals are 0.
    public internal(set) var bias: Float = 0
    /// The probability below which nothing is listed, from 0 to 1.
    public var minimumProbability: Double = 0.5

    /// The weight of a signal.
    public internal(set) subscript(signal: Signal) -> Float {
        get { weights[SignalRegistry.standard.index(of: signal)] }
        set { weights[SignalRegistry.standard.index(of: signal)] = newValue }
    }

    init(weights: [Signal: Float] = [:], bias: Float = 0, minimumProbability: Double = 0.5) {
        self.bias = bias
        self.minimumProbability = minimumProbability
        for (signal, weight) in weights { self[signal] = weight }
    }

    /// Whether titles or excerpts count beside all of the text.
    var usesFieldSignals: Bool {
        WordSignals.ofFields.contains { self[$0] != 0 }
    }

    /// The log-odds of a pair.
    func logOdds(_ values: SignalValues) -> Float { bias + values.weightedSum(weights.span) }

    /// The log-odds of one pair of many, with the same bits.
    func logOdds(_ table: SignalTable, of pair: Int) -> Float {
        bias + table.weightedSum(of: pair, weights.span)
    }

    /// What each signal adds to the log-odds; those that add nothing are left out.
    func contributions(_ values: SignalValues) -> [(signal: Signal, value: Double)] {
        zip(Signal.allCases, zip(values.values, weights)).compactMap { signal, factors in
            let product = Double(factors.0 * factors.1)
            return product == 0 ? nil : (signal, product)
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
