public import ArgumentParser
import Corpus
package import Foundation
public import Recommendation

/// How long related lists are and where they stop.
package struct ListOptions: ParsableArguments {
    @Option(help: "Entries that a list has at most.")
    package var limit = RankingOptions().limit

    @Option(
        help: ArgumentHelp(
            "Entries that a list has at least: the best of what is left tops it up.",
            discussion: """
                Such entries are marked as fallback. Copies, templates, other languages and what rules keep out never \
                top a list up. Default: 0, a short list is better than a wrong one.
                """,
            valueName: "n"
        )
    )
    package var atLeast = RankingOptions().fewest

    @Option(
        help: ArgumentHelp(
            "How right lists shall be: high lists hardly anything wrong, full fills every list.",
            discussion: "The weights say which probability that is. Default: high."
        )
    )
    package var precision: ListPrecision?

    @Option(
        help: ArgumentHelp(
            "The same as a number: the probability (0 to 1) of being related below which nothing is listed.",
            valueName: "p"
        )
    )
    package var minProbability: Double?

    @OptionGroup package var candidateOptions: CandidateOptions

    package init() {}

    package func validate() throws {
        if !(1...1000).contains(limit) { throw ValidationError("--limit must be from 1 to 1000.") }
        if let minProbability, !(0...1).contains(minProbability) {
            throw ValidationError("--min-probability must be from 0 to 1.")
        }
        try PrecisionConflict.check(precision, minProbability)
        if atLeast < 0 { throw ValidationError("--at-least must be 0 or more.") }
        if atLeast > limit {
            throw ValidationError("--at-least \(atLeast) is more than --limit \(limit); raise the limit too.")
        }
    }

    package func rankingOptions(_ rules: RuleOptions) -> RankingOptions {
        RankingOptions(
            limit: limit,
            fewest: atLeast,
            minimumProbability: minProbability,
            precision: precision ?? .high,
            candidateCount: candidateOptions.candidates,
            rules: rules.rules
        )
    }
}

/// Two options that say where lists end.
package enum PrecisionConflict {
    /// - Throws: `ValidationError` where both are given.
    package static func check(_ precision: ListPrecision?, _ minProbability: Double?) throws {
        guard let precision, let minProbability else { return }
        throw ValidationError(
            "--precision \(precision.rawValue) and --min-probability \(minProbability) both say where lists end; leave one out."
        )
    }
}

extension ListPrecision: ExpressibleByArgument {}

extension CollectionKind: ExpressibleByArgument {}

/// How many articles are judged for a list.
package struct CandidateOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Candidates judged for each list: the nearest by words and meaning.",
            discussion:
                "With fewer the work is faster, and lists miss more. A longer list has as many as it needs.",
            valueName: "n"
        )
    )
    package var candidates = RankingOptions().candidateCount

    package init() {}

    package func validate() throws {
        guard RankingOptions.candidateCounts.contains(candidates) else {
            throw ValidationError(
                "--candidates must be from 1 to \(RankingOptions.candidateCounts.upperBound)."
            )
        }
    }
}

