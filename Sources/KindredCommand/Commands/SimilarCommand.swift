import Archive
import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Platform
import Recommendation

/// `kindred similar`: what is close to an article, a URL or a text.
struct SimilarCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "similar",
        abstract: "Show what is similar to an article or a text, or to several and unlike others.",
        discussion: """
            EXAMPLES
              kindred similar articles/my-story.md
              kindred similar https://news.example/2021/03/face-recognition-ban
              kindred similar articles/my-story.md --precision high --at-least 3
              kindred similar --text "face recognition in airports" --corpus articles/
              kindred similar articles/ban.md articles/court.md --unlike articles/phones.md
              kindred similar my-story.md --server https://kindred.news.example
            """
    )

    @Argument(
        help: ArgumentHelp("An article: its id, path or URL; or several.", valueName: "article"),
        completion: .file()
    )
    var articles: [String] = []

    @Option(help: "A text to compare instead of an article, or beside articles.")
    var text: String?

    @Option(
        help: ArgumentHelp(
            "An article that what is shown shall be unlike; repeat for several.",
            discussion: """
                With several articles, or with this, the probability is the mean of those beside each article, times \
                that of belonging beside none of the unlike.
                """,
            valueName: "article"
        ),
        completion: .file()
    )
    var unlike: [String] = []

    @OptionGroup(title: "Where to choose from") var corpusOptions: CorpusOptions

    @Option(
        help: ArgumentHelp(
            "Ask this kindred-server, by curl, instead of an index here. Articles are named by their ids.",
            discussion: "Its articles, model and weights count then.",
            valueName: "url"
        )
    )
    var server: String?

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
        if articles.isEmpty, text == nil {
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
            if let server { return try show(try RemoteArchive(server), rankingOptions) }
            let questions =
                articles.map { SingleAnswer.Question.article($0) } + (text.map { [.text($0)] } ?? [])
            if questions.count == 1, unlike.isEmpty {
                try showSingle(questions[0])
            } else {
                try showCombined(questions, unlike.map { .article($0) })
            }
        }
    }

    private var rankingOptions: RankingOptions {
        RankingOptions(
            limit: limit,
            fewest: atLeast,
            minimumProbability: minProbability,
            precision: precision ?? .full,
            candidateCount: candidateOptions.candidates,
            rules: ruleOptions.rules
        )
    }

    private func answer(to question: SingleAnswer.Question, _ ranking: RankingOptions) throws -> SingleAnswer
    {
        let clock = ContinuousClock()
        let start = clock.now
        let answer = try SingleAnswer(
            question,
            SingleAnswer.Setting(
                corpora: try corpusOptions.corpora(forArticles: articles + unlike, options),
                index: options.index,
                ranking: ranking,
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
        return answer
    }

    private func show(_ server: RemoteArchive, _ ranking: RankingOptions) throws {
        let list = try server.list(
            like: articles.map { .article($0) } + (text.map { [.text($0)] } ?? []),
            unlike: unlike.map { .article($0) },
            ranking,
            explains: explain || options.json
        )
        try show(list, below: articles.count + unlike.count > 1 ? headings(articles, unlike) : [])
    }

    private func showSingle(_ question: SingleAnswer.Question) throws {
        let answer = try answer(to: question, rankingOptions)
        let (subject, recommender) = (answer.subject, answer.recommender)
        let reasons = { (entry: RelatedEntry) in
            explain || options.json ? recommender.reasons(for: entry, under: subject) : nil
        }
        let list =
            text.map { RelatedList(ofText: $0, answer.ranking, reasons: reasons) }
            ?? RelatedList(of: subject, answer.ranking, reasons: reasons)
        let dropped =
            explain && text == nil && !options.json
            ? EntryTable().dropped(
                recommender.dropped(from: subject),
                minimumProbability: recommender.minimumProbability
            ) : []
        try show(
            list,
            below: text == nil ? [Style.output.bold(subject.title.singleLine)] : [],
            above: dropped
        )
        try options.settle(answer.problems)
    }

    private func showCombined(
        _ likes: [SingleAnswer.Question],
        _ unlikes: [SingleAnswer.Question]
    ) throws {
        let whole = rankingOptions
        let liked = try likes.map { try answer(to: $0, CombinedRanking.options(whole, isLiked: true)) }
        let unliked = try unlikes.map { try answer(to: $0, CombinedRanking.options(whole, isLiked: false)) }
        let combined = CombinedRanking(
            liked.map(\.ranking),
            unlike: unliked.map(\.ranking),
            subjects: Set((liked + unliked).map(\.subject.id)),
            whole,
            minimumProbability: whole.minimumProbability(by: liked[0].recommender.relatedness)
        )
        func names(_ answers: [SingleAnswer]) -> [String] {
            answers.map { $0.subject.id.rawValue.isEmpty ? $0.subject.excerpt : $0.subject.id.rawValue }
        }
        func titles(_ answers: [SingleAnswer]) -> [String] {
            answers.map { $0.subject.title.isEmpty ? $0.subject.excerpt : $0.subject.title }
        }
        let list = RelatedList(
            of: .several(like: names(liked), unlike: names(unliked)),
            zip(combined.ranking.entries, combined.nearest).map { entry, nearest in
                let answer = liked[nearest]
                let reasons = { answer.recommender.reasons(for: entry, under: answer.subject) }
                return RelatedList.Entry(entry, explain || options.json ? reasons() : nil)
            }
        )
        try show(list, below: headings(titles(liked), titles(unliked)))
        // All answers are from one corpus.
        try options.settle(liked[0].problems)
    }

    private func headings(_ liked: [String], _ unliked: [String]) -> [String] {
        (liked.map { "like    " + $0 } + unliked.map { "unlike  " + $0 }).map {
            Style.output.bold($0.singleLine)
        }
    }

    /// - Parameters:
    ///   - heading: lines for people that come before the entries.
    ///   - footing: those that come after them.
    private func show(_ list: RelatedList, below heading: [String], above footing: [String] = []) throws {
        guard !options.json else { return try StandardStream.output.write(list.jsonLine) }
        let rows = heading + EntryTable().lines(list.entries) + footing
        try StandardStream.output.write(rows.map { $0 + "\n" }.joined())
        if list.entries.isEmpty { options.messages.note("nothing is close to it") }
    }
}
