import FuzzSupport

@testable import Corpus

/// JSON lines: an article that was written is read as the same, and the fast reader agrees with Foundation's.
enum JSONLinesFuzzing {
    static func check(_ bytes: [UInt8]) throws {
        let lines = JSONLines(bytes, path: "a.jsonl", ReadingRules())
        for number in 0..<lines.count {
            guard let article = lines.article(at: number)?.article else { continue }
            guard let again = try? Article(json: article.json) else {
                fatalError("FOUND: what was written cannot be read")
            }
            must(again.json == article.json, "what was written is read as another article")
        }
        guard let brace = bytes.firstIndex(of: UInt8(ascii: "{")), !bytes.contains(0x0A) else { return }
        // A key with an escape leaves a line to Foundation.
        let twin = bytes[...brace] + Array(#""\u0061zz":0,"#.utf8) + bytes[(brace + 1)...]
        let (plain, decoded) = (
            JSONLines(bytes, path: "a", ReadingRules()), JSONLines(Array(twin), path: "a", ReadingRules())
        )
        guard plain.count == 1, decoded.count == 1, let one = plain.article(at: 0)?.article,
            let other = decoded.article(at: 0)?.article
        else { return }
        must(one == other, "the fast reader differs from Foundation's")
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: JSONLinesFuzzing.check)
}
