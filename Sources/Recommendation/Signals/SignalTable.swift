/// The values of all signals for some pairs: one row a pair, one column a signal.
///
/// The only place where values are computed. It is filled kind by kind, column after column, so that a pair costs neither
/// an allocation nor a dynamic call.
struct SignalTable: Sendable {
    private let registry: SignalRegistry
    /// Row-major, `count` x `width`.
    let values: [Float]
    /// The number of pairs.
    let count: Int

    /// - Complexity: O(pairs x signals).
    init(_ pairs: PairMeasurements, _ registry: SignalRegistry = .standard) {
        self.registry = registry
        count = pairs.count
        let width = registry.count
        var values = [Float](repeating: 0, count: pairs.count * width)
        var span = values.mutableSpan
        var first = 0
        for group in registry.groups {
            group.write(pairs, to: &span, SignalColumns(first: first, width: width))
            first += group.signals.count
        }
        self.values = values
    }

    /// The number of signals.
    var width: Int { registry.count }

    /// The value of a signal for a pair.
    subscript(pair: Int, signal: Signal) -> Float { values[pair * width + registry.index(of: signal)] }

    /// The values of a pair, which share the table's memory.
    subscript(pair: Int) -> SignalValues { SignalValues(values[pair * width..<(pair + 1) * width]) }

    /// Where the values of a pair are in ``values``.
    func range(of pair: Int) -> Range<Int> { pair * width..<(pair + 1) * width }
}
