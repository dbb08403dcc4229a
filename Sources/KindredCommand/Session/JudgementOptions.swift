import ArgumentParser
import Corpus
import Evaluation
import Experiments

/// Which pairs are judged, and which of them are looked at.
struct JudgementOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judged pairs: a table query-id, doc-id, grade or label, or TREC qrels.",
            discussion: """
                Labels: 2 same story, 1 related, 0 not, t template, c copy. Default: labels.tsv, else qrels.tsv, in the \
                corpus folder or beside the corpus file.
                """,
            valueName: "file"
        ),
        completion: .file()
    )
    var qrels: String?

    @Option(
        help: ArgumentHelp(
            "Stories: a table with article-id, story and, if wanted, split.",
            discussion: """
                Default: stories.tsv beside the judgements; without one, articles that are connected by judged \
                pairs are one story.
                """,
            valueName: "file"
        ),
        completion: .file()
    )
    var stories: String?

    @Option(
        help: ArgumentHelp(
            "Ask only the stories for tuning, or only those held out.",
            discussion: "As the stories' file says, else by a coin that falls alike each time.",
            valueName: "side"
        )
    )
    var split: Split?

    @Option(
        help: ArgumentHelp(
            "Split by time: stories that began before this day are for tuning.",
            discussion: "Without --split the later ones are asked.",
            valueName: "date"
        ),
        transform: { text in
            guard let date = PublicationDate(text) else {
                throw ValidationError("\(text) is no date; write it as 2021-03-02.")
            }
            return date
        }
    )
    var splitDate: PublicationDate?

    /// The side of the split that is asked; nil means all.
    var side: Split? { split ?? (splitDate == nil ? nil : .heldOut) }

    func validate() throws {
        if qrels?.isEmpty ?? false { throw ValidationError("--qrels needs a file's name.") }
        if stories?.isEmpty ?? false { throw ValidationError("--stories needs a file's name.") }
    }
}

extension JudgementOptions {
    /// What the options name.
    var selection: JudgementSelection {
        JudgementSelection(qrels: qrels, stories: stories, side: side, splitDate: splitDate)
    }
}

extension Split: ExpressibleByArgument {}
