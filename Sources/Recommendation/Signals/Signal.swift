/// One number that a pair of articles is judged by; all of them together give the probability that the two are
/// related.
///
/// A signal belongs to a ``SignalKind``, and is declared in the file of that kind, beside the code that computes it.
/// Signals are equal where their names are.
///
///     for signal in Signal.allCases { print(signal.kind.name, signal.name) }
public struct Signal: Hashable, Sendable {
    /// The name in files of weights and in JSON; no two signals share one.
    public let name: String
    /// What it is evidence of.
    public let kind: SignalKind
    /// Which weights make sense: closeness never counts against a pair, nor a dense neighbourhood for it.
    ///
    /// Without these bounds the shipped weights were no better (nDCG@10 within .001 on tune stories), and
    /// equal titles lowered the probability.
    let bounds: ClosedRange<Double>

    init(_ name: String, _ kind: SignalKind, bounds: ClosedRange<Double>) {
        self.name = name
        self.kind = kind
        self.bounds = bounds
    }

    public static func == (a: Signal, b: Signal) -> Bool { a.name == b.name }

    public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension ClosedRange<Double> {
    /// Bounds of a signal that speaks for a pair, or not at all.
    static var notNegative: Self { 0...(.infinity) }
    /// Bounds of a signal that speaks against a pair, or not at all.
    static var notPositive: Self { -.infinity...0 }
    /// Bounds of a signal that may speak either way.
    static var anyNumber: Self { -.infinity...(.infinity) }
}

/// What signals are evidence of, as reasons are told: words, meaning, time, topics, surroundings.
public struct SignalKind: Hashable, Sendable {
    /// The name in JSON.
    public let name: String
    /// The name in tables for people.
    public let title: String

    init(_ name: String, title: String) {
        self.name = name
        self.title = title
    }

    /// Not evidence, but what any pair has to begin with: the bias of the model.
    public static let base = SignalKind("base", title: "any pair, to begin with")
}
