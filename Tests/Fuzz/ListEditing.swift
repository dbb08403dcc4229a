import FuzzSupport

@testable import Archive
@testable import Corpus

/// The edit of a list: nothing but the list changes, the result parses again, a second edit changes nothing, and undoing
/// gives the first bytes back.
enum ListEditingFuzzing {
    private static let articles = ["Levees \"held\": report", "# no comment", "- 7: {x}"].enumerated().map {
        number,
        title in
        Article(
            id: ArticleID("n\(number)"),
            title: title,
            excerpt: number == 1 ? "" : "Two lines:\nof 'text' …",
            links: .init(web: "https://a.example/\(number)"),
            topics: []
        )
    }

    static func check(_ bytes: [UInt8]) throws {
        // What is wanted follows from the file, so that an input tells all.
        let choice = bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF }
        let form = ListStyle.Form.allCases[choice % ListStyle.Form.allCases.count]
        let style =
            choice / 4 % 3 == 0 ? ListStyle(key: "extra.related", form: form)! : ListStyle(form: form)
        let wanted = Array(articles.prefix(choice / 16 % 4))
        guard let markdown = try MarkdownFile(bytes, path: "a.md", includesList: true) else { return }
        let edited = try markdown.replacingRelated(with: wanted, style: style)
        if edited == bytes { return }

        guard let after = try? MarkdownFile(edited, path: "a.md", includesList: true) else {
            fatalError("FOUND: the result does not parse")
        }
        let key = style.keyPath[...]
        must(
            markdown.parsed.contents.members.without(key) == after.parsed.contents.members.without(key),
            "another key changed"
        )
        let (source, result) = (markdown.parsed.source, after.parsed.source)
        must(bytes[source.body].elementsEqual(edited[result.body]), "the body changed")
        must(
            bytes[..<source.range.lowerBound].elementsEqual(edited[..<result.range.lowerBound]),
            "the fence changed"
        )
        must(comments(in: source) == comments(in: result), "a comment at the beginning of a line is gone")
        let again = try? after.replacingRelated(with: wanted, style: style)
        must(again == edited, "a second edit changes something, or is refused")
        let record = ReplacedLists.Record(path: "a.md", replacing: bytes, with: edited, hash: 0)
        must(record.original(of: edited) == bytes, "undoing does not give the first bytes back")
    }

    /// Lines that begin with a number sign, which in YAML and TOML belong to nobody's list.
    private static func comments(in source: FrontMatter) -> [[UInt8]] {
        guard source.syntax.name != "JSON" else { return [] }
        return source.text.split(separator: 0x0A).filter { $0.first == UInt8(ascii: "#") }
            .map { line in line.last == 0x0D ? Array(line.dropLast()) : Array(line) }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: ListEditingFuzzing.check)
}
