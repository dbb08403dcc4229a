import FuzzSupport

@testable import Semantic

/// tokenizer.json: it is refused, or splits any text into entries that there are, up to the limit.
enum TokenizersFuzzing {
    private static let file = InputFile("tokenizer.json")

    static func check(_ bytes: [UInt8]) throws {
        // Behind a zero comes the text that is split.
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        file.write(parts[0])
        let tokenizer = try TokenizerFile(folder: file.folder).tokenizer()
        let text = String(decoding: parts.count > 1 ? parts[1] : parts[0].prefix(200), as: UTF8.self)
        let ids = tokenizer.ids(of: text, limit: 16)
        must(ids.count <= 16, "\(ids.count) ids")
        for id in ids { _ = tokenizer.vocabularyEntry(id) }
        must(tokenizer.ids(of: text, limit: 16) == ids, "split twice, it differs")
        _ = tokenizer.pieces(of: text, limit: 8)
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: TokenizersFuzzing.check)
}
