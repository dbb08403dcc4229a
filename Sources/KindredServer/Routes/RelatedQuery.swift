import Corpus
import Recommendation

/// What a list shall be like, as the parameters of an address say it; what they do not say is as the service has it.
struct RelatedQuery {
    private var limit: Int?
    private var atLeast: Int?
    private var precision: ListPrecision?
    private var minimumProbability: Double?
    private var window: Bound<Double>?
    private var onlyEarlier: Bool?
    private var maxPerProvider: Bound<Int>?
    private var anyLanguage: Bool?
    private var diversity: Double?
    private var order: ListOrder?
    /// Whether entries have their reasons.
    let explains: Bool

    init(_ parameters: inout QueryParameters) throws(Problem) {
        window = try parameters.bound("window") { (parameters) throws(Problem) in
            try parameters.number("window", in: 0...100_000)
        }
        onlyEarlier = try parameters.choice("only_earlier", Truth.self)?.isTrue
        maxPerProvider = try parameters.bound("max_per_provider") { (parameters) throws(Problem) in
            try parameters.integer("max_per_provider", in: 1...100)
        }
        anyLanguage = try parameters.choice("any_language", Truth.self)?.isTrue
        diversity = try parameters.number("diversity", in: 0...10)
        order = try parameters.choice("order", ListOrder.self)
        limit = try parameters.integer("limit", in: 1...100)
        atLeast = try parameters.integer("at_least", in: 0...100)
        precision = try parameters.choice("precision", ListPrecision.self)
        minimumProbability = try parameters.number("min_probability", in: 0...1)
        explains = try parameters.flag("explain")
    }

    /// - Parameter usual: what holds where nothing is said of it.
    func options(beside usual: RankingOptions) -> RankingOptions {
        var rules = usual.rules
        if let window { rules.window = window.value }
        if let onlyEarlier { rules.onlyEarlier = onlyEarlier }
        if let maxPerProvider { rules.maxPerProvider = maxPerProvider.value }
        if let anyLanguage { rules.anyLanguage = anyLanguage }
        if let diversity { rules.diversity = diversity }
        if let order { rules.order = order }
        return RankingOptions(
            limit: limit ?? usual.limit,
            fewest: atLeast ?? usual.fewest,
            // A precision that is asked for counts more than a probability that is not.
            minimumProbability: minimumProbability ?? (precision == nil ? usual.minimumProbability : nil),
            precision: precision ?? usual.precision,
            candidateCount: usual.candidateCount,
            rules: rules
        )
    }
}

/// A bound that was asked for, or that there shall be none.
private struct Bound<Value: Sendable>: Sendable {
    let value: Value?
}

private enum Truth: String, CaseIterable {
    case `true`, `false`

    var isTrue: Bool { self == .true }
}

extension QueryParameters {
    /// A bound, which is lifted by `any`.
    fileprivate mutating func bound<Value>(
        _ name: String,
        _ read: (inout QueryParameters) throws(Problem) -> Value?
    ) throws(Problem) -> Bound<Value>? {
        if take(name, "any") { return Bound(value: nil) }
        return try read(&self).map { Bound(value: $0) }
    }
}

extension RankingOptions {
    /// The same options where what is asked for tells too little to be sure of anything.
    var forFewWords: RankingOptions {
        RankingOptions(
            limit: limit,
            fewest: fewest,
            precision: .full,
            candidateCount: candidateCount,
            rules: rules
        )
    }

    /// As parameters of an address have it; null where there is no bound.
    var json: JSONValue {
        .object([
            ("limit", .integer(limit)), ("at_least", .integer(fewest)),
            ("precision", .text(precision.rawValue)),
            ("min_probability", .number(minimumProbability ?? .nan)),
            ("window", .number(rules.window ?? .nan)),
            ("diversity", .number(rules.diversity)),
            ("max_per_provider", rules.maxPerProvider.map { .integer($0) } ?? .number(.nan)),
            ("order", .text(rules.order.rawValue)), ("only_earlier", .bool(rules.onlyEarlier)),
            ("any_language", .bool(rules.anyLanguage)),
        ])
    }
}
