extension SignalKind {
    /// How near everything else is to the two.
    public static let surroundings = SignalKind("surroundings", title: "what else is near to either")
}

extension Signal {
    /// How close the ten nearest neighbours of either article are, added up: a pair that is no closer than what
    /// both have around them anyway is no find. Conneau et al., "Word translation without parallel data"
    /// (2018), call it CSLS; it also keeps an article that is near to everything out of every list.
    public static let neighbourhood = Signal("neighbourhood", .surroundings, bounds: .notPositive)
}

/// What the rest of the collection says of a pair. It is known last: a candidate's own neighbours have to be found first.
struct SurroundingSignals: SignalGroup {
    let kind = SignalKind.surroundings
    let signals = [Signal.neighbourhood]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, density) in pairs.surroundings.enumerated() { values[columns.start(pair)] = density }
    }
}
