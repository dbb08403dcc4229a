extension RelatednessTraining {
    /// Pairs of a query that are learned from, where guesses at what is unrelated stand beside judgements of it.
    private static let guessedPairs = 20
    /// What a collection counts in which nobody judged what is unrelated, beside one in which somebody did.
    private static let guessedShare: Float = 0.2
    /// Steps that are learned in addition to the model in use: a few hundred judged pairs are no evidence for more.
    private static let furtherRounds = 100

    /// The signals that get curves. Bells of time and the sum of densities say what others say as well, and are for weights;
    /// pairs of two languages are judged too rarely.
    private static let curvedSignals = Signal.allCases.filter {
        $0 != .neighbourhood && !TimeSignals.bells.contains($0) && $0.kind != .language
    }

    /// Learns one curve a signal, in addition to those of the prior.
    static func withCurves(
        _ collections: [Samples],
        prior: RelatednessModel?,
        where isLearned: (_ collection: Int, _ story: String) -> Bool
    ) -> RelatednessModel {
        let signals = curvedSignals
        let start = prior ?? RelatednessModel()
        var examples = LogisticExamples(dimension: signals.count)
        var offsets: [Double] = []
        let columns = signals.map { SignalRegistry.standard.index(of: $0) }
        let isPooled = collections.contains(where: \.isPooled)
        for (number, samples) in collections.enumerated() {
            // Where what is unrelated was judged somewhere, guesses at it count less.
            let isGuessed = isPooled && !samples.isPooled
            let some = isGuessed ? [samples.full] : samples.all
            let share = isGuessed ? guessedShare * samples.weight : samples.weight
            for (query, weight) in learned(some, share, where: { isLearned(number, $0) }) {
                let pairs = query.pairs.lazy.filter { !$0.isCopy && $0.isJudged }
                for pair in pairs.prefix(samples.isPooled ? Int.max : isGuessed ? guessedPairs : pairsOfQuery)
                {
                    examples.append(pair, columns: columns, weight: weight)
                    if prior != nil { offsets.append(Double(start.logOdds(pair.values))) }
                }
            }
        }
        guard examples.count > 0 else { return start }
        var boosting = AdditiveBoosting()
        if prior != nil { boosting.rounds = furtherRounds }
        let (curves, bias) = boosting.fit(
            examples,
            directions: signals.map { $0.bounds == .notNegative ? 1 : $0.bounds == .notPositive ? -1 : 0 },
            offsets: offsets
        )
        var learned = RelatednessModel(bias: Float(bias).rounded(digits: 4))
        for (signal, curve) in zip(signals, curves) { learned[curve: signal] = curve }
        return prior == nil ? learned : start.adding(learned)
    }
}
