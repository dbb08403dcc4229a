import Corpus
import Foundation
import Platform
import TestSupport
import Testing

/// All 2,531 real files: parsed, rewritten, and compared byte by byte outside `related:`.
@Suite(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
struct EverydayRoundTripTests {
    /// The bytes before and after the list, found by lines alone; the blank line behind the list belongs to
    /// neither, as a new list brings its own.
    private static func outside(_ bytes: [UInt8]) -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let start = text.range(of: "\nrelated:\n") else { return bytes }
        let end = text.range(of: "\n\n", range: start.upperBound..<text.endIndex)!
        return Array(text[...start.lowerBound].utf8) + Array(text[end.upperBound...].utf8)
    }

    @Test func onlyTheListChanges() throws {
        let folder = SharedData.everyday + "/articles"
        let articles = CorpusContents(reading: [folder]).articles
        try #require(articles.count == 2531)
        let failures = concurrentMap(articles.count) { index -> String? in
            let path = articles[index].origin!.path
            let list = (1...4).map { articles[(index * 7 + $0 * 101) % articles.count] }
            do {
                let file = try ArticleFile(path: path)
                guard let edited = try file.bytes(listing: list) else { return "\(path): nothing changed" }
                guard Self.outside(edited) == Self.outside(file.bytes) else {
                    return "\(path): other bytes changed"
                }
                // The entries that were written are read back, and a second edit changes nothing.
                let again = try #require(try MarkdownFile(edited, path: path, includesList: true))
                guard try again.replacingRelated(with: list) == edited else { return "\(path): not stable" }
                var reread = try again.article(relativePath: articles[index].id.rawValue) { _ in }
                // What the file's name and folder tell is told where files are listed.
                reread.page = articles[index].page
                reread.language = articles[index].language
                if reread.published == nil { reread.published = articles[index].published }
                return reread == articles[index] ? nil : "\(path): the article reads differently"
            } catch {
                return "\(error)"
            }
        }
        #expect(failures.compactMap(\.self) == [])
    }
}
