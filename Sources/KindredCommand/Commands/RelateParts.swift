import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform
import Recommendation

/// The lists of a part of the articles, by a process of many.
extension RelateCommand {
    /// - Throws: `ValidationError` where an option needs the lists of all articles, or does more than print lists.
    func validateParts() throws {
        guard partOptions.part != nil else { return }
        let others = [
            ("--write", write), ("--diff", diff), ("--check", check), ("--undo", undo), ("--watch", watch),
            ("--summary", summary), ("--no-orphans", placesOrphans), ("--explain", explain),
            ("--since", sinceOptions.since != nil), ("--honour-lists", entryOptions.honourLists),
            ("--format", (formatOptions.format ?? .json) != .json),
        ]
        if let (name, _) = others.first(where: \.1) {
            throw ValidationError(
                "--part prints the lists of some articles as JSON lines; it does not go with \(name)."
            )
        }
        if named.contains(StandardInput.path) || corpusOptions.corpus.contains(StandardInput.path) {
            throw ValidationError(
                "--part reads the same articles in each process, which standard input cannot give."
            )
        }
    }

    /// Searches for a part of `listed`, or prints its lists.
    func relate(
        _ part: ListPart,
        of listed: [Article],
        _ corpus: IndexedCorpus,
        by recommender: Recommender
    ) throws {
        let folder = PartFolder(at: partOptions.searches ?? "", for: listed, corpus, recommender)
        let articles = part.of(listed)
        if partOptions.searchOnly {
            let bar = ProgressBar("Searching", isEnabled: !options.quiet, showsRate: true)
            let found = recommender.searches(for: articles) { bar.show($0, of: articles.count) }
            bar.finish()
            guard let found else {
                throw CommandFailure(
                    "--part is for articles of the corpus, and some of those named are not in it; add their files to "
                        + "--corpus",
                    ExitCode(EX_USAGE)
                )
            }
            try folder.keep(found, of: part)
            options.messages.note("searched for \(articles.count.counted("article")), part \(part)")
            return
        }
        let found: Recommender.PartSearches
        do {
            found = try folder.searches(of: part, for: recommender)
        } catch let failure as PartFolder.Failure {
            throw CommandFailure(failure)
        }
        warnOfUnknownChoices(articles, recommender)
        try printJSON(RelatedLists(articles, by: recommender, found: found), corpus)
    }
}

extension CommandFailure {
    fileprivate init(_ failure: PartFolder.Failure) {
        switch failure {
        case .missing(let path):
            self.init(
                "\(path) is missing; run each part with --search-only before the lists of any are made",
                ExitStatus.noInput
            )
        case .foreign(let path):
            self.init(
                "\(path) was made of other articles, with other options or by another version of kindred, or is "
                    + "damaged; remove it and run its part with --search-only again",
                ExitStatus.badInput
            )
        }
    }
}
