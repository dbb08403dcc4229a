import ArgumentParser
import Recommendation

/// How long related lists are and where they stop.
struct ListOptions: ParsableArguments {
    @Option(help: "Entries that a list has at most.")
    var limit = RankingOptions().limit

    @Option(
        help: ArgumentHelp(
            "Score (0 to 1) below which nothing is listed.",
            discussion: """
                Default: \(RankingOptions().minimumScore(hasModel: true)) with a model, \
                \(RankingOptions().minimumScore(hasModel: false)) by words alone.
                """
        )
    )
    var minScore: Double?

    func validate() throws {
        if !(1...1000).contains(limit) { throw ValidationError("--limit must be from 1 to 1000.") }
        if let minScore, !(0...1).contains(minScore) {
            throw ValidationError("--min-score must be from 0 to 1.")
        }
    }

    var rankingOptions: RankingOptions { RankingOptions(limit: limit, minimumScore: minScore) }
}
