import FuzzSupport

@testable import Corpus

/// Front matter of any language: an article that is read twice is the same, whether the old list is parsed or passed over.
enum FrontMatterFuzzing {
    static func check(_ bytes: [UInt8]) throws {
        var problems: [InputProblem] = []
        let file = Result { try MarkdownFile(bytes, path: "a.md") }
        let whole = Result { try MarkdownFile(bytes, path: "a.md", includesList: true) }
        if case .success(let all?) = whole {
            guard case .success(let read?) = file else { fatalError("FOUND: refused without its list") }
            let key = ["related"][...]
            must(
                read.parsed.contents.members.without(key) == all.parsed.contents.members.without(key),
                "other keys with the list passed over"
            )
        }
        guard let markdown = try file.get() else { return }
        let article = try markdown.article(relativePath: "a.md") { problems.append($0) }
        must(!article.title.isEmpty, "an article without a title")
        let lines = bytes.count(where: { $0 == 0x0A }) + 1
        for problem in problems {
            must(
                (1...lines).contains(problem.line ?? 1),
                "line \(problem.line ?? 0) of \(lines): \(problem)"
            )
        }
        let again = try MarkdownFile(bytes, path: "a.md")?.article(relativePath: "a.md") { _ in }
        must(again == article, "read twice, it differs")
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: FrontMatterFuzzing.check)
}
