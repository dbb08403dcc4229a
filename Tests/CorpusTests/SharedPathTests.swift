import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Files of several corpora that have one path.
@Suite struct SharedPathTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["en/x.md", "de/x.md", "en/only.md", "one/docs/deep/y.md", "two/docs/deep/y.md"] {
            try folder.write(name, "---\ntitle: \(name)\n---\n")
        }
    }

    private func ids(_ corpora: String...) -> [String] {
        let contents = CorpusContents(reading: corpora.map(folder.path))
        #expect(contents.problems.isEmpty)
        #expect(contents.articles.allSatisfy { $0.page.path == $0.id.rawValue })
        return contents.articles.map(\.id.rawValue)
    }

    @Test func theCorpusIsNamedWhereItMustBe() throws {
        #expect(ids("en", "de") == ["only.md", "en/x.md", "de/x.md"])
        #expect(ids("en") == ["only.md", "x.md"])
        #expect(ids("en/x.md", "de/x.md") == ["en/x.md", "de/x.md"])
        // Folders of one name are told apart by what is above them.
        #expect(ids("one/docs", "two/docs") == ["one/docs/deep/y.md", "two/docs/deep/y.md"])
        #expect(SourceListing([folder.path("en"), folder.path("de")]).toldApart.count == 2)
        #expect(SourceListing([folder.path("en"), folder.path("one")]).toldApart.isEmpty)
    }
}
