extension SignalKind {
    /// Closeness of meaning, whatever the words.
    public static let meaning = SignalKind("meaning", title: "meaning")
}

extension Signal {
    /// Cosine of the embeddings.
    public static let embeddings = Signal("embeddings", .meaning, bounds: .notNegative)
}

/// What an embedding model says of two texts.
struct MeaningSignals: SignalGroup {
    let kind = SignalKind.meaning
    let signals = [Signal.embeddings]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, cosine) in pairs.embeddings.enumerated() { values[columns.start(pair)] = cosine }
    }
}
