/// Related lists as one data file that templates read, keyed by article.
///
///     {
///     "posts/a.md": [
///       {"title": "B", "url": "/posts/b/"}
///     ],
///     "posts/c.md": []
///     }
///
/// A line an entry, and articles by their keys in byte order, so that a change of one list is a change of its lines. As
/// YAML each entry is a mapping in one line too.
package struct ListsData: Sendable {
    package enum Syntax: Sendable { case json, yaml }

    /// What a list is found by.
    package enum Key: String, CaseIterable, Sendable { case path, url, id }

    private let syntax: Syntax
    /// The lines of each list's entries, by its key as JSON has it.
    private var lists: [String: [String]] = [:]

    package var count: Int { lists.count }

    package init(_ syntax: Syntax) { self.syntax = syntax }

    /// Reads what ``bytes`` were made into.
    ///
    /// - Returns: nil where somebody else wrote them.
    package init?(_ bytes: [UInt8], _ syntax: Syntax) {
        self.init(syntax)
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var key: String?
        // Characters would join a quotation mark and an accent behind it.
        for line in bytes.split(separator: UInt8(ascii: "\n")) {
            if line.starts(with: "#".utf8) || Self.frame.contains(where: { line.elementsEqual($0.utf8) }) {
                continue
            }
            if let (name, isEmpty) = Self.key(in: line, syntax) {
                key = isEmpty ? nil : name
                lists[name] = []
            } else if let key, line.starts(with: "  ".utf8), let entry = Self.entry(in: line, syntax) {
                lists[key, default: []].append(entry)
            } else {
                return nil
            }
        }
    }

    /// Lines around keys and entries.
    private static let frame = ["{", "}", "{}", "],", "]"]

    /// The key that a line begins a list with, and whether the list is empty.
    private static func key(in line: ArraySlice<UInt8>, _ syntax: Syntax) -> (name: String, isEmpty: Bool)? {
        guard line.first == UInt8(ascii: "\"") else { return nil }
        let endings: [(String, Bool)] =
            switch syntax {
            case .json: [(": [],", true), (": []", true), (": [", false)]
            case .yaml: [(": []", true), (":", false)]
            }
        for (ending, isEmpty) in endings {
            let name = line.dropLast(ending.utf8.count)
            if name.count > 1, name.last == UInt8(ascii: "\""),
                line[name.endIndex...].elementsEqual(ending.utf8)
            {
                return (String(decoding: name, as: UTF8.self), isEmpty)
            }
        }
        return nil
    }

    private static func entry(in line: ArraySlice<UInt8>, _ syntax: Syntax) -> String? {
        var entry = line.dropFirst(2)
        switch syntax {
        case .json: if entry.last == UInt8(ascii: ",") { entry.removeLast() }
        case .yaml:
            guard entry.starts(with: "- ".utf8) else { return nil }
            entry = entry.dropFirst(2)
        }
        // Mappings and texts are all that was ever written.
        let (first, last) = (entry.first, entry.last)
        let isMapping = first == UInt8(ascii: "{") && last == UInt8(ascii: "}")
        guard isMapping || first == UInt8(ascii: "\"") && last == first else { return nil }
        return String(decoding: entry, as: UTF8.self)
    }

    /// Sets the list of an article; one that its editor locked is not among the data, since its own file has it.
    ///
    /// - Parameter fallback: the articles that only top the list up.
    package mutating func set(_ list: Item) { lists[list.key] = list.entries }

    /// One list, ready to be set.
    package struct Item: Sendable {
        fileprivate let key: String
        fileprivate let entries: [String]

        /// - Parameters:
        ///   - articles: best first.
        ///   - fallback: those of them that only top the list up.
        package init(
            of article: Article,
            by key: Key,
            _ articles: [Article],
            fallback: Set<ArticleID>,
            _ style: ListStyle
        ) {
            self.key = ListsData.text(key, of: article)
            entries = articles.map {
                style.jsonLine(of: $0, article.links.family, isFallback: fallback.contains($0.id))
            }
        }

        package var isEmpty: Bool { entries.isEmpty }
    }

    /// What a list is found by, as JSON has it.
    private static func text(_ key: Key, of article: Article) -> String {
        let name =
            switch key {
            case .path: article.page.path
            case .url: article.page.url ?? article.links.primary
            case .id: article.id.rawValue
            }
        let value = JSONValue.text(name ?? article.page.path ?? article.id.rawValue)
        return String(decoding: value.bytes, as: UTF8.self)
    }

    /// Removes the lists of articles that are not among those of the corpus.
    package mutating func keep(_ articles: [Article], by key: Key) {
        let known = Set(articles.map { Self.text(key, of: $0) })
        lists = lists.filter { known.contains($0.key) }
    }

    /// The file, the same for the same lists.
    package var bytes: [UInt8] {
        var bytes: [UInt8] = []
        func append(_ line: String) { bytes += Array(line.utf8) + [0x0A] }
        let keys = lists.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        switch syntax {
        case .json:
            append("{")
            for (place, key) in keys.enumerated() {
                let (entries, comma) = (lists[key] ?? [], place + 1 < keys.count ? "," : "")
                append("\(key): [" + (entries.isEmpty ? "]\(comma)" : ""))
                for (place, entry) in entries.enumerated() {
                    append("  \(entry)" + (place + 1 < entries.count ? "," : ""))
                }
                if !entries.isEmpty { append("]\(comma)") }
            }
            append("}")
        case .yaml:
            append("# Related articles, written by kindred.")
            if keys.isEmpty { append("{}") }
            for key in keys {
                let entries = lists[key] ?? []
                append("\(key):" + (entries.isEmpty ? " []" : ""))
                for entry in entries { append("  - \(entry)") }
            }
        }
        return bytes
    }
}

extension ListStyle {
    /// What stands for an article in a list, as JSON on one line, keys in the order of ``fields``.
    ///
    /// - Parameter isFallback: whether it only tops the list up.
    fileprivate func jsonLine(of article: Article, _ family: ArticleLinks.KeyFamily, isFallback: Bool)
        -> String
    {
        var value = value(of: article, family)
        if isFallback, case .object(let members) = value {
            value = .object(members + [(Self.tierKey, .word(Self.fallbackTier))])
        }
        let style = JSONStyle(Array("{\"key\": 1}".utf8)[...], lineBreak: "\n")
        return String(decoding: style.bytes(value, indentation: []), as: UTF8.self)
    }
}
