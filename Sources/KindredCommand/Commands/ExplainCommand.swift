import Archive
import ArgumentParser
import CommandArguments
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

    @Argument(
        help: ArgumentHelp("An article: its id, path or URL.", valueName: "article"),
        completion: .file()
    )
    var first: String

    @Argument(help: ArgumentHelp("Another one.", valueName: "article"), completion: .file())
    var second: String

    @OptionGroup(title: "Where to choose from") var corpusOptions: CorpusOptions

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    @OptionGroup(title: "How long lists are") var listOptions: ListOptions

    @OptionGroup(title: "What may stand in a list") var ruleOptions: RuleOptions

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    func run() throws {
        try options.run {
            let corpora = try corpusOptions.corpora(forArticles: [first, second], options)
            let corpus = try options.corpus(corpora)
            options.messages.report(corpus.problems, in: corpora)
            let recommender = try options.recommender(
                over: corpus,
                listOptions.rankingOptions(ruleOptions),
                modelOptions,
                weightsOptions
            )
            let one = try NamedArticle.article(named: first, in: corpus, recommender)
            let other = try NamedArticle.article(named: second, in: corpus, recommender)
            let explanation = recommender.explanation(of: one, and: other)
            let verdict = recommender.verdict(on: other, under: one)
            let minimum = recommender.minimumProbability
            let text =
                options.json
                ? try ExplanationRecord(explanation, verdict, minimumProbability: minimum).jsonLine()
                : ExplanationTable(
                    explanation,
                    verdict,
                    minimumProbability: minimum,
                    articleCount: corpus.articles.count
                ).text()
            try StandardStream.output.write(text)
            try options.settle(corpus.problems)
        }
    }
}
