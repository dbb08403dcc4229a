extension SignalKind {
    /// How near everything else is to the two.
    public static let surroundings = SignalKind("surroundings", title: "what else is near to either")
}

extension Signal {
    /// How close the ten nearest neighbours of either article are, added up: a pair that is no closer than what
    /// both have around them anyway is no find. Conneau et al., "Word translation without parallel data"
    /// (2018), call it CSLS; it also keeps an article that is near to everything out of every list.
    public static let neighbourhood = Signal("neighbourhood", .surroundings, bounds: .notPositive)
    /// The score that candidates are found by, a weighted sum of the cosines of terms and embeddings.
    public static let closeness = Signal("closeness", .surroundings, bounds: .notNegative)
    /// ``closeness`` divided by that of this article's nearest neighbour.
    public static let closenessToNearest = Signal("closenessToNearest", .surroundings, bounds: .notNegative)
    /// ``closeness`` less that of this article's tenth neighbour.
    public static let aboveTenth = Signal("aboveTenth", .surroundings, bounds: .notNegative)
    /// ``closeness`` less the mean of this article's ten nearest.
    public static let aboveOwnNeighbours = Signal("aboveOwnNeighbours", .surroundings, bounds: .notNegative)
    /// ``closeness`` less the mean of the other's ten nearest.
    public static let aboveOtherNeighbours = Signal(
        "aboveOtherNeighbours",
        .surroundings,
        bounds: .notNegative
    )
}

/// What the rest of the collection says of a pair. It is known last: a candidate's own neighbours have to be found first.
struct SurroundingSignals: SignalGroup {
    let kind = SignalKind.surroundings
    let signals = [
        Signal.neighbourhood, .closeness, .closenessToNearest, .aboveTenth, .aboveOwnNeighbours,
        .aboveOtherNeighbours,
    ]

    /// Those that need the density of the other's neighbourhood, which is known last.
    static let knownLast = [Signal.neighbourhood, .aboveOtherNeighbours]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        guard let surroundings = pairs.surroundings else { return }
        let own = surroundings.own
        for (pair, closeness) in surroundings.closeness.enumerated() {
            let start = columns.start(pair)
            values[start + 1] = closeness
            values[start + 2] = own.nearest > 0 ? closeness / own.nearest : 0
            values[start + 3] = closeness - own.tenth
            values[start + 4] = closeness - own.density
        }
        for (pair, density) in surroundings.otherDensities.enumerated() {
            let start = columns.start(pair)
            values[start] = own.density + density
            values[start + 5] = surroundings.closeness[pair] - density
        }
    }
}
