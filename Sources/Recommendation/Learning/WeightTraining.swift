extension RelatednessTraining {
    /// Strength of the pull towards the prior weights, which is divided by the number of stories: the more is judged,
    /// the less they count.
    private static let priorShrinkage = 0.003
    private static let leastShrinkage = 1e-5

    /// The signals that get weights: those that say more the more there is of them.
    private static let weightedSignals: [Signal] =
        [
            .terms, .titles, .titleInExcerpt, .excerptInTitle, .excerpts, .embeddings, .dated, .topics,
            .topicsKnown, .neighbourhood, .otherLanguage, .meaningAcrossLanguages,
        ] + TimeSignals.bells

    /// Learns one weight a signal, near those of the prior where judgements are few.
    static func withWeights(
        _ collections: [Samples],
        prior: RelatednessModel?,
        where isLearned: (_ collection: Int, _ story: String) -> Bool
    ) -> RelatednessModel {
        let signals = Signal.allCases.filter(weightedSignals.contains)
        let columns = signals.map { SignalRegistry.standard.index(of: $0) }
        var examples = LogisticExamples(dimension: signals.count)
        var stories = 0
        for (number, samples) in collections.enumerated() {
            stories += Set(samples.full.queries.map(\.story).filter { isLearned(number, $0) }).count
            for (query, weight) in learned(samples.all, samples.weight, where: { isLearned(number, $0) }) {
                for pair in query.pairs.lazy.filter({ !$0.isCopy }).prefix(pairsOfQuery) {
                    examples.append(pair, columns: columns, weight: weight)
                }
            }
        }
        let start = prior ?? RelatednessModel()
        guard examples.count > 0 else { return start }
        let shrinkage = prior == nil ? 0 : priorShrinkage / Double(max(1, stories))
        let regression = LogisticRegression(
            bounds: signals.map(\.bounds),
            shrinkage: leastShrinkage + shrinkage,
            prior: signals.map { Double(start[$0]) }
        )
        let (weights, bias) = regression.fit(examples)
        var model = start
        model.bias = Float(bias).rounded(digits: 4)
        for (signal, weight) in zip(signals, weights) { model[signal] = Float(weight).rounded(digits: 4) }
        return model
    }
}
