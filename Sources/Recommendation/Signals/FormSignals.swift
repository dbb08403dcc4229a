extension SignalKind {
    /// Whether one series or one publisher has both articles.
    public static let form = SignalKind("form", title: "series and publisher")
}

extension Signal {
    /// How far apart two parts of a series are: 1 for neighbours, 2 with one between them; 0 where they are no parts of one.
    public static let seriesSteps = Signal("seriesSteps", .form, bounds: .anyNumber)
    /// 1 where both have the same provider, -1 where they have different ones, 0 where one has none.
    public static let sameProvider = Signal("sameProvider", .form, bounds: .anyNumber)
}

/// What two articles have in common besides what they are about: a press review or a release note resembles all the others
/// of its kind, and only its neighbours belong beside it.
struct FormSignals: SignalGroup {
    let kind = SignalKind.form
    let signals = [Signal.seriesSteps, .sameProvider]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        for (pair, steps) in pairs.seriesSteps.enumerated() { values[columns.start(pair)] = steps }
        for (pair, isSame) in pairs.providers.enumerated() { values[columns.start(pair) + 1] = isSame }
    }
}
