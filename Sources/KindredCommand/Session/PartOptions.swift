import Archive
import ArgumentParser
import Corpus
import Foundation

/// Which share of a job that several machines divide is done here.
struct PartOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make the lists of one of several parts of the articles, as JSON lines: 3/16.",
            discussion: """
                Candidates are all articles. Of 16 parts the third is the 3rd, 19th, 35th article and so on, so that \
                the lines of all parts, taken in turn, are those of one run. Needs --searches.
                """,
            valueName: "number/parts"
        ),
        transform: { text in
            guard let part = ListPart(text) else {
                throw ValidationError(
                    "\(text.excerptForMessage) is no part; write 3/16 for the third of 16, of at most "
                        + "\(ListPart.mostParts)."
                )
            }
            return part
        }
    )
    var part: ListPart?

    @Option(
        help: ArgumentHelp(
            "The folder in which the parts leave for each other what they found.",
            discussion: "Run all parts with --search-only first, and then all of them without.",
            valueName: "folder"
        ),
        completion: .directory
    )
    var searches: String?

    @Flag(help: "Only search for the candidates of a part, which takes most of the time.")
    var searchOnly = false

    func validate() throws {
        if part != nil, searches == nil {
            throw ValidationError("--part needs --searches, the folder where parts leave what they found.")
        }
        if part == nil, searches != nil || searchOnly {
            throw ValidationError("--searches and --search-only go with --part.")
        }
    }
}
