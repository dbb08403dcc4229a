import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform

/// Which articles count as new, and which lists are made because of them.
struct SinceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Make lists only for what is new since a date (2024-03-01, 7d, 24h) or a git commit (main, HEAD~3).",
            discussion: """
                By date, new is what was published then or later; an article without a date is not. A day begins \
                at midnight UTC; 7d is seven days ago. By commit, new are the Markdown files that were added or \
                changed since it, untracked ones included; a change of nothing but the list, or of keys \
                that are the site's own, does not count. What is both a date and a commit is a date. JSON lines: \
                dates only.
                """,
            valueName: "date|git-ref"
        ),
        transform: { text in
            guard let moment = SinceMoment(text) else {
                throw ValidationError("no git ref is empty or begins with -: \(text.excerptForMessage).")
            }
            return moment
        }
    )
    var since: SinceMoment?

    @Option(
        help: ArgumentHelp(
            "Which lists to make with --since: those of new articles, or of affected ones as well.",
            discussion: """
                Affected is an older article of the named paths whose list, as computed now, has a new article in \
                it, or whose list in its file names what is gone. No other list is touched. Default: new.
                """,
            valueName: "lists"
        )
    )
    var refresh: ListRefresh?

    func validate() throws {
        if refresh != nil, since == nil {
            throw ValidationError("--refresh needs --since, which says what is new.")
        }
    }

    /// Those of the named articles that are new, with a note on how many; nil where nobody asked.
    func newArticles(among selection: ArticleSelection, at paths: [String], _ options: CommonOptions) throws
        -> [Article]?
    {
        let messages = options.messages
        guard let since else { return nil }
        let new = try Self.newArticles(among: selection, at: paths, since: since, options.rules)
        messages.note(
            "\(new.articles.count.grouped) of \(selection.articles.count.counted("article")) new"
                + (new.omission.map { "; " + $0 } ?? "")
                + (new.articles.isEmpty && refresh != .affected ? "; nothing to do" : "")
        )
        return new.articles
    }
}

/// Whose lists a run with --since makes.
enum ListRefresh: String, CaseIterable, ExpressibleByArgument {
    /// Those of new articles.
    case new
    /// Those as well that have a new article in them.
    case affected
}

extension SinceOptions {
    /// - Throws: ``CommandFailure`` with what the user can do.
    private static func newArticles(
        among selection: ArticleSelection,
        at paths: [String],
        since moment: SinceMoment,
        _ rules: ReadingRules
    ) throws -> NewArticles {
        do throws(NewArticles.Failure) {
            return try NewArticles(among: selection, at: paths, since: moment, rules)
        } catch {
            switch error {
            case .onlyDatesTell(let ref):
                throw CommandFailure(
                    "\(ref.excerptForMessage) is no date, and only a date tells what is new in JSON lines; "
                        + "write --since 2024-03-01 or --since 7d",
                    ExitCode(EX_USAGE)
                )
            case .git(let failure, let ref):
                throw CommandFailure(failure, ref: ref)
            }
        }
    }
}

extension CommandFailure {
    /// Git could not say what is new since `ref`.
    fileprivate init(_ failure: GitRepository.Failure, ref: String) {
        let name = ref.excerptForMessage
        let date = "for a date write 2024-03-01 or 7d"
        switch failure {
        case .noGit:
            self.init(
                "--since \(name) is no date, and git, which may know it, is not installed or not in PATH; \(date)",
                ExitStatus.unavailable
            )
        case .noRepository(let folder, let said):
            self.init(
                "--since \(name) is no date, and \(folder) is in no git repository\(said.quoted); \(date)",
                ExitStatus.noInput
            )
        case .unknownRef(_, let folder):
            self.init(
                "--since \(name) is neither a date nor a commit of the git repository around \(folder); "
                    + "\(date), and where the clone is shallow, fetch more history",
                ExitStatus.noInput
            )
        case .failed(let command, let said):
            self.init(
                "git \(command) failed\(said.quoted); run it by hand to see why",
                ExitStatus.unavailable
            )
        }
    }
}

extension String {
    /// What another program said, in brackets; nothing where it said nothing.
    fileprivate var quoted: String { isEmpty ? "" : " (\(self))" }
}
