import Foundation
import Kernels
import Platform
import TOMLKit
import TestSupport
import Testing
import Yams

@testable import Corpus

/// Random front matters in each language, edited: only the list changes, and all else is where it was.
@Suite struct FrontMatterRoundTripTests {
    private typealias Language = FrontMatterGenerator.Language

    @Test(arguments: FrontMatterGenerator.Language.allCases)
    func anyEditChangesTheListAlone(language: FrontMatterGenerator.Language) throws {
        var generator = FrontMatterGenerator(seed: 20_261_129)
        var edits = 0
        for number in 0..<150 {
            let sample = generator.next(language)
            guard let after = try Self.edited(sample, number) else { continue }
            edits += 1
            #expect(
                try Self.edited(sample, text: after) == after,
                "\(number): a second edit changed something"
            )
            for comment in sample.comments where !after.contains(comment) {
                Issue.record("\(number): \(comment) is gone from \(sample.text.debugDescription)")
            }
            try Self.compare(sample, after, number)
        }
        // Refusals are right here and there, but most must go.
        #expect(edits > 120)
    }

    /// Writes originals and edited files for `Tests/CorpusTests/Reference/check-edits.py`, which reads them by other
    /// parsers: `KINDRED_EDITS=/tmp/edits KINDRED_EDITS_COUNT=100000 swift test --filter theEditsForOtherParsers`.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["KINDRED_EDITS"] != nil))
    func theEditsForOtherParsers() throws {
        let environment = ProcessInfo.processInfo.environment
        let folder = try #require(environment["KINDRED_EDITS"])
        let count = environment["KINDRED_EDITS_COUNT"].flatMap { Int($0) } ?? 1000
        let results = concurrentMap(count, grain: 64) { number -> (line: String?, isRefused: Bool) in
            var generator = FrontMatterGenerator(seed: UInt64(number))
            let sample = generator.next(Language.allCases[number % 3])
            guard let after = try? Self.edited(sample, number) else { return (nil, true) }
            let list = sample.articles.map { article -> JSONValue in
                switch sample.style.value(of: article, .web) {
                case .text(let text): .text(text)
                default: .text(article.title)
                }
            }
            let line = JSONValue.object([
                ("before", .text(sample.text)), ("after", .text(after)), ("key", .text(sample.style.key)),
                ("language", .text(sample.language.rawValue)), ("list", .list(list)),
                ("comments", .list(sample.comments.map { .text($0) })), ("hadList", .bool(sample.hasList)),
            ])
            return (String(decoding: line.bytes, as: UTF8.self), false)
        }
        let lines = results.compactMap(\.line)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data((lines.joined(separator: "\n") + "\n").utf8).write(
            to: URL(filePath: folder + "/edits.jsonl")
        )
        let refused = results.count { $0.isRefused }
        print("\(lines.count) edits, \(refused) refused or unreadable")
        #expect(refused * 5 < count)
    }

    /// The text after the edit; nil where it is refused.
    private static func edited(_ sample: FrontMatterGenerator.Sample, _ number: Int) throws -> String? {
        do throws(InputProblem) {
            return try edited(sample, text: sample.text)
        } catch {
            guard [.uneditable, .authored].contains(error.kind) else {
                Issue.record("\(number): \(error) in \(sample.text.debugDescription)")
                return nil
            }
            return nil
        }
    }

    private static func edited(
        _ sample: FrontMatterGenerator.Sample,
        text: String
    ) throws(InputProblem) -> String {
        guard let file = try MarkdownFile(Array(text.utf8), path: "a.md") else { return "" }
        let bytes = try file.replacingRelated(with: sample.articles, style: sample.style)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Compares both texts as another parser has them, without their lists.
    private static func compare(
        _ sample: FrontMatterGenerator.Sample,
        _ after: String,
        _ number: Int
    ) throws {
        let path = sample.style.keyPath
        let (old, new) = (try tree(sample.text), try tree(after))
        #expect(old.without(path[...]) == new.without(path[...]), "\(number): \(after.debugDescription)")
        let list = path.reduce(Optional(new)) { $0?[$1] }
        let wanted = sample.articles.map { article in
            if case .text(let text) = sample.style.value(of: article, .web) { text } else { article.title }
        }
        // An empty list stays as it is written, which may be null.
        if sample.articles.isEmpty, list?.text ?? "" == "", list?.items?.isEmpty ?? true { return }
        let shown = list?.items?.map { $0.text ?? $0["title"]?.text ?? "" }
        #expect(shown == wanted, "\(number): \(after.debugDescription)")
    }

    private static func tree(_ text: String) throws -> ParsedTree {
        let source = try #require(try FrontMatter(Array(text.utf8), path: "a.md"))
        let front = String(decoding: source.text, as: UTF8.self)
        switch source.syntax.name {
        // JSON has no NaN.
        case "TOML":
            let front = front.replacing("= nan", with: "= 'nan'")
            return try tree(json: try TOMLTable(string: front).convert(to: .json))
        case "JSON": return try tree(json: front)
        default: return ParsedTree(yaml: try #require(try Yams.compose(yaml: front, .basic)))
        }
    }

    private static func tree(json: String) throws -> ParsedTree {
        ParsedTree(
            json: try JSONSerialization.jsonObject(with: Data(json.utf8), options: [.fragmentsAllowed])
        )
    }
}

/// What a parser that is not ours makes of a text.
private indirect enum ParsedTree: Equatable {
    case text(String)
    case list([ParsedTree])
    case object([String: ParsedTree])

    init(yaml node: Node) {
        switch node {
        case .scalar(let scalar): self = .text(scalar.string)
        case .sequence(let items): self = .list(items.map { ParsedTree(yaml: $0) })
        case .mapping(let members):
            let pairs = members.map { ($0.key.string ?? "", ParsedTree(yaml: $0.value)) }
            self = .object(Dictionary(pairs) { first, _ in first })
        case .alias: self = .text("")
        }
    }

    init(json value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let items as [Any]: self = .list(items.map { ParsedTree(json: $0) })
        case let members as [String: Any]: self = .object(members.mapValues { ParsedTree(json: $0) })
        case is NSNull: self = .text("")
        default: self = .text("\(value)")
        }
    }

    subscript(key: String) -> ParsedTree? {
        if case .object(let members) = self { members[key] } else { nil }
    }
    var items: [ParsedTree]? { if case .list(let items) = self { items } else { nil } }
    var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The tree without the value below a path, and without what is empty then.
    func without(_ path: ArraySlice<String>) -> ParsedTree? {
        guard case .object(var members) = self, let key = path.first else {
            return path.isEmpty || text == "" ? nil : self
        }
        members[key] = members[key].flatMap { $0.without(path.dropFirst()) }
        return members.isEmpty ? nil : .object(members)
    }
}
