/// From how many publishers the articles of a collection are.
struct ProviderDiversity: Hashable, Sendable {
    /// The share of articles with a provider, times the chance that two of them have different ones (Simpson's index): from 0,
    /// where all are of one or none is known, to nearly 1.
    let value: Double

    /// - Parameter providers: one an article; nil without one.
    init(_ providers: some Collection<String?>) {
        var counts: [String: Int] = [:]
        for case let provider? in providers { counts[provider, default: 0] += 1 }
        let known = Double(counts.values.reduce(0, +))
        guard known > 0 else {
            value = 0
            return
        }
        // Whole numbers are added up, so that their order makes no difference.
        let squares = Double(counts.values.reduce(0) { $0 + $1 * $1 })
        value = known / Double(providers.count) * (1 - squares / (known * known))
    }

    /// The bits of the number, the lowest first.
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt64($0))) } }

    /// Reads bytes of whatever origin; nil where they are none of ours.
    init?(bytes: [UInt8]) {
        guard bytes.count == 8 else { return nil }
        let value = Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[$1]) << (8 * UInt64($1)) })
        guard (0...1).contains(value) else { return nil }
        self.value = value
    }
}
