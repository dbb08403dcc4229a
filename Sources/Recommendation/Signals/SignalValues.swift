/// The values of all signals for a pair of articles.
public struct SignalValues: Hashable, Sendable {
    /// One value a signal, in the order of the registry.
    private(set) var values: ArraySlice<Float>

    /// - Precondition: one value a signal.
    init(_ values: ArraySlice<Float>) { self.values = values }

    /// All of them 0.
    init() { values = ArraySlice(repeating: 0, count: Signal.count) }

    /// The value of one signal.
    public subscript(signal: Signal) -> Double {
        get { Double(values[values.startIndex + SignalRegistry.standard.index(of: signal)]) }
        set { values[values.startIndex + SignalRegistry.standard.index(of: signal)] = Float(newValue) }
    }

    /// The value in a column of the registry, for where a signal's column is looked up once for many pairs.
    subscript(column column: Int) -> Float { values[values.startIndex + column] }

    /// These values in memory of their own: they no longer hold on to those of all pairs that they were computed with.
    var detached: SignalValues { SignalValues(ArraySlice(Array(values))) }

    /// The sum of the products of values and weights, from the first to the last: a sum of `Float` depends on its order,
    /// and lists depend on its last bit.
    static func weightedSum(_ values: Span<Float>, _ weights: Span<Float>) -> Float {
        precondition(values.count == weights.count, "one weight a signal")
        guard !values.isEmpty else { return 0 }
        var sum = values[0] * weights[0]
        for signal in 1..<values.count { sum += values[signal] * weights[signal] }
        return sum
    }
}
