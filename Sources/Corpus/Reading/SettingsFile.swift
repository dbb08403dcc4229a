import Foundation
import Platform

/// A YAML file of settings: one key a line, with a text or a list of texts each.
///
///     limit: 4
///     corpus: [articles, "posts/**/*.md"]
package struct SettingsFile: Sendable {
    /// One key and what it is set to.
    package struct Item: Hashable, Sendable {
        package var key: String
        /// One value, or those of a list, as they were written; none of a mapping.
        package var values: [String]
        package var isList: Bool
        /// Those of a mapping, which has no mappings below itself; nil for anything else.
        package var members: [Item]?
        /// From 1.
        package var line: Int

        package init(key: String, values: [String], isList: Bool, members: [Item]? = nil, line: Int) {
            (self.key, self.values, self.isList) = (key, values, isList)
            (self.members, self.line) = (members, line)
        }
    }

    /// What a site calls it.
    package static let name = "kindred.yml"

    /// The key of what `kindred-server` is started with.
    package static let serverKey = "server"

    /// Bytes of a file. Its keys are a few dozen; the rest is room for lists and comments.
    private static let longest = 256 << 10
    /// A mapping of lists has two levels; a few more let the error name what is wrong.
    private static let depth = 8

    /// Values of a list: the command line takes them one by one, and reads so many in a tenth of a second.
    private static let mostValues = 2000

    package let path: String
    /// In the file's order.
    package private(set) var items: [Item] = []

    /// Reads the file whole.
    ///
    /// - Throws: ``InputProblem`` for the first thing that is wrong: with half of its settings a command would
    ///   do something that nobody asked for.
    package init(path: String) throws(InputProblem) {
        self.path = path
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readFile(path, limit: Self.longest).bytes
        } catch {
            guard error.isTooLarge else { throw InputProblem(error) }
            throw InputProblem(
                .tooLarge,
                path: path,
                "the file is larger than \(Self.longest >> 10) KB",
                remedy: "name folders or patterns instead of single files"
            )
        }
        let yaml = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        let lines = LineTable(yaml: yaml)
        if let line = firstInvalidLine(Array(yaml)) {
            throw problem(.invalidUTF8, line, "the text is not valid UTF-8", "save the file as UTF-8")
        }
        var limits = ReadingLimits()
        limits.frontMatterDepth = Self.depth
        let parser = YAMLParser(
            path: path,
            limits: limits,
            subject: "the file",
            firstLine: 1,
            remedy: "write one `key: value` a line, with lists such as [a, b]",
            example: "limit: 4"
        )
        for member in try parser.members(of: yaml) {
            // A mark's line is one of the YAML, which begins the file here.
            let line = member.key.mark.map { lines.fileLine(ofLine: $0.line) - 1 } ?? 1
            guard let name = member.key.scalar else {
                throw problem(.badValue, line, "a key is no text", "write one `key: value` a line")
            }
            items.append(try item(name, member.value, line, lines))
        }
    }

    /// A path of the file, which is meant relative to the file's folder; `!` before it and `~` are kept in mind.
    package func absolutePath(_ value: String) -> String {
        if value.hasPrefix("!") { return "!" + absolutePath(String(value.dropFirst())) }
        // An address is no path, such as that of an index in a database.
        if value.hasPrefix("/") || value == "-" || value.contains("://") { return value }
        if value == "~" || value.hasPrefix("~/") {
            return FileManager.default.homeDirectoryForCurrentUser.path + value.dropFirst()
        }
        let folder = splitPath(path).folder
        if value == "." { return folder }
        let name = value.hasPrefix("./") ? String(value.dropFirst(2)) : value
        return folder == "/" ? "/" + name : "\(folder)/\(name)"
    }

    private func item(
        _ key: String,
        _ value: FrontMatterNode,
        _ line: Int,
        _ lines: LineTable
    ) throws(InputProblem) -> Item {
        if let list = value.sequence {
            try checkCount(list, key, line)
            var values: [String] = []
            for element in list {
                let place = element.mark.map { lines.fileLine(ofLine: $0.line) - 1 } ?? line
                values.append(try text(element, key, place))
            }
            return Item(key: key, values: values, isList: true, line: line)
        }
        if case .mapping(let members) = value.content {
            var items: [Item] = []
            for member in members {
                let place = member.key.mark.map { lines.fileLine(ofLine: $0.line) - 1 } ?? line
                guard let name = member.key.scalar else {
                    throw problem(.badValue, place, "a key is no text", "write one `key: value` a line")
                }
                let list = member.value.sequence
                try checkCount(list ?? [], "\(key).\(name)", place)
                var values: [String] = []
                for element in list ?? (member.value.isNull ? [] : [member.value]) {
                    values.append(try text(element, "\(key).\(name)", place))
                }
                items.append(Item(key: name, values: values, isList: list != nil, line: place))
            }
            return Item(key: key, values: [], isList: false, members: items, line: line)
        }
        return Item(key: key, values: [try text(value, key, line)], isList: false, line: line)
    }

    private func checkCount(_ list: [FrontMatterNode], _ key: String, _ line: Int) throws(InputProblem) {
        guard list.count > Self.mostValues else { return }
        throw problem(
            .tooLarge,
            line,
            "\(key.excerptForMessage) has more than \(Self.mostValues) values",
            "name folders or patterns instead of single files, and topics instead of single articles"
        )
    }

    private func text(_ node: FrontMatterNode, _ key: String, _ line: Int) throws(InputProblem) -> String {
        let name = key.excerptForMessage
        guard node.scalar != nil else {
            throw problem(
                .badValue,
                line,
                "the value of \(name) is neither a text nor a list of texts",
                "write `key: value` or `key: [value, value]`"
            )
        }
        // `!drafts` without quotes is a tag, and the value behind it is empty.
        if let tag = node.tag, tag.hasPrefix("!") {
            throw problem(
                .badValue,
                line,
                "\(tag.excerptForMessage) under \(name) is a YAML tag",
                "put what starts with ! in quotes"
            )
        }
        guard let text = node.text, !text.isEmpty else {
            throw problem(
                .badValue,
                line,
                "\(name) has an empty value",
                "give it a value, or remove the line"
            )
        }
        guard !text.utf8.contains(0) else {
            throw problem(.badValue, line, "the value of \(name) contains a NUL", "remove it")
        }
        return text
    }

    private func problem(
        _ kind: InputProblem.Kind,
        _ line: Int,
        _ problem: String,
        _ remedy: String
    ) -> InputProblem {
        InputProblem(kind, path: path, line: line, problem, remedy: remedy)
    }
}
