/// What a signal adds to the log-odds, by its value: steps, so that it can be drawn and read.
struct SignalCurve: Hashable, Sendable {
    /// Ascending: where the next step begins.
    let thresholds: [Float]
    /// One more than thresholds: `values[i]` holds for signals above `thresholds[i - 1]` and not above `thresholds[i]`.
    let values: [Float]

    /// - Precondition: thresholds ascend, and there is one more value.
    init(thresholds: [Float], values: [Float]) {
        precondition(values.count == thresholds.count + 1, "a value for each step")
        precondition(zip(thresholds, thresholds.dropFirst()).allSatisfy { $0 < $1 }, "thresholds ascend")
        self.thresholds = thresholds
        self.values = values
    }

    /// - Complexity: O(steps).
    func value(at signal: Float) -> Float {
        values[Self.step(of: signal, in: thresholds.span)]
    }

    /// The number of thresholds below a value: counted, not searched, since curves are short and a search guesses wrong at
    /// every other step.
    @inline(__always)
    static func step(of value: Float, in thresholds: Span<Float>) -> Int {
        var step = 0
        for index in thresholds.indices { step &+= thresholds[index] < value ? 1 : 0 }
        return step
    }

    /// The most that it adds to any pair.
    var most: Float { values.max() ?? 0 }

    /// The sum of two curves, each times a factor.
    static func sum(_ a: SignalCurve?, times factor: Float, _ b: SignalCurve?, times other: Float)
        -> SignalCurve?
    {
        guard a != nil || b != nil else { return nil }
        let thresholds = Set((a?.thresholds ?? []) + (b?.thresholds ?? [])).sorted()
        func value(at signal: Float) -> Float {
            factor * (a?.value(at: signal) ?? 0) + other * (b?.value(at: signal) ?? 0)
        }
        return SignalCurve(
            thresholds: thresholds,
            values: thresholds.map(value) + [value(at: .infinity)]
        )
    }
}
