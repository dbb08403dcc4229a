/// From how many publishers the articles of a collection are.
struct ProviderDiversity: Hashable, Sendable {
    /// The share of articles that name a provider.
    let known: Double
    /// That share, times the chance that two of its articles have different providers (Simpson's index): from 0, where all are
    /// of one, to nearly 1.
    let value: Double

    init(known: Double, value: Double) {
        (self.known, self.value) = (known, value)
    }

    /// - Parameter providers: one an article; nil without one.
    init(_ providers: some Collection<String?>) {
        var counts: [String: Int] = [:]
        for case let provider? in providers { counts[provider, default: 0] += 1 }
        let named = Double(counts.values.reduce(0, +))
        guard named > 0 else {
            (known, value) = (0, 0)
            return
        }
        // Whole numbers are added up, so that their order makes no difference.
        let squares = Double(counts.values.reduce(0) { $0 + $1 * $1 })
        known = named / Double(providers.count)
        value = known * (1 - squares / (named * named))
    }

    /// The bits of both numbers, the lowest first.
    var bytes: [UInt8] {
        [known, value].flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
        }
    }

    /// Reads bytes of whatever origin; nil where they are none of ours.
    init?(bytes: [UInt8]) {
        guard bytes.count == 16 else { return nil }
        let numbers = [0, 8].map { start in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
        }
        guard (0...1).contains(numbers[0]), 0 <= numbers[1], numbers[1] <= numbers[0] else { return nil }
        (known, value) = (numbers[0], numbers[1])
    }
}
