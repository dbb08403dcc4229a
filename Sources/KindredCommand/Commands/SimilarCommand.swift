import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform
import Recommendation

/// `kindred similar`: what is close to an article, a URL or a text.
struct SimilarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "Show what is similar to an article or a text.",
        discussion: """
            EXAMPLES
              kindred similar articles/my-story.md
              kindred similar https://news.example/2021/03/face-recognition-ban
              kindred similar articles/my-story.md --precision high --at-least 3
              kindred similar --text "face recognition in airports" --corpus articles/
            """
    )

    @Argument(
        help: ArgumentHelp("An article: its id, path or URL.", valueName: "article"),
        completion: .file()
    )
    var article: String?

    @Option(help: "A text to compare instead of an article.")
    var text: String?

    @OptionGroup(title: "Where to choose from") var corpusOptions: CorpusOptions

    @Option(help: "Entries to show at most.")
    var limit = 10

    @Option(
        help: ArgumentHelp(
            "Entries to show at least, as far as --limit goes, where --precision leaves fewer.",
            valueName: "n"
        )
    )
    var atLeast = RankingOptions().fewest

    @Option(
        help: ArgumentHelp(
            "How right what is shown shall be, as in relate's lists.",
            discussion: "Default: full, the best that there is."
        )
    )
    var precision: ListPrecision?

    @Option(
        help: ArgumentHelp(
            "The same as a number: the probability (0 to 1) of being related below which nothing is shown.",
            valueName: "p"
        )
    )
    var minProbability: Double?

    @Flag(help: "Say of every entry why it is there, and what was kept out.")
    var explain = false

    @OptionGroup(title: "How it ranks") var candidateOptions: CandidateOptions

    @OptionGroup(title: "What may stand in a list") var ruleOptions: RuleOptions

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func validate() throws {
        if (article == nil) == (text == nil) {
            throw ValidationError("Name an article (id, path or URL), or give --text.")
        }
        if let text, text.allSatisfy(\.isWhitespace) { throw ValidationError("--text is empty.") }
        if !(1...100_000).contains(limit) { throw ValidationError("--limit must be from 1 to 100000.") }
        if atLeast < 0 { throw ValidationError("--at-least must be 0 or more.") }
        try PrecisionConflict.check(precision, minProbability)
        if let minProbability, !(0...1).contains(minProbability) {
            throw ValidationError("--min-probability must be from 0 to 1.")
        }
    }

    func run() throws {
        try options.run {
            let clock = ContinuousClock()
            let start = clock.now
            let answer = try SingleAnswer(
                text.map { .text($0) } ?? .article(article ?? ""),
                SingleAnswer.Setting(
                    corpora: try corpusOptions.corpora(forArticles: [article], options),
                    index: options.index,
                    ranking: RankingOptions(
                        limit: limit,
                        fewest: atLeast,
                        minimumProbability: minProbability,
                        precision: precision ?? .full,
                        candidateCount: candidateOptions.candidates,
                        rules: ruleOptions.rules
                    ),
                    model: modelOptions.choice,
                    precision: modelOptions.precision,
                    weights: weightsOptions.choice,
                    rules: options.rules
                ),
                observer: options.observer
            )
            if answer.didReadAll, clock.now - start > .seconds(2) {
                let count = answer.recommender.articles.count
                options.messages.note(
                    "\(count.counted("article")) read; after `kindred index` that is not needed"
                )
            }
            let (subject, ranking, recommender) = (answer.subject, answer.ranking, answer.recommender)
            if options.json {
                let reasons = { recommender.reasons(for: $0, under: subject) }
                let list =
                    text.map { RelatedList(ofText: $0, ranking, reasons: reasons) }
                    ?? RelatedList(of: subject, ranking, reasons: reasons)
                try StandardStream.output.write(list.jsonLine)
            } else {
                var rows = text == nil ? [Style.output.bold(subject.title.singleLine)] : []
                let reasons = { recommender.reasons(for: $0, under: subject) }
                rows += EntryTable().lines(ranking.entries, reasons: explain ? reasons : nil)
                if explain, text == nil {
                    rows += EntryTable().dropped(
                        recommender.dropped(from: subject),
                        minimumProbability: recommender.minimumProbability
                    )
                }
                try StandardStream.output.write(rows.map { $0 + "\n" }.joined())
                if ranking.entries.isEmpty { options.messages.note("nothing is close to it") }
            }
            try options.settle(answer.problems)
        }
    }
}