/// What may stand in a list, and in which order.
package struct RuleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "List only what was published within this time of the article, either side: 14d, 8w, 1y, 36h.",
            valueName: "time"
        ),
        transform: Self.days
    )
    package var window: Double?

    @Flag(help: "List only what is no newer than the article.")
    package var onlyEarlier = false

    @Option(help: ArgumentHelp("Entries of one provider that a list has at most.", valueName: "n"))
    package var maxPerProvider: Int?

    @Option(help: ArgumentHelp("Never list this provider, by name or domain; repeat it.", valueName: "name"))
    package var excludeProvider: [String] = []

    @Option(
        help: ArgumentHelp("List only articles with this topic; repeat it for others.", valueName: "topic")
    )
    package var onlyTopic: [String] = []

    @Option(help: ArgumentHelp("Never list articles with this topic; repeat it.", valueName: "topic"))
    package var excludeTopic: [String] = []

    @Option(help: ArgumentHelp("List only articles of this type; repeat it for others.", valueName: "type"))
    package var onlyType: [String] = []

    @Option(
        help: ArgumentHelp("List only articles in this language; repeat it for others.", valueName: "tag")
    )
    package var onlyLanguage: [String] = []

    @Option(help: ArgumentHelp("List only what was published then or later.", valueName: "date"))
    package var publishedAfter: NamedDate?

    @Option(
        help: ArgumentHelp(
            "List only what was published then or earlier; a day counts to its end.",
            valueName: "date"
        )
    )
    package var publishedBefore: NamedDate?

    @Option(help: ArgumentHelp("List only articles of at least this quality.", valueName: "q"))
    package var minQuality: Double?

    @Flag(help: "List drafts too.")
    package var includeDrafts = false

    @Flag(help: "List articles that are dated in the future too.")
    package var includeFuture = false

    @Flag(help: "List articles that have expired too.")
    package var includeExpired = false

    @Flag(help: "List index pages too, such as those of sections and tags.")
    package var includeIndexPages = false

    @Flag(help: "List articles in other languages than the article's too, but never its translations.")
    package var anyLanguage = false

    @Option(help: ArgumentHelp("The date that counts as today. Default: now.", valueName: "date"))
    package var asOf: NamedDate?

    @Flag(help: "Show only one part of a series in a list.")
    package var foldSeries = false

    @Option(
        help: ArgumentHelp(
            "Log-odds that the best quality gains in place; 1 is a nudge, 5 decides.",
            valueName: "w"
        )
    )
    package var qualityWeight = EditorialRules().qualityWeight

    @Option(
        help: ArgumentHelp(
            "Log-odds that the newest article gains in place; halved every 30 days.",
            valueName: "w"
        )
    )
    package var recencyWeight = EditorialRules().recencyWeight

    @Option(
        help: ArgumentHelp(
            "Log-odds that an article loses in place for being like one above it; 0 is off.",
            valueName: "w"
        )
    )
    package var diversity = EditorialRules().diversity

    @Option(help: ArgumentHelp("In which order a list is shown, once it is chosen.", valueName: "order"))
    package var order = EditorialRules().order

    package init() {}

    package func validate() throws {
        if let maxPerProvider, maxPerProvider < 1 {
            throw ValidationError("--max-per-provider must be at least 1.")
        }
        for (name, weight) in [
            ("quality-weight", qualityWeight), ("recency-weight", recencyWeight), ("diversity", diversity),
        ] where !(0...100).contains(weight) {
            throw ValidationError("--\(name) must be from 0 to 100.")
        }
        if let minQuality, !minQuality.isFinite { throw ValidationError("--min-quality must be a number.") }
    }

    package var rules: EditorialRules {
        var rules = EditorialRules()
        rules.window = window
        rules.onlyEarlier = onlyEarlier
        rules.maxPerProvider = maxPerProvider
        rules.excludedProviders = excludeProvider
        rules.onlyTopics = onlyTopic
        rules.excludedTopics = excludeTopic
        rules.onlyTypes = onlyType
        rules.onlyLanguages = onlyLanguage
        rules.publishedAfter = publishedAfter?.date
        rules.publishedBefore = publishedBefore?.end
        rules.minimumQuality = minQuality
        rules.includesDrafts = includeDrafts
        rules.includesFuture = includeFuture
        rules.includesExpired = includeExpired
        rules.includesIndexPages = includeIndexPages
        rules.anyLanguage = anyLanguage
        rules.asOf = asOf?.end
        rules.foldsSeries = foldSeries
        rules.qualityWeight = qualityWeight
        rules.recencyWeight = recencyWeight
        rules.diversity = diversity
        rules.order = order
        return rules
    }

    /// Reads "14d": a number of hours, days, weeks or years.
    private static func days(_ text: String) throws -> Double {
        let units: [Character: Double] = ["h": 1 / 24, "d": 1, "w": 7, "y": 365.25]
        guard let unit = text.last, let factor = units[unit] ?? (unit.isNumber ? 1 : nil),
            let number = Double(unit.isNumber ? text : String(text.dropLast())), (0...1e6).contains(number)
        else {
            throw ValidationError("\(text.excerptForMessage) is no time; write 36h, 14d, 8w or 1y.")
        }
        return number * factor
    }
}

extension ListOrder: ExpressibleByArgument {}

/// A date on the command line.
package struct NamedDate: ExpressibleByArgument {
    package let date: Date
    /// The last moment that is meant: of a day, its end.
    package let end: Date

    package init?(argument: String) {
        guard let published = PublicationDate(argument) else { return nil }
        date = published.date
        let isDay = !argument.contains(":") && argument.count <= 10
        end =
            isDay
            ? Date(timeIntervalSinceReferenceDate: (date.timeIntervalSinceReferenceDate + 86_400).nextDown)
            : date
    }
}
