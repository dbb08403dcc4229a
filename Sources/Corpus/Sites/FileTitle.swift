import Foundation

/// Titles for files that give none.
enum FileTitle {
    /// Lines that are searched for a heading.
    private static let mostLines = 200

    /// The first heading of a Markdown or HTML text, without its markup; nil where none is near its beginning.
    ///
    /// A heading below the first level is a text's title only where the text begins with it.
    static func heading(of text: String, isHTML: Bool) -> String? {
        isHTML ? htmlHeading(text) : markdownHeading(text)
    }

    private static func markdownHeading(_ text: String) -> String? {
        var fence: Character?
        var previous: Substring = ""
        var isComment = false
        var hasText = false
        for line in text.split(separator: "\n", maxSplits: mostLines, omittingEmptySubsequences: false)
            .prefix(mostLines)
        {
            let line = line.prefix(2048).drop { $0 == " " }.trimmingSuffix { $0.isWhitespace }
            if isComment || line.hasPrefix("<!--") {
                isComment = !line.contains("-->")
                continue
            }
            if line.hasPrefix("```") || line.hasPrefix("~~~") {
                if fence == nil { fence = line.first } else if fence == line.first { fence = nil }
                continue
            }
            if fence != nil { continue }
            let marks = line.prefix { $0 == "#" }
            if (1...6).contains(marks.count), line.dropFirst(marks.count).first?.isWhitespace == true {
                if marks.count == 1 || !hasText, let title = plain(line.dropFirst(marks.count)) {
                    return title
                }
            }
            let isUnderline = line.count > 1 && !previous.isEmpty && line.allSatisfy { $0 == "=" }
            if isUnderline, let title = plain(previous) { return title }
            previous = line
            hasText = hasText || isProse(line)
        }
        return nil
    }

    /// Whether a line is more than an import, a tag or a part of a template.
    private static func isProse(_ line: Substring) -> Bool {
        !line.isEmpty
            && !["import ", "export ", "<", "{%", "{{", ":::", "[//]", "!["].contains { line.hasPrefix($0) }
    }

    /// A heading's text: without closing marks, attributes, links and emphasis.
    private static func plain(_ heading: Substring) -> String? {
        var text = heading.trimmingSuffix { $0 == "#" || $0.isWhitespace }
        if text.hasSuffix("}"), let open = text.lastIndex(of: "{") { text = text[..<open] }
        var result = ""
        var rest = text
        while let open = rest.firstIndex(of: "["), let middle = rest[open...].firstRange(of: "]("),
            let close = rest[middle.upperBound...].firstIndex(of: ")")
        {
            let before = rest[..<open]
            result += before.hasSuffix("!") ? before.dropLast() : before
            if !before.hasSuffix("!") { result += rest[rest.index(after: open)..<middle.lowerBound] }
            rest = rest[rest.index(after: close)...]
        }
        result += rest
        for mark in ["**", "__", "`"] { result = result.replacing(mark, with: "") }
        result = withoutTags(result)
        return result.isEmpty || result.contains("{{") || result.contains("{%") ? nil : result
    }

    private static func htmlHeading(_ text: String) -> String? {
        let start = text.prefix(65_536)
        for name in ["h1", "title", "h2"] {
            guard let open = start.range(of: "<" + name, options: .caseInsensitive),
                let end = start[open.upperBound...].firstIndex(of: ">"),
                let close = start.range(
                    of: "</" + name,
                    options: .caseInsensitive,
                    range: start.index(after: end)..<start.endIndex
                )
            else { continue }
            let inner = withoutTags(String(start[start.index(after: end)..<close.lowerBound].prefix(2048)))
            if !inner.isEmpty, !inner.contains("{{"), !inner.contains("{%") { return inner }
        }
        return nil
    }

    private static func withoutTags(_ text: String) -> String {
        var result = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let next = rest[rest.index(after: open)...].first
            let isTag = next.map { $0.isLetter || $0 == "/" || $0 == "!" } ?? false
            result += isTag ? rest[..<open] : rest[...close]
            rest = rest[rest.index(after: close)...]
        }
        result += rest
        return result.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The words of a file's name, `2024-05-06-my-post.md` giving "My post"; of an index file those of its folder's.
    static func words(ofPath relativePath: String) -> String {
        let parts = relativePath.split(separator: "/")
        let stem = parts.last.map { PageName($0, languages: nil).stem } ?? ""
        let isIndex = ["index", "_index"].contains(stem.lowercased()) && parts.count > 1
        let name = isIndex ? parts[parts.count - 2] : stem
        let dated = NameDate(name).rest
        let words = (dated.isEmpty ? name : dated).split { $0 == "-" || $0 == "_" || $0.isWhitespace }
            .joined(separator: " ")
        guard let first = words.first else { return String(name) }
        return first.uppercased() + words.dropFirst()
    }
}

extension Substring {
    fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, isDropped(last) { rest.removeLast() }
        return rest
    }
}
