import ArgumentParser
import Corpus
import Foundation
import Kernels
import Recommendation

/// `kindred explain`: why two articles are close.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Explain why two articles are close, or not.",
        discussion: """
            Lists the terms that both share with what each adds to the cosine; the contributions add up to it.

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

    @OptionGroup var options: CommonOptions

    private struct Record: Encodable {
        struct Side: Encodable { var id, title: String }
        struct Term: Encodable {
            var term: String
            var contribution: Double
            var documentFrequency: Int
        }
        var first, second: Side
        var score: Double
        var daysApart: Double?
        var terms: [Term]
    }

    func run() throws {
        try options.run {
            let collection = try Collection(
                corpora: corpusOptions.corpora(forArticles: [first, second], options),
                options
            )
            options.messages.report(collection.problems, warnings: false)
            let recommender = try collection.recommender(RankingOptions(limit: 1))
            let explanation = recommender.explanation(
                of: try NamedArticle.find(first, in: collection, recommender),
                and: try NamedArticle.find(second, in: collection, recommender)
            )
            if options.json {
                try StandardStream.output.write(try record(explanation).jsonLine())
            } else {
                try StandardStream.output.write(table(explanation, articles: collection.articles.count))
            }
            try ExitStatus.throwIfNeeded(collection.problems)
        }
    }

    private func record(_ explanation: Explanation) -> Record {
        func side(_ article: Article) -> Record.Side {
            Record.Side(id: article.id.rawValue, title: article.title)
        }
        return Record(
            first: side(explanation.first),
            second: side(explanation.second),
            score: explanation.score,
            daysApart: explanation.daysApart,
            terms: explanation.terms.map {
                Record.Term(
                    term: $0.term,
                    contribution: $0.contribution,
                    documentFrequency: $0.documentFrequency
                )
            }
        )
    }

    private func table(_ explanation: Explanation, articles: Int) -> String {
        let style = Style.output
        var rows = [explanation.first, explanation.second].map { style.bold($0.title.singleLine) }
        if let days = explanation.daysApart { rows.append(String(format: "%.1f days apart", days)) }
        rows.append("")
        if explanation.terms.isEmpty {
            rows.append("They share no term; the cosine is 0.")
        } else {
            let width = max(6, explanation.terms.map(\.term.printedWidth).max() ?? 0)
            rows.append(style.dim("term".padded(to: width) + "    adds  share  in articles"))
            for term in explanation.terms {
                let share = explanation.score > 0 ? 100 * term.contribution / explanation.score : 0
                rows.append(
                    term.term.padded(to: width)
                        + String(format: "  %.4f  %4.0f%%  ", term.contribution, share)
                        + "\(term.documentFrequency.grouped) of \(articles.grouped)"
                )
            }
            rows.append(
                style.bold("cosine".padded(to: width))
                    + style.green(String(format: "  %.4f", explanation.score))
            )
        }
        return rows.map { $0 + "\n" }.joined()
    }
}
