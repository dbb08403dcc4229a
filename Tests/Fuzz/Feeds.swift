import FuzzSupport

@testable import Corpus

/// Feeds, exports and tables: what they become are whole JSON objects in order, and articles that can be written and read.
enum FeedsFuzzing {
    static func check(_ bytes: [UInt8]) throws {
        let rules = ReadingRules()
        let file = ExportFile(bytes, path: "a.xml", rules)
        var end = 0
        for object in file.objects {
            must(
                object.range.lowerBound >= end && object.range.upperBound <= file.bytes.count,
                "objects overlap"
            )
            end = object.range.upperBound
        }
        let lines = file.lines(path: "a.xml", rules)
        for number in 0..<lines.count {
            guard let read = lines.article(at: number) else { continue }
            must(!read.problems.contains { $0.kind == .invalidJSON }, "\(read.problems)")
            guard let article = read.article else { continue }
            must(
                (try? Article(json: article.json))?.json == article.json,
                "it is read as another article"
            )
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: FeedsFuzzing.check)
}
