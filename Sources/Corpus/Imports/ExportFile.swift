import Foundation
import Platform

/// What another system exported, as the JSON lines that it stands for: each article an object of its own.
///
/// The file's content says what it is: a feed (RSS, Atom), an export of WordPress (WXR), Ghost or its like, a JSON Feed,
/// any array of JSON objects, or a table (CSV). What it has is read by the same names as JSON lines.
struct ExportFile {
    private(set) var bytes: [UInt8]
    /// Where each article's object lies in ``bytes``, and the line of the file at which it begins.
    private(set) var objects: [PlacedObject] = []
    private(set) var problems: [InputProblem] = []
    /// Whether the articles have the file's keys, of which some may be unknown.
    private(set) var hasOwnKeys = false

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
        if content.isGzipped {
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
                guard !text.bytes.isSitemap else {
                    throw ExportFailure(
                        "a sitemap names pages and has no texts",
                        "name its file, and the folder of the site's HTML where that is another"
                    )
                }
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
                    objects = ranges.filter {
                        $0.range.count > rules.limits.jsonLineBytes || bytes.isValidJSON(in: $0.range)
                    }
                    if objects.count < ranges.count {
                        let valid = Set(objects.map(\.range.lowerBound))
                        let others = ranges.lazy.filter { !valid.contains($0.range.lowerBound) }
                        leaveOut(others.map(\.line), path, "is not valid JSON", .invalidJSON)
                    }
                    hasOwnKeys = true
                case .items(let items, let unread):
                    bytes = []
                    add(items)
                    leaveOut(unread, path, "has a value of the wrong type, or too many bytes", .badValue)
                }
            default: try addTable(text.bytes, path, rules.names)
            }
            if objects.count > rules.limits.jsonLines {
                objects.removeSubrange(rules.limits.jsonLines...)
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
        objects.reserveCapacity(items.count)
        for item in items {
            let start = bytes.count
            bytes += item.json
            objects.append(PlacedObject(range: start..<bytes.count, line: item.line))
        }
    }

    private mutating func addTable(_ text: [UInt8], _ path: String, _ names: FieldNames) throws(ExportFailure)
    {
        hasOwnKeys = true
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

    /// The articles, to be read by some rules.
    func lines(path: String, _ rules: ReadingRules) -> JSONLines {
        JSONLines(objects, in: bytes, path: path, rules)
    }

    private mutating func warn(_ path: String, _ line: Int?, _ problem: String, _ remedy: String) {
        problems.append(InputProblem(.ignoredValue, path: path, line: line, problem, remedy: remedy))
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
