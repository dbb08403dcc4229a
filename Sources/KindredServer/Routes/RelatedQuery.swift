import Recommendation

/// What a list shall be like, as the parameters of an address say it.
struct RelatedQuery {
    private var limit: Int?
    private var atLeast: Int?
    private var precision: ListPrecision?
    private var minimumProbability: Double?
    private var rules = EditorialRules()
    /// Whether entries have their reasons.
    let explains: Bool

    init(_ parameters: inout QueryParameters) throws(Problem) {
        rules.window = try parameters.number("window", in: 0...100_000)
        rules.onlyEarlier = try parameters.flag("only_earlier")
        rules.maxPerProvider = try parameters.integer("max_per_provider", in: 1...100)
        rules.anyLanguage = try parameters.flag("any_language")
        if let diversity = try parameters.number("diversity", in: 0...10) { rules.diversity = diversity }
        if let order = try parameters.choice("order", ListOrder.self) { rules.order = order }
        limit = try parameters.integer("limit", in: 1...100)
        atLeast = try parameters.integer("at_least", in: 0...100)
        precision = try parameters.choice("precision", ListPrecision.self)
        minimumProbability = try parameters.number("min_probability", in: 0...1)
        explains = try parameters.flag("explain")
    }

    /// - Parameters:
    ///   - limit: entries where nothing is said of it.
    ///   - precision: how right the list is where nothing is said of it.
    func options(limit: Int = RankingOptions().limit, precision: ListPrecision = .high) -> RankingOptions {
        RankingOptions(
            limit: self.limit ?? limit,
            fewest: atLeast ?? 0,
            minimumProbability: minimumProbability,
            precision: self.precision ?? precision,
            rules: rules
        )
    }
}
