package import ArgumentParser
import Foundation

/// The arguments of one command, as ArgumentParser describes them for programs.
///
/// The declarations of the commands are thereby the only place that says which options there are; a new one
/// can be set in `kindred.yml` without further ado.
package struct CommandSignature: Decodable {
    package var commandName: String
    package var subcommands: [CommandSignature]?
    package var arguments: [ArgumentSignature]?

    /// The whole program: `--experimental-dump-help`, of which the parts that are read here have not changed
    /// since it exists.
    package static func program(_ root: any ParsableCommand.Type) throws -> CommandSignature {
        struct Dump: Decodable { var command: CommandSignature }
        return try JSONDecoder().decode(Dump.self, from: Data(root._dumpHelp().utf8)).command
    }

    /// Flags and options, without those that every command has of the parser.
    package var options: [ArgumentSignature] {
        (arguments ?? []).filter { !["help", "version"].contains($0.longName ?? "help") }
    }

    /// The argument that takes a corpus, or paths in one, without a name.
    package var positionalCorpus: ArgumentSignature? {
        (arguments ?? []).first {
            $0.kind == .positional && $0.isRepeating && ["corpus", "path"].contains($0.valueName ?? "")
        }
    }

    /// This command and all below it that do something.
    package var commands: [CommandSignature] {
        (subcommands ?? []).flatMap(\.commands) + (subcommands == nil ? [self] : [])
    }

    /// The command with something for each argument that it needs, to see what it makes of the others.
    package var leastArguments: [String] {
        let needed = (arguments ?? []).compactMap { argument -> String? in
            if argument.kind == .positional { return "x" }
            return argument.isOptional ? nil : argument.longName.map { "--\($0)=x" }
        }
        return [commandName] + needed
    }

    package func option(named name: String) -> ArgumentSignature? {
        options.first { $0.names?.contains { $0.kind == "long" && $0.name == name } ?? false }
    }

    package func option(letter: Character) -> ArgumentSignature? {
        options.first { $0.names?.contains { $0.kind == "short" && $0.name == String(letter) } ?? false }
    }
}

/// One argument of a command.
package struct ArgumentSignature: Decodable {
    package enum Kind: String, Decodable { case positional, option, flag }

    package struct Name: Decodable { package var kind, name: String }

    package var kind: Kind
    package var isOptional: Bool
    package var isRepeating: Bool
    package var parsingStrategy: String
    package var names: [Name]?
    package var valueName: String?
    package var defaultValue: String?
    /// The only values that there are, where they can be counted.
    package var allValues: [String]?

    package var longName: String? { names?.first { $0.kind == "long" }?.name }

    /// Whether values go on until the next option.
    package var takesSeveralValues: Bool {
        parsingStrategy == "upToNextOption" || parsingStrategy == "allRemainingInput"
    }

    /// Whether a value names a file or folder, which the name of the value tells.
    package func isPath(_ value: String) -> Bool {
        switch valueName {
        case "corpus", "folder", "path": true
        // A model is a name or a folder.
        case "model": value.contains("/")
        case let name?: name == "file" || name.hasPrefix("file.")
        case nil: false
        }
    }
}

extension String {
    /// The name of the flag that says the opposite of this one.
    package var oppositeFlag: String { hasPrefix("no-") ? String(dropFirst(3)) : "no-" + self }
}
