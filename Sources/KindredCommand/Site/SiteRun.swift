import ArgumentParser
import CommandArguments
import Corpus
import Foundation

/// From the words of a command line to a command that is ready to run.
enum SiteRun {
    /// Parses a command line, with the values of the site's file where there is one.
    ///
    /// - Parameters:
    ///   - root: the program.
    ///   - exception: the command that looks at the file itself.
    /// - Throws: what the parser throws, or an exit code after the messages about the file.
    static func command(
        _ arguments: [String],
        of root: any ParsableCommand.Type,
        except exception: String
    ) throws -> any ParsableCommand {
        if let mistake = mistypedCommand(arguments.first, root) { throw mistake }
        // Most runs have no file and are spared the detour.
        let place = SiteFile.place(named: named(in: arguments))
        guard arguments.first != exception, place.mayMatter || arguments.contains(where: isNegative)
        else { return try root.parseAsRoot(arguments) }
        let program = try CommandSignature.program(root)
        guard let typed = TypedArguments(arguments, program) else {
            return try root.parseAsRoot(arguments)
        }
        guard let file = try file(at: place, program, isQuiet: typed.hasTyped("quiet")) else {
            return try root.parseAsRoot(typed.line())
        }
        var line = SiteCommandLine(typed, file)
        do {
            return try line.parse(as: root)
        } catch let error as SiteProblems {
            throw report(error.problems)
        }
    }

    /// What to say of a first word that is nearly a command.
    private static func mistypedCommand(_ word: String?, _ root: any ParsableCommand.Type) -> ValidationError?
    {
        guard let word, !word.hasPrefix("-") else { return nil }
        let names = root.configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
        guard !names.contains(word) else { return nil }
        let hint =
            names.nearest(to: word).map { "did you mean \($0)?" }
            ?? "there are \(names.joined(separator: ", "))."
        return ValidationError("There is no command \(word.excerptForMessage); \(hint)")
    }

    /// The site's file; nil where there is none that counts.
    static func file(at place: SiteFile.Place, _ program: CommandSignature, isQuiet: Bool) throws -> SiteFile?
    {
        switch place {
        case .none: return nil
        case .foreign(let path):
            Messages(isQuiet: isQuiet, isVerbose: false).note(
                "\(path) belongs to another user and is passed over; --config names it, --config none hides this"
            )
            return nil
        case .misnamed(let path):
            Messages(isQuiet: isQuiet, isVerbose: false).note(
                "\(path) is not read; rename it to \(SiteFile.name)"
            )
            return nil
        case .found(let path):
            do throws(InputProblem) {
                return try SiteFile(path, program)
            } catch {
                throw report([error])
            }
        }
    }

    /// Reports what is wrong with a site's file.
    static func report(_ problems: [InputProblem]) -> ExitCode {
        let messages = Messages(isQuiet: false, isVerbose: false)
        for problem in problems {
            let place = SiteFile.shown(problem.path) + (problem.line.map { ":\($0)" } ?? "")
            messages.error("\(place): \(problem.problem); \(problem.remedy)")
        }
        return ExitStatus.badSettings
    }

    /// What `--config` names, found before anything else is known.
    private static func named(in arguments: [String]) -> String? {
        let words = arguments.prefix { $0 != "--" }
        for (index, word) in words.enumerated().reversed() {
            if word == "--config" { return index + 1 < words.count ? words[index + 1] : "none" }
            if word.hasPrefix("--config=") { return String(word.dropFirst("--config=".count)) }
        }
        return nil
    }

    private static func isNegative(_ word: String) -> Bool { word.hasPrefix("--no-") }
}

extension SiteFile.Place {
    fileprivate var mayMatter: Bool { if case .none = self { false } else { true } }
}
