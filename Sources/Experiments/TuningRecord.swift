import Evaluation
import Recommendation

/// What tuning brought, as JSON.
package struct TuningRecord: Encodable {
    private struct Weights: Encodable {
        var bias: Double
        var minimumProbability: Double
        var weights: [String: Double]
        /// How far each signal can move the log-odds.
        var reach: [String: Double]
    }

    private struct Side: Encodable {
        var measures: [String: Double]
        var calibrationError: Double
        var model: Weights
    }

    private let corpora: [String]
    private let queries, stories: Int
    private let before, after: Side
    private let difference, p: Double?
    private let isBetter: Bool

    package init(_ tuning: Tuning) {
        let result = tuning.result
        func side(_ method: EvaluationResult.Method, _ model: RelatednessModel, _ error: Double) -> Side {
            let means = zip(result.measures, method.means).map { ($0.description, $1) }
            let weights = Signal.allCases.map { ($0.name, Double(model[$0])) }
            let reach = Signal.allCases.map { ($0.name, Double(model.reach(of: $0))) }
            return Side(
                measures: Dictionary(uniqueKeysWithValues: means),
                calibrationError: error,
                model: Weights(
                    bias: Double(model.bias),
                    minimumProbability: model.minimumProbability,
                    weights: Dictionary(uniqueKeysWithValues: weights),
                    reach: Dictionary(uniqueKeysWithValues: reach)
                )
            )
        }
        corpora = tuning.material.corpora
        queries = result.queries.count
        stories = result.stories
        before = side(result.methods[1], tuning.before, tuning.calibrations.before.error)
        after = side(result.methods[0], tuning.after, tuning.calibrations.after.error)
        difference = result.comparisons.first?.difference
        p = result.comparisons.first?.p
        isBetter = tuning.isBetter
    }
}
