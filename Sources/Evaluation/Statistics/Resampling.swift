/// How chance is told from merit: how many samples are drawn, and from which seed.
package struct Resampling: Hashable, Sendable {
    /// Samples of each bootstrap and each test. Default 10,000: a p-value of .05 is then known to +-.004.
    package let samples: Int
    /// Equal seeds give equal figures. Default 1.
    package let seed: UInt64

    package init(samples: Int = 10_000, seed: UInt64 = 1) {
        precondition(samples > 0, "samples must be positive")
        self.samples = samples
        self.seed = seed
    }
}

/// Where a mean lies with a confidence of 95 %.
package struct Interval: Hashable, Sendable {
    package var low: Double
    package var high: Double

    package init(low: Double, high: Double) {
        self.low = low
        self.high = high
    }
}
