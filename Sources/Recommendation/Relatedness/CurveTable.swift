/// The curves of some signals end to end, so that a pair costs no look at arrays of arrays.
struct CurveTable: Hashable, Sendable {
    /// The signals that have curves, by their columns, ascending.
    private let columns: [Int]
    /// Where each curve's thresholds begin; its values begin one later for each curve before it.
    private let starts: [Int]
    private let thresholds: [Float]
    private let values: [Float]
    /// For each curve whether it says nothing of a pair without dates.
    private let isTimed: [Bool]

    /// - Parameter curves: one a column; nil for those without.
    init(_ curves: [SignalCurve?], timed: [Int]) {
        columns = curves.indices.filter { curves[$0] != nil }
        let all = columns.compactMap { curves[$0] }
        starts = all.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.thresholds.count) }
        thresholds = all.flatMap(\.thresholds)
        values = all.flatMap(\.values)
        isTimed = columns.map(timed.contains)
    }

    var isEmpty: Bool { columns.isEmpty }

    /// `sum` and what the curves add to it, from the first to the last.
    ///
    /// - Parameter signals: of one pair, a value a column.
    /// - Complexity: O(steps of all curves).
    func add(to sum: Float, _ signals: Span<Float>, isDated: Bool) -> Float {
        let (columns, starts) = (columns.span, starts.span)
        let (thresholds, values, isTimed) = (thresholds.span, values.span, isTimed.span)
        var sum = sum
        for number in columns.indices where isDated || !isTimed[number] {
            let signal = signals[columns[number]]
            let start = starts[number]
            let step = SignalCurve.step(of: signal, in: thresholds.extracting(start..<starts[number + 1]))
            sum += values[start + number + step]
        }
        return sum
    }
}
