import Corpus
import Foundation
import GRDB
import Platform
import Storage
import TestSupport
import Testing

/// Upserted articles beside files.
@Suite struct UpsertedArticleTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["a", "b", "c"] { try write(name, "Title \(name)") }
    }

    private func write(_ name: String, _ title: String) throws {
        let path = try folder.write("site/\(name).md", "---\nid: \(name)\ntitle: \(title)\n---\n")
        try FileManager.default.setAttributes([.modificationDate: Date() - 10], ofItemAtPath: path)
    }

    /// Rules that differ in nothing that these articles have.
    private static func rules(_ number: Int) -> ReadingRules {
        ReadingRules(names: FieldNames([.type: ["kind\(number)"]]) ?? .standard)
    }

    private func titles(_ store: any ArticleStore, _ number: Int = 0) throws -> [String] {
        let update = try IndexUpdate(of: store, from: [folder.path("site")], rules: Self.rules(number))
        #expect(update.contents.problems.isEmpty)
        return update.contents.articles.map(\.title)
    }

    private func upsert(_ id: String, _ title: String, _ store: any ArticleStore) throws {
        _ = try store.update { try $0.upsert(Article(id: ArticleID(id), title: title)) }
    }

    @Test(arguments: TestedStore.allCases)
    func areReturnedAfterTheFilesAndAreNoFiles(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        try upsert("z", "Before the files", store)
        try upsert("y", "Second", store)
        try upsert("z", "Third", store)
        let first = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect(first.contents.articles.map(\.title) == ["Title a", "Title b", "Title c", "Second", "Third"])
        #expect((first.counts.added, first.counts.removed) == (3, 0) && first.sources.count == 3)
        Thread.sleep(forTimeInterval: 0.05)
        let second = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect((second.counts.unchanged, second.counts.changed, second.counts.removed) == (3, 0, 0))
        #expect(second.contents.articles == first.contents.articles)
        let corpora = [folder.path("site")]
        #expect(
            try store.read {
                try IndexUpdate.isCurrent(
                    $0,
                    from: corpora,
                    listing: SourceListing(corpora),
                    rules: ReadingRules()
                )
            }
        )
        #expect(try store.info().files == 3 && store.info().articles == 5)
    }

    @Test(arguments: TestedStore.allCases)
    func aCorrectionHoldsUntilItsFileChanges(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        _ = try titles(store)
        try upsert("b", "Corrected", store)
        #expect(try titles(store) == ["Title a", "Title c", "Corrected"])
        // A changed stamp is no changed file, and neither is another file's change.
        try write("b", "Title b")
        try write("a", "Other a")
        #expect(try titles(store) == ["Other a", "Title c", "Corrected"])
        try write("b", "Other b")
        for _ in 0..<2 { #expect(try titles(store) == ["Other a", "Other b", "Title c"]) }
    }

    @Test(arguments: TestedStore.allCases)
    func aRemovedArticleIsGoneUntilItsFileChanges(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        _ = try titles(store)
        #expect(try store.update { try $0.remove(id: "b") })
        for _ in 0..<2 { #expect(try titles(store) == ["Title a", "Title c"]) }
        try write("b", "Other b")
        #expect(try titles(store) == ["Title a", "Other b", "Title c"])
    }

    @Test(arguments: TestedStore.allCases)
    func aCorrectionOutlivesItsFile(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        _ = try titles(store)
        try upsert("b", "Corrected", store)
        try FileManager.default.removeItem(atPath: folder.path("site/b.md"))
        #expect(try titles(store) == ["Title a", "Title c", "Corrected"])
        // A new file is the later write.
        try write("b", "Again")
        #expect(try titles(store) == ["Title a", "Again", "Title c"])
    }

    @Test(arguments: TestedStore.allCases)
    func filesReadByOtherRulesAreReadAgain(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        _ = try titles(store, 1)
        Thread.sleep(forTimeInterval: 0.05)
        _ = try titles(store, 1)
        let corpora = [folder.path("site")]
        let listing = SourceListing(corpora)
        for (number, isCurrent) in [(1, true), (2, false), (0, false)] {
            let answer = try store.read {
                try IndexUpdate.isCurrent(
                    $0,
                    from: corpora,
                    listing: listing,
                    rules: Self.rules(number)
                )
            }
            #expect(answer == isCurrent)
        }
        let again = try IndexUpdate(of: store, from: corpora, rules: Self.rules(2))
        #expect((again.counts.changed, again.counts.unchanged) == (3, 0))
        let once = try IndexUpdate(of: store, from: corpora, rules: Self.rules(2))
        #expect((once.counts.changed, once.counts.unchanged) == (0, 3))
    }

    @Test(arguments: TestedStore.allCases)
    func aCorrectionOutlivesNewRulesOfReading(_ kind: TestedStore) throws {
        let store = try kind.make(in: folder.path)
        _ = try titles(store, 1)
        try upsert("b", "Corrected", store)
        try write("c", "Other c")
        try upsert("c", "Corrected too", store)
        for _ in 0..<2 { #expect(try titles(store, 2) == ["Title a", "Other c", "Corrected"]) }
        // One file is read in portions.
        let lines = (0..<3_000).map { #"{"id":"\#($0)","title":"T\#($0)"}"# }
        try folder.write("alone/all.jsonl", lines.joined(separator: "\n"))
        func alone(_ number: Int) throws -> [String] {
            try IndexUpdate(of: store, from: [folder.path("alone")], rules: Self.rules(number))
                .contents.articles.map(\.title)
        }
        _ = try alone(2)
        try upsert("7", "Corrected", store)
        for _ in 0..<2 {
            let titles = try alone(3)
            #expect(titles.count == 3_001 && titles.suffix(2) == ["Corrected", "Corrected"])
            #expect(!titles.contains("T7") && titles[7] == "T8")
        }
    }

    @Test func outliveTheProcessAndReachOtherConnections() throws {
        let path = folder.path("index.sqlite")
        let first = try SQLiteStore(path: path)
        let second = try SQLiteStore(existing: path)
        #expect(try second.read { try $0.revision() } == 0)
        try upsert("z", "Z", first)
        #expect(try second.read { try ($0.revision(), $0.upsertedArticles().map(\.title)) } == (1, ["Z"]))
        #expect(throws: StoreError.self) { try upsert("y", "Y", second) }
        let third = try SQLiteStore(path: path)
        try upsert("y", "Y", third)
        #expect(try second.read { try ($0.revision(), $0.articleKeys()) } == (2, [1, 2]))
    }

    @Test func anIndexOfTheFifthVersionTakesSingleArticles() throws {
        let path = folder.path("index.sqlite")
        _ = try titles(SQLiteStore(path: path))
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE density; DROP INDEX articleByID;
                    DELETE FROM meta WHERE key IN ('revision', 'lastArticleKey');
                    DELETE FROM grdb_migrations WHERE identifier LIKE '6:%'
                    """
            )
        }
        try queue.close()
        let store = try SQLiteStore(path: path)
        #expect(try store.update { try $0.upsert(Article(id: "a", title: "Corrected")) } == 4)
        #expect(try titles(store) == ["Title b", "Title c", "Corrected"])
        #expect(try store.integrityFailures().isEmpty)
    }

    @Test func eachTransactionIsOnTheDiskWhenItEnds() throws {
        let store = try SQLiteStore(path: folder.path("index.sqlite"))
        #expect(try store.synchronousLevel() == 2)
    }
}
