import Foundation

/// One thing that a pair of articles is judged by; together they give the probability that the two are related.
public enum Signal: Int, CaseIterable, Hashable, Sendable {
    /// Cosine of all weighted terms, all fields in one vector.
    case terms
    /// Cosine of the terms of both titles.
    case titles
    /// Cosine of the terms of this article's title and the other's excerpt.
    case titleInExcerpt
    /// Cosine of the terms of this article's excerpt and the other's title.
    case excerptInTitle
    /// Cosine of the terms of both excerpts.
    case excerpts
    /// Cosine of the embeddings.
    case embeddings
    /// 1 where both have a date. What follows about time is 0 where they have not, so that a missing date speaks
    /// neither for nor against a pair.
    case dated
    /// exp(-(days apart / width)^2 / 2) for six widths. Weights are never negative, so their sum falls with the
    /// days apart, whatever its form; beyond a year it is 0 and ``dated`` the floor.
    case within1Day, within3Days, within10Days, within30Days, within100Days, within365Days
    /// Cosine of the topics in common, weighted by rarity.
    case topics
    /// 1 where both have topics; without them ``topics`` says nothing.
    case topicsKnown
    /// How close the ten nearest neighbours of either article are, added up: a pair that is no closer than what
    /// both have around them anyway is no find. Conneau et al., "Word translation without parallel data"
    /// (2018), call it CSLS; it also keeps an article that is near to everything out of every list.
    case neighbourhood

    /// Days, of the signals of time.
    static let widths: [(signal: Signal, days: Float)] = [
        (.within1Day, 1), (.within3Days, 3), (.within10Days, 10), (.within30Days, 30), (.within100Days, 100),
        (.within365Days, 365),
    ]

    /// The name in files and JSON.
    public var name: String { "\(self)" }

    /// The signal called `name`; nil where there is none.
    public init?(named name: String) {
        guard let signal = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = signal
    }

    /// Which weights make sense: closeness never counts against a pair, nor a dense neighbourhood for it.
    ///
    /// Without these bounds the shipped weights were no better (nDCG@10 within .001 on tune stories), and
    /// equal titles lowered the probability.
    var bounds: ClosedRange<Double> {
        switch self {
        case .dated, .topicsKnown: -.infinity...(.infinity)
        case .neighbourhood: -.infinity...0
        default: 0...(.infinity)
        }
    }
}

/// The values of all signals for a pair of articles.
public struct SignalValues: Hashable, Sendable {
    /// One lane a signal, in the order of the cases.
    var lanes = SIMD16<Float>(repeating: 0)

    static let count = 16

    init() {}

    public subscript(signal: Signal) -> Double {
        get { Double(lanes[signal.rawValue]) }
        set { lanes[signal.rawValue] = Float(newValue) }
    }

    /// Sets the signals of time.
    ///
    /// - Parameter days: days between the two, of either sign; nil where a date is missing.
    mutating func setTime(days: Double?) {
        guard let days else { return }
        lanes[Signal.dated.rawValue] = 1
        for (signal, width) in Signal.widths {
            let ratio = Float(days) / width
            let exponent = ratio * ratio / 2
            // Beyond 104 the value is 0 in single precision, and most pairs are far apart for narrow widths.
            lanes[signal.rawValue] = exponent > 104 ? 0 : exp(-exponent)
        }
    }
}

extension SignalValues {
    mutating func setNeighbourhood(_ a: Float, _ b: Float) {
        lanes[Signal.neighbourhood.rawValue] = a + b
    }
}
