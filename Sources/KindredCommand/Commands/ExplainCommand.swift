import ArgumentParser
import Corpus
import Foundation
import Platform
import Recommendation

/// `kindred explain`: why two articles are close.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain why two articles are close, or not.",
        discussion: """
            Shows what each signal adds to the log-odds that the two are related, the words that both share, \
            and what became of the second on its way to the first one's list.

            EXAMPLES
              kindred explain articles/a.md articles/b.md
              kindred explain a.md b.md --corpus articles/ --json
            """
    )

    @Argument(help: ArgumentHelp("An article: its id, path or URL.", valueName: "article"))
    var first: String

    @Argument(help: ArgumentHelp("Another one.", valueName: "article"))
    var second: String

    @OptionGroup var corpusOptions: CorpusOptions

    @OptionGroup var modelOptions: ModelOptions

    @OptionGroup var options: CommonOptions

    @OptionGroup var listOptions: ListOptions

    @OptionGroup var ruleOptions: RuleOptions

    @OptionGroup var weightsOptions: WeightsOptions

    func run() throws {
        try options.run {
            let collection = try IndexedCorpus(
                corpora: corpusOptions.corpora(forArticles: [first, second], options),
                options
            )
            options.messages.report(collection.problems, warnings: false)
            let recommender = try collection.recommender(
                listOptions.rankingOptions(ruleOptions),
                modelOptions,
                weightsOptions,
                options
            )
            let one = try NamedArticle.find(first, in: collection, recommender)
            let other = try NamedArticle.find(second, in: collection, recommender)
            let output = ExplanationOutput(
                recommender.explanation(of: one, and: other),
                recommender.verdict(on: other, under: one),
                minimumProbability: recommender.minimumProbability,
                articleCount: collection.articles.count
            )
            try StandardStream.output.write(options.json ? try output.jsonLine() : output.table())
            try ExitStatus.throwIfNeeded(collection.problems)
        }
    }
}
