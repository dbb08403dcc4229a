extension SignalKind {
    /// Topics in common.
    public static let topics = SignalKind("topics", title: "topics in common")
}

extension Signal {
    /// Cosine of the topics in common, weighted by rarity.
    public static let topics = Signal("topics", .topics, bounds: .notNegative)
    /// 1 where both have topics; without them ``topics`` says nothing.
    public static let topicsKnown = Signal("topicsKnown", .topics, bounds: .anyNumber)
}

/// What two articles share of the topics that their site gave them.
struct TopicSignals: SignalGroup {
    let kind = SignalKind.topics
    let signals = [Signal.topics, .topicsKnown]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, cosine) in pairs.topics.enumerated() where !cosine.isNaN {
            let start = columns.start(pair)
            values[start] = cosine
            values[start + 1] = 1
        }
    }
}
