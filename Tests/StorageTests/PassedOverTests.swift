import Corpus
import Storage
import TestSupport
import Testing

struct PassedOverTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore()
    }

    private func update() throws -> IndexUpdate { try IndexUpdate(of: store, from: [folder.path]) }

    @Test func countsAreTheSameInEveryRun() throws {
        try folder.write("a.md", "---\ntitle: A\n---\n")
        try folder.write("b.html", "<p>Text</p>")
        try folder.write("c.rst", "Text")
        try folder.write("d.md", "")
        for _ in 0..<2 {
            let found = try update()
            #expect(
                found.contents.passedOver.map(\.reason).sorted { $0.rawValue < $1.rawValue } == [
                    .empty, .noFrontMatter, .otherFormat,
                ]
            )
            #expect(found.contents.problems.isEmpty)
            #expect(found.counts.passedOver == 3)
        }
        try folder.write("b.html", "---\ntitle: B\n---\n<p>Text</p>")
        #expect(try update().counts.passedOver == 2)
    }

    @Test func aChangedSettingOfTheSiteReadsAgain() throws {
        try folder.write("_config.yml", "permalink: /x/:title/")
        try folder.write("_posts/2024-05-06-a.md", "---\ntitle: A\n---\n")
        #expect(try update().contents.articles.map(\.page.url) == ["/x/a/"])
        try folder.write("_config.yml", "permalink: /y/:title/")
        let found = try update()
        #expect(found.contents.articles.map(\.page.url) == ["/y/a/"])
        #expect(try update().counts.changed == 0)
    }

    @Test func anotherLanguageBesideReadsAgain() throws {
        try folder.write("en/a.md", "# A\n")
        #expect(try update().contents.articles.map(\.language) == [nil])
        try folder.write("de/a.md", "# A\n")
        #expect(try update().contents.articles.map(\.language) == ["de", "en"])
    }
}
