import Foundation
package import Platform

/// What another system exported, as the JSON lines that it stands for: each article an object of its own.
///
/// The file's content says what it is: a feed (RSS, Atom), an export of WordPress (WXR), Ghost or its like, a JSON Feed,
/// any array of JSON objects, or a table (CSV). What it has is read by the same names as JSON lines.
struct ExportFile {
    /// One article's object.
    struct Line: Hashable {
        /// Where it lies in ``bytes``.
        var range: Range<Int>
        /// Where the article begins in the file, from 1.
        var number: Int
    }

    private(set) var bytes: [UInt8]
    private(set) var lines: [Line] = []
    private(set) var problems: [InputProblem] = []

    /// Endings of names that exports have, all in small letters.
    static let endings: Set<String> = ["xml", "rss", "atom", "rdf", "wxr", "json", "csv", "tsv"]

    /// Whether a file that was named is one, by its name.
    static func isExport(_ name: String) -> Bool {
        let parts = splitPath(name).name.lowercased().split(separator: ".")
        guard parts.count > 1, let last = parts.last else { return false }
        return endings.contains(String(last == "gz" && parts.count > 2 ? parts[parts.count - 2] : last))
    }

    /// - Parameters:
    ///   - content: of the file, gzipped or not.
    ///   - path: for messages.
    init(_ content: [UInt8], path: String, _ rules: ReadingRules) {
        var content = content
        bytes = []
        if content.starts(with: [0x1F, 0x8B]) {
            do throws(GunzipError) {
                content = try gunzip(content, limit: rules.limits.exportBytes)
            } catch {
                problems.append(InputProblem(error, path: path))
                return
            }
        }
        let text = DecodedText(content)
        do throws(ExportFailure) {
            let first = text.bytes.first { $0 > 0x20 }
            // What is JSON may have XML in its texts.
            let isXML = first != UInt8(ascii: "{") && first != UInt8(ascii: "[") && text.bytes.startOfXML > 0
            switch isXML ? UInt8(ascii: "<") : first {
            case nil: throw ExportFailure("the file is empty", "export it again")
            case UInt8(ascii: "<"):
                let feed = try FeedReader.items(in: text.isDecoded ? text.bytes : content)
                add(feed.items)
                if let line = feed.damagedLine {
                    warn(
                        path,
                        line,
                        "the XML is not well formed",
                        "what could be read of it was; export it again"
                    )
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                bytes = text.bytes
                switch try JSONExport.articles(in: bytes, rules.limits) {
                case .ranges(let ranges):
                    // Of what is too large its reader says so.
                    lines = ranges.filter {
                        $0.range.count > rules.limits.jsonLineBytes || bytes.isValidJSON(in: $0.range)
                    }
                    if lines.count < ranges.count {
                        let valid = Set(lines.map(\.range.lowerBound))
                        let others = ranges.lazy.filter { !valid.contains($0.range.lowerBound) }
                        leaveOut(others.map(\.number), path, "is not valid JSON", .invalidJSON)
                    }
                case .items(let items, let unread):
                    bytes = []
                    add(items)
                    leaveOut(unread, path, "has a value of the wrong type, or too many bytes", .badValue)
                }
            default: try addTable(text.bytes, path, rules.names)
            }
            if lines.count > rules.limits.jsonLines {
                lines.removeSubrange(rules.limits.jsonLines...)
                throw ExportFailure(
                    "the file has more than \(rules.limits.jsonLines) articles",
                    "split it; the rest is left out until then",
                    kind: .tooLarge
                )
            }
        } catch {
            problems.append(
                InputProblem(error.kind, path: path, line: error.line, error.problem, remedy: error.remedy)
            )
        }
    }

    /// - Parameter numbers: the lines at which articles begin that cannot be read.
    private mutating func leaveOut(
        _ numbers: some Collection<Int>,
        _ path: String,
        _ problem: String,
        _ kind: InputProblem.Kind
    ) {
        let all = numbers.lazy.map {
            InputProblem(
                kind,
                path: path,
                line: $0,
                "the article \(problem)",
                remedy: "mend it; it is left out until then"
            )
        }
        problems.add(untold: problems.add(ofFile: all), path: path)
    }

    private mutating func add(_ items: [ImportedItem]) {
        lines.reserveCapacity(items.count)
        for item in items {
            let start = bytes.count
            bytes += item.json
            lines.append(Line(range: start..<bytes.count, number: item.line))
        }
    }

    private mutating func addTable(_ text: [UInt8], _ path: String, _ names: FieldNames) throws(ExportFailure)
    {
        var table = TableReader(names)
        let failure = table.read(text) { add([$0]) }
        if let failure { throw failure }
        if table.hasUnequalRows {
            warn(
                path,
                nil,
                "rows have more cells than the first one",
                "give each column a name in the first row"
            )
        }
    }

    private mutating func warn(_ path: String, _ line: Int?, _ problem: String, _ remedy: String) {
        problems.append(InputProblem(.ignoredValue, path: path, line: line, problem, remedy: remedy))
    }
}

/// Why an export, or the rest of it, cannot be read.
struct ExportFailure: Error {
    var kind: InputProblem.Kind
    var line: Int?
    var problem: String
    var remedy: String

    init(_ problem: String, _ remedy: String, kind: InputProblem.Kind = .badValue, line: Int? = nil) {
        (self.kind, self.line, self.problem, self.remedy) = (kind, line, problem, remedy)
    }
}

/// An article as another system exported it, by the names that JSON lines have.
struct ImportedItem {
    /// Where it begins in the file, from 1.
    var line: Int
    private var members: [(key: String, value: JSONValue?)] = []

    init(line: Int) { self.line = line }

    /// One line of JSON.
    var json: [UInt8] { JSONValue.object(members).bytes }

    var keys: [String] { members.lazy.filter { $0.value != nil }.map(\.key) }

    subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value ?? nil }
        set {
            members.removeAll { $0.key == key }
            if let newValue { members.append((key, newValue)) }
        }
    }

    /// Sets a text; one without anything but white space is none.
    mutating func set(_ key: String, _ text: String?) {
        guard let text = text?.trimmed, !text.isEmpty else { return }
        self[key] = .text(text)
    }

    /// The same for a key that is not set yet, without a look at those that are.
    mutating func append(_ key: String, _ text: String) {
        let text = text.trimmed
        if !text.isEmpty { members.append((key, .text(text))) }
    }

    mutating func set(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { self[key] = .list(texts.map { .text($0) }) }
    }
}

extension [UInt8] {
    /// Whether a value is JSON to its last byte: decoders look into what they are asked for only.
    fileprivate func isValidJSON(in range: Range<Int>) -> Bool {
        var plain = PlainJSON(self, in: range)
        if plain.skipValue(), plain.peek() == nil { return true }
        return (try? JSONSerialization.jsonObject(with: Data(self[range]), options: .fragmentsAllowed)) != nil
    }
}
