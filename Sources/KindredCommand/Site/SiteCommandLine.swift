import ArgumentParser
import CommandArguments
import Corpus
import Foundation

/// What a command is told: what was typed, and where nothing was, what the site's file says.
struct SiteCommandLine {
    /// One value of the file that the command takes.
    struct Default {
        var value: SiteFile.Value
        /// `--name=value`, once for each value.
        var options: [String] = []
        var positionals: [String] = []
    }

    let typed: TypedArguments
    let file: SiteFile
    private(set) var defaults: [Default]

    /// Chooses the file's values that the command has and that were not typed.
    init(_ typed: TypedArguments, _ file: SiteFile) {
        self.typed = typed
        self.file = file
        defaults = file.values.compactMap { value in
            // The index belongs to the site's own corpus; another one must not be mixed into it.
            if value.key == "index", file["corpus"] != nil, typed.namesCorpus { return nil }
            var entry = Default(value: value)
            if let option = typed.signature.option(named: value.key), !typed.hasTyped(value.key) {
                entry.options = Self.tokens(option, value, typed.signature)
            }
            if value.key == "corpus", typed.positionals.isEmpty, typed.signature.positionalCorpus != nil {
                entry.positionals = value.values
            }
            return entry.options.isEmpty && entry.positionals.isEmpty ? nil : entry
        }
    }

    private static func tokens(
        _ option: ArgumentSignature,
        _ value: SiteFile.Value,
        _ signature: CommandSignature
    ) -> [String] {
        guard option.kind == .flag else { return value.values.map { "--\(value.key)=\($0)" } }
        if value.values == ["true"] { return ["--" + value.key] }
        // False is what a flag without an opposite is by itself.
        let opposite = value.key.oppositeFlag
        return signature.option(named: opposite) == nil ? [] : ["--" + opposite]
    }

    /// The whole command line, for the parser.
    var arguments: [String] { arguments(of: defaults) }

    private func arguments(of defaults: [Default]) -> [String] {
        typed.line(positionals: defaults.flatMap(\.positionals), options: defaults.flatMap(\.options))
    }

    /// Parses the command line, the file's values among it.
    ///
    /// What is wrong with a value of the file is found by leaving it out: then the parser says something else.
    ///
    /// - Throws: ``SiteProblems`` for values of the file, else what the parser throws.
    mutating func parse(as root: any ParsableCommand.Type) throws -> any ParsableCommand {
        var problems: [InputProblem] = []
        while true {
            do {
                let command = try root.parseAsRoot(arguments)
                if problems.isEmpty { return command }
                throw SiteProblems(problems: problems)
            } catch  where !(error is SiteProblems) {
                let message = root.message(for: error)
                guard
                    let index = defaults.indices.first(where: { self.message(without: $0, root) != message })
                else {
                    throw problems.isEmpty ? error : SiteProblems(problems: problems)
                }
                let culprit = defaults.remove(at: index)
                // Two that exclude each other: what was typed wins.
                if typed.options.contains(where: { message.names(option: $0.name) }) { continue }
                problems.append(problem(culprit.value, message))
            }
        }
    }

    /// What the parser says without the options of one of the file's values; nil where it has nothing to
    /// complain about. Arguments without a name are any text, so they are never wrong.
    private func message(without index: Int, _ root: any ParsableCommand.Type) -> String? {
        var rest = defaults
        rest[index].options = []
        do {
            _ = try root.parseAsRoot(arguments(of: rest))
            return nil
        } catch {
            return root.message(for: error)
        }
    }

    private func problem(_ value: SiteFile.Value, _ message: String) -> InputProblem {
        return InputProblem(
            .badValue,
            path: file.path,
            line: value.line,
            "\(value.key): \(message.about(option: value.key))",
            remedy:
                "correct the line; `kindred help \(typed.path.joined(separator: " "))` describes the option"
        )
    }
}

/// What is wrong with a site's file.
struct SiteProblems: Error {
    var problems: [InputProblem]
}

extension String {
    /// The first line of a message about `--name`, as one clause about a key of that name.
    fileprivate func about(option name: String) -> String {
        var text = split(separator: "\n").first.map(String.init) ?? self
        for (prefix, replacement) in [("Error: ", ""), ("--\(name) ", ""), ("The ", "the ")]
        where text.hasPrefix(prefix) {
            text = replacement + text.dropFirst(prefix.count)
        }
        // "The value 'x' is invalid for '--name <name>'"
        if let start = text.range(of: " for '--\(name)"),
            let end = text[start.upperBound...].firstIndex(of: "'")
        {
            text.removeSubrange(start.lowerBound...end)
        }
        return text.hasSuffix(".") ? String(text.dropLast()) : text
    }

    /// Whether a message speaks of `--name`.
    fileprivate func names(option name: String) -> Bool {
        ranges(of: "--" + name).contains { range in
            let next = self[range.upperBound...].unicodeScalars.first
            return !(next?.properties.isAlphabetic ?? false) && next != "-"
        }
    }
}
