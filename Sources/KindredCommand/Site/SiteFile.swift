import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Platform

/// A site's `kindred.yml`: values for options, by the options' own names.
struct SiteFile {
    /// What one key of the file stands for.
    struct Value {
        var key: String
        /// Paths among them are absolute.
        var values: [String]
        /// From 1.
        var line: Int
    }

    static let name = SettingsFile.name

    let path: String
    /// In the file's order.
    let values: [Value]

    /// The path as people know it: relative where it lies in the current folder.
    var shownPath: String { Self.shown(path) }

    static func shown(_ path: String) -> String {
        let base = FileManager.default.currentDirectoryPath + "/"
        return path.hasPrefix(base) ? String(path.dropFirst(base.count)) : path
    }

    subscript(key: String) -> Value? { values.first { $0.key == key } }

    /// Options that say what one run is to do, to print or to write. In a file they would surprise whoever
    /// forgot them, and exclude each other; and a file that came with somebody else's articles must not choose
    /// what is overwritten.
    private static let ofOneRun: Set = [
        "also", "check", "config", "diff", "dry-run", "explain", "force", "from-scratch", "info", "json",
        "output", "print", "quiet", "refresh", "replace", "report", "run-out", "save", "server", "show",
        "since",
        "summary", "text", "undo", "unlike", "unrelated", "verbose", "verify", "write",
    ]

    /// The options that a file may set: all that any command has, but for those of a single run.
    static func keys(of program: CommandSignature) -> [String: [ArgumentSignature]] {
        let all = Dictionary(grouping: program.commands.flatMap(\.options)) { $0.longName ?? "" }
        return all.filter { name, _ in
            // Of `--x` and `--no-x`, the file has `x: true` and `x: false`.
            let isOpposite =
                name.hasPrefix("no-")
                && program.commands.contains {
                    $0.option(named: name) != nil && $0.option(named: name.oppositeFlag) != nil
                }
            return !name.isEmpty && !ofOneRun.contains(name) && !isOpposite
        }
    }

    /// Reads a file and checks it against the options that there are.
    ///
    /// - Throws: ``InputProblem`` that names the line.
    init(_ path: String, _ program: CommandSignature) throws(InputProblem) {
        let file = try SettingsFile(path: path)
        let keys = Self.keys(of: program)
        var values: [Value] = []
        // What the service is started with is none of the command line's business.
        for item in file.items where item.key != SettingsFile.serverKey {
            let item = try Self.named(item, path)
            guard let options = keys[item.key] else { throw Self.unknownKey(item, keys, path) }
            values.append(
                Value(
                    key: item.key,
                    values: try item.checkedValues(for: options, in: file),
                    line: item.line
                )
            )
        }
        self.path = path
        self.values = values
    }

    /// The mapping of fields as values of its option, `name=key,key`; any other mapping is refused.
    private static func named(_ item: SettingsFile.Item, _ path: String) throws(InputProblem)
        -> SettingsFile.Item
    {
        guard item.members != nil || item.key == "fields" else { return item }
        guard let members = item.members, item.key == "fields" else {
            throw InputProblem(
                .badValue,
                path: path,
                line: item.line,
                "the value of \(item.key.excerptForMessage) is \(item.members != nil ? "a" : "no") mapping",
                remedy: item.members != nil
                    ? "write `key: value` or `key: [value, value]`" : "write `fields: {title: headline}`"
            )
        }
        let values = members.map { "\($0.key)=" + $0.values.joined(separator: ",") }
        return SettingsFile.Item(key: "field", values: values, isList: true, line: item.line)
    }

    private static func unknownKey(
        _ item: SettingsFile.Item,
        _ keys: [String: [ArgumentSignature]],
        _ path: String
    ) -> InputProblem {
        if ofOneRun.contains(item.key) {
            return InputProblem(
                .badValue,
                path: path,
                line: item.line,
                "`\(item.key)` says what one run is to do",
                remedy: "remove it and type --\(item.key) where it is wanted"
            )
        }
        // People write what they know from programs: min_probability, minProbability.
        let near = keys.keys.sorted().nearest(to: item.key)
        return InputProblem(
            .badValue,
            path: path,
            line: item.line,
            "there is no setting \(item.key.excerptForMessage)",
            remedy: near.map { "did you mean `\($0)`?" } ?? "`kindred config --show` lists them all"
        )
    }
}

extension SiteFile {
    /// Which file counts.
    enum Place {
        case none
        case found(String)
        /// The nearest one is another user's.
        case foreign(String)
        /// The nearest one has a name that is not looked for.
        case misnamed(String)
    }

    /// The file named, or the nearest at or above the current folder.
    ///
    /// Only a file of the user's own counts: somebody else's in `/tmp`, say, must not choose what is read and
    /// written.
    static func place(named name: String?) -> Place {
        if let name {
            if name == "none" { return .none }
            return .found((try? realPath(name)) ?? name)
        }
        guard var folder = try? realPath(FileManager.default.currentDirectoryPath) else { return .none }
        while true {
            let path = (folder == "/" ? "" : folder) + "/" + Self.name
            if (try? PathKind(path)) == .file { return isOwnedByUser(path) ? .found(path) : .foreign(path) }
            let other = (folder == "/" ? "" : folder) + "/kindred.yaml"
            if (try? PathKind(other)) == .file, isOwnedByUser(other) { return .misnamed(other) }
            if folder == "/" { return .none }
            folder = splitPath(folder).folder
        }
    }
}
