import Archive
import ArgumentParser

/// The command line: parses, calls the library, prints.
@main
struct RootCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kindred",
        abstract: "Finds related articles and fills in their related lists.",
        discussion: """
            EXAMPLES
              kindred init                       settings for the site that is found here
              kindred relate articles/           show each article's list
              kindred relate articles/ --diff    show what would change
              kindred relate articles/ --write   change the files
              kindred relate wordpress.xml --format data --output related.json
              kindred similar articles/my-story.md
              kindred similar --text "face recognition in airports"
              kindred explain articles/a.md articles/b.md
              kindred judge articles/            judge pairs by hand, for evaluate and tune
              kindred evaluate articles/ --qrels pairs.tsv
              kindred tune articles/ --qrels pairs.tsv
              kindred train articles/ --output models/ours
              kindred config --show              settings, and where each comes from

            A kindred.yml in the current folder or above it sets options by their names; see \
            `kindred help config`.

            EXIT STATUS
               0  done
               1  --check found lists to change, --verify differences, tune nothing better
              64  wrong usage
              65  a named path is missing, judgements are bad, or --strict found something; the rest was done
              66  nothing to read
              69  git is missing, which --since needs for commits
              70  a bug in kindred
              73  the index cannot be used
              74  some file could not be written
              75  another kindred holds the index
              78  kindred.yml is wrong
             130  interrupted; the same command goes on from there
            """,
        version: kindredVersion,
        subcommands: [
            InitCommand.self, ImportCommand.self, CheckCommand.self, IndexCommand.self, RelateCommand.self,
            SimilarCommand.self,
            ExplainCommand.self,
            JudgeCommand.self, EvaluateCommand.self, TuneCommand.self, ModelCommand.self, TrainCommand.self,
            ConfigCommand.self,
        ]
    )

    /// Runs what the command line and the site's settings ask for.
    static func main() {
        do {
            var command = try SiteRun.command(
                Array(CommandLine.arguments.dropFirst()),
                of: RootCommand.self,
                except: ConfigCommand.name
            )
            try command.run()
        } catch {
            exit(withError: error)
        }
    }
}
