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
            Shows the cosines that the score is made of, and the words that both share with what each adds \
            to theirs.

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

    private struct Record: Encodable {
        struct Side: Encodable { var id, title: String }
        struct Term: Encodable {
            var term: String
            var contribution: Double
            var documentFrequency: Int
        }
        var first, second: Side
        struct Signal: Encodable {
            var name: String
            var cosine, weight, contribution: Double
        }
        var score: Double
        var signals: [Signal]
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
            let recommender = try collection.recommender(RankingOptions(limit: 1), modelOptions, options)
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
            signals: explanation.signals.map {
                Record.Signal(
                    name: $0.kind.rawValue,
                    cosine: $0.cosine,
                    weight: $0.weight,
                    contribution: $0.contribution
                )
            },
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
        rows += signalRows(explanation, style)
        rows.append("")
        rows += termRows(explanation, style, articles)
        return rows.map { $0 + "\n" }.joined()
    }

    /// The cosines and what each adds to the score.
    private func signalRows(_ explanation: Explanation, _ style: Style) -> [String] {
        let names: [Explanation.Signal.Kind: String] = [
            .terms: "words in common", .embeddings: "meaning",
        ]
        let width = names.values.map(\.count).max() ?? 0
        let heading = style.dim("".padded(to: width) + "  cosine  weight    adds")
        let rows = explanation.signals.map { signal in
            (names[signal.kind] ?? "").padded(to: width)
                + String(format: "  %6.4f  x %4.2f  %6.4f", signal.cosine, signal.weight, signal.contribution)
        }
        let score = String(format: "  %6.4f", explanation.score)
        return [heading] + rows
            + [style.bold("score".padded(to: width)) + "                " + style.green(score)]
    }

    /// The shared terms and what each adds to their cosine.
    private func termRows(_ explanation: Explanation, _ style: Style, _ articles: Int) -> [String] {
        guard !explanation.terms.isEmpty else { return ["They share no word."] }
        let cosine = explanation.terms.reduce(0) { $0 + $1.contribution }
        let width = max(6, explanation.terms.map(\.term.printedWidth).max() ?? 0)
        return [style.dim("word".padded(to: width) + "    adds  share  in articles")]
            + explanation.terms.map { term in
                let share = cosine > 0 ? 100 * term.contribution / cosine : 0
                return term.term.padded(to: width)
                    + String(format: "  %.4f  %4.0f%%  ", term.contribution, share)
                    + "\(term.documentFrequency.grouped) of \(articles.grouped)"
            }
    }
}
