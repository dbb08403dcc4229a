import Corpus
import Recommendation

/// What a list shall be like, as the parameters of an address say it; what they do not say is as the service has it.
struct RelatedQuery {
    private var limit: Int?
    private var atLeast: Int?
    private var precision: ListPrecision?
    private var minimumProbability: Double?
    private var window: Double?
    /// Whether the bound that the service has is lifted.
    private var hasAnyWindow = false
    private var onlyEarlier: Bool?
    private var maxPerProvider: Int?
    private var hasAnyProviders = false
    private var anyLanguage: Bool?
    private var diversity: Double?
    private var order: ListOrder?
    /// Whether entries have their reasons.
    let explains: Bool

    init(_ parameters: inout QueryParameters) throws(Problem) {
        hasAnyWindow = parameters.take("window", "any")
        window = try parameters.number("window", in: 0...100_000)
        onlyEarlier = try parameters.truth("only_earlier")
        hasAnyProviders = parameters.take("max_per_provider", "any")
        maxPerProvider = try parameters.integer("max_per_provider", in: 1...100)
        anyLanguage = try parameters.truth("any_language")
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
        if hasAnyWindow || window != nil { rules.window = window }
        if let onlyEarlier { rules.onlyEarlier = onlyEarlier }
        if hasAnyProviders || maxPerProvider != nil { rules.maxPerProvider = maxPerProvider }
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
