import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Platform

/// `kindred config`: which settings hold, and who says so.
struct ConfigCommand: ParsableCommand {
    static let name = "config"

    static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Show the settings that hold, and where each comes from.",
        discussion: """
            A site's settings stand in kindred.yml, in the current folder or above it. Each key has the \
            name of an option, without its dashes; what is typed wins. Paths are relative to the file.

              corpus: [articles, "posts/**/*.md", "!posts/drafts"]
              limit: 4
              model: kindred-small

            Name a command, with arguments if you like, to see what it would be told.

            EXAMPLES
              kindred config --show
              kindred config --show --json
              kindred config --show relate articles/ --limit 3
            """
    )

    @Flag(help: "Show the settings; it is what the command does anyway.")
    var show = false

    @Flag(help: "Print JSON, for programs.")
    var json = false

    @OptionGroup var siteOptions: SiteOptions

    @Argument(
        parsing: .captureForPassthrough,
        help: ArgumentHelp("A command and its arguments.", valueName: "command")
    )
    var commandLine: [String] = []

    func run() throws {
        // What follows is another command's, which may ask for help, too; alone it is asked of this one.
        if let first = commandLine.first, ["-h", "--help"].contains(first) {
            return try StandardStream.output.write(RootCommand.helpMessage(for: Self.self) + "\n")
        }
        try Messages(isQuiet: false, isVerbose: false).run {
            let program = try CommandSignature.program(RootCommand.self)
            let place = SiteFile.place(named: siteOptions.config)
            let file = try SiteRun.file(at: place, program, isQuiet: json)
            let settings: [EffectiveSetting]
            if commandLine.isEmpty {
                settings = EffectiveSetting.all(of: program, file)
                try check(file, program)
            } else {
                guard let typed = TypedArguments(commandLine, program) else {
                    throw CommandFailure(
                        "\(commandLine[0].excerptForMessage) is no command with settings; `kindred help` lists them",
                        ExitCode(EX_USAGE)
                    )
                }
                var line = file.map { SiteCommandLine(typed, $0) }
                do {
                    _ = try line?.parse(as: RootCommand.self)
                } catch let error as SiteProblems {
                    throw SiteRun.report(error.problems)
                } catch {
                    throw CommandFailure(RootCommand.message(for: error), ExitCode(EX_USAGE))
                }
                settings = EffectiveSetting.all(of: typed, line)
            }
            try print(settings, file, settings.first { $0.key == "field" }?.values ?? [])
        }
    }

    /// Finds values that some command refuses, whatever else it is told.
    private func check(_ file: SiteFile?, _ program: CommandSignature) throws {
        guard let file else { return }
        var problems: [InputProblem] = []
        for command in program.commands {
            guard let typed = TypedArguments(command.leastArguments, program) else { continue }
            var line = SiteCommandLine(typed, file)
            do {
                _ = try line.parse(as: RootCommand.self)
            } catch let error as SiteProblems {
                problems += error.problems.filter { found in !problems.contains { $0.line == found.line } }
            } catch {
                // What it wants besides says nothing about the file.
            }
        }
        if !problems.isEmpty { throw SiteRun.report(problems) }
    }

    private func print(_ settings: [EffectiveSetting], _ file: SiteFile?, _ mappings: [String]) throws {
        let names = (try? FieldNames(mapping: mappings)) ?? .standard

        if json {
            try StandardStream.output.write(
                try EffectiveSettingsRecord(
                    file: file?.path,
                    settings: settings,
                    fields: Dictionary(
                        uniqueKeysWithValues: FieldNames.mappable.map { ("\($0)", names[$0]) }
                    )
                ).jsonLine()
            )
            return
        }
        let style = Style.output
        let width = settings.map(\.key.count).max() ?? 0
        var rows = ["settings file  \(file.map { style.safe($0.shownPath) } ?? "none")", ""]
        for setting in settings {
            let key = setting.key.padding(toLength: width, withPad: " ", startingAt: 0)
            let value = setting.values.isEmpty ? "-" : setting.values.joined(separator: ", ")
            rows.append("\(key)  \(style.safe(value))  \(style.dim("(\(setting.originText(file)))"))")
        }
        rows += ["", "What is read from which keys of front matter and JSON, first what counts first:", ""]
        for field in FieldNames.mappable {
            let name = "\(field)".padding(toLength: width, withPad: " ", startingAt: 0)
            rows.append("\(name)  \(style.safe(names[field].joined(separator: ", ")))")
        }
        try StandardStream.output.write(rows.map { $0 + "\n" }.joined())
    }
}
