import Corpus
import Foundation
import GRDB
import Kernels
import Platform
import Storage
import Synchronization
import TestSupport
import Testing

extension IndexUpdate.Counts {
    fileprivate var isNothingNew: Bool { (added, changed, removed) == (0, 0, 0) }
}

@Suite struct IndexUpdateTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path(".kindred/index.sqlite"))
        for name in ["a", "b", "c"] { try write(name, "Title \(name)") }
    }

    private func write(_ name: String, _ title: String, secondsAgo: Double = 10) throws {
        let path = try folder.write("\(name).md", "---\ntitle: \(title)\n---\n")
        try FileManager.default.setAttributes([.modificationDate: Date() - secondsAgo], ofItemAtPath: path)
    }

    private func update() throws -> IndexUpdate { try IndexUpdate(of: store, from: [folder.path]) }

    @Test func onlyWhatChangedIsReadAgain() throws {
        let first = try update()
        #expect((first.counts.added, first.counts.unchanged) == (3, 0))
        #expect(first.contents.articles.map(\.title) == ["Title a", "Title b", "Title c"])

        try write("b", "Other b", secondsAgo: 5)
        try FileManager.default.removeItem(atPath: folder.path("c.md"))
        try write("d", "Title d")
        let second = try update()
        #expect(
            (second.counts.added, second.counts.changed, second.counts.removed, second.counts.unchanged) == (
                1, 1, 1, 1
            )
        )
        #expect(second.contents.articles.map(\.title) == ["Title a", "Other b", "Title d"])

        let third = try update()
        #expect(third.counts.isNothingNew && third.counts.unchanged == 3)
        #expect(third.contents.articles == second.contents.articles)
    }

    @Test func aTouchedFileWithTheSameContentIsUnchanged() throws {
        _ = try update()
        try FileManager.default.setAttributes(
            [.modificationDate: Date() - 3],
            ofItemAtPath: folder.path("a.md")
        )
        #expect(try update().counts.isNothingNew)
    }

    @Test func anEditThatKeepsSizeAndModificationTimeIsSeen() throws {
        let date = Date() - 100
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.path("a.md"))
        _ = try update()
        try folder.write("a.md", "---\ntitle: Title X\n---\n")
        try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: folder.path("a.md"))
        let again = try update()
        #expect(again.counts.changed == 1 && again.contents.articles[0].title == "Title X")
    }

    @Test func anEditRightAfterReadingIsSeen() throws {
        for round in 0..<20 {
            try folder.write("a.md", "---\ntitle: Round \(100 + round)\n---\n")
            #expect(try update().contents.articles[0].title == "Round \(100 + round)")
        }
    }

    @Test func problemsOfUnchangedFilesAreReportedAgain() throws {
        try folder.write("bad.md", "---\ntitle: A\n")
        try folder.write("README.md", "# No article")
        for _ in 0..<2 {
            let result = try update()
            #expect(result.contents.problems.map(\.kind) == [.unclosedFrontMatter])
            #expect(result.contents.passedOver.map(\.reason) == [.projectFile])
        }
    }

    @Test func everythingAboutAnArticleSurvivesTheStore() throws {
        let line = """
            {"id":"j","title":"T","excerpt":"E","body":"B","publishedDateTime":"2021-03-02","originalUrl":"o","webUrl":"w",\
            "ampWebUrl":"a","cdnAmpWebUrl":"c","type":"video","provider":{"domain":"d"},"topics":["x","y","x"],\
            "quality":1.5,"images":[{"url":"1"},{"url":"2","width":3,"height":4,"isCached":true}],"language":"de"}
            """
        try folder.write("j.jsonl", line + "\n" + line.replacing("\"j\"", with: "\"k\""))
        let direct = CorpusContents(reading: [folder.path])
        #expect(try update().contents.articles == direct.articles)
        #expect(try update().contents.articles == direct.articles)
    }

    /// The store ends texts at NUL and knows no number that is none; articles must be the same in every run.
    @Test func whatTheStoreKeepsOtherwiseIsTheSameAtOnce() throws {
        let lines = ["webUrl", "type", "language", "provider", "id"].map {
            #"{"id":"\#($0)","title":"T","\#($0)":"a\u0000b","topics":["x\u0000y"],"images":["u\u0000v"]}"#
        }
        try folder.write("j.jsonl", lines.joined(separator: "\n"))
        try folder.write("n.md", "---\ntitle: N\nquality: .nan\n---\n")
        let first = try update()
        #expect(first.contents.articles.count == 9 && first.counts.added == 5)
        let second = try update()
        #expect(second.counts.isNothingNew && second.contents.articles == first.contents.articles)
        #expect(second.contents.problems == first.contents.problems)
    }

    @Test func anArchiveIsTheSameReadAndReread() throws {
        let lines = (0..<3000).map { number in
            number % 97 == 0
                ? "{\"id\": \(number)"
                : #"{"id":\#(number % 1999),"title":"T\#(number)","webUrl":"https://x.example/\#(number % 700)","#
                    + #""topics":\#(number % 3 == 0 ? "[]" : #"["a","b"]"#),"images":\#(number % 5 == 0 ? #"["u","v"]"# : "[]"),"#
                    + #""relatedExcluded":\#(number % 11 == 0 ? #"["1"]"# : "null")}"#
        }
        let alone = try TemporaryFolder()
        try alone.write("all.jsonl", lines.joined(separator: "\n"))
        for _ in 0..<3 {
            let direct = CorpusContents(reading: [alone.path])
            let first = try IndexUpdate(of: store, from: [alone.path])
            #expect(first.contents.articles == direct.articles && first.contents.problems == direct.problems)
            let second = try IndexUpdate(of: store, from: [alone.path])
            #expect(second.counts.isNothingNew && second.contents.articles == direct.articles)
            #expect(second.contents.problems == direct.problems)
            // Fewer, so that old rows must go.
            try alone.write("all.jsonl", lines.dropLast(100).joined(separator: "\n"))
        }
    }

    @Test func editorsChoicesSurviveTheStore() throws {
        let line = """
            {"id":"j","title":"T","published":true,"relatedLocked":true,"relatedExcluded":["b","a"],"relatedPinned":["x",\
            {"title":"P","excerpt":"E","publishedDateTime":"2021-03-02","sourceUrl":"s","ampUrl":"a","type":"video",\
            "provider":{"name":"N"},"topics":["t"],"quality":0.1,"images":[{"url":"1","width":3}],"language":"de"},"y"]}
            """
        let others = [
            #"{"id":"k","title":"T","draft":true,"relatedPinned":"one","provider":{}}"#,
            #"{"id":"l","title":"T","relatedExcluded":"one"}"#, #"{"id":"m","title":"T"}"#,
        ]
        try folder.write("j.jsonl", ([line] + others).joined(separator: "\n"))
        let direct = CorpusContents(reading: [folder.path])
        #expect(direct.articles.contains { $0.choices.pinned.count == 3 } && direct.problems.isEmpty)
        #expect(try update().contents.articles == direct.articles)
        let again = try update()
        #expect(again.counts.isNothingNew && again.contents.articles == direct.articles)
    }

    @Test func aRestampedFileIsNotReadAgain() throws {
        var source = try #require(try update().sources[folder.path("a.md")])
        try write("a", "Written by us", secondsAgo: 1)
        source.stamp = try FileStamp(ofFile: source.path)
        source.contentHash = contentHash(try folder.bytes("a.md"))
        try store.update { try $0.restamp([source]) }
        #expect(try update().counts.isNothingNew)
    }
}

@Suite struct SQLiteStoreTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("a.md", "---\ntitle: A\n---\n")
    }

    private var path: String { folder.path("index.sqlite") }

    private func makeIndex() throws {
        let store = try SQLiteStore(path: path)
        _ = try IndexUpdate(of: store, from: [folder.path])
    }

    @Test func anIndexOfANewerSchemaIsRefused() throws {
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('99: from the future')") }
        try queue.close()
        #expect(throws: StoreError.newer(path: path)) { try SQLiteStore(path: path) }
    }

    @Test func detectedLanguagesAreKept() throws {
        try folder.write(
            "a.md",
            "---\ntitle: Die Stadt baut im Frühling eine neue Brücke über den Fluss\n---\n"
        )
        try folder.write(
            "b.md",
            "---\ntitle: Die Stadt baut eine neue Brücke über den Fluss\nlang: en\n---\n"
        )
        let read = try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path]).contents.articles
        let stored = try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        #expect(stored.counts.unchanged == 2)
        for articles in [read, stored.contents.articles] {
            #expect(articles.map(\.language) == [nil, "en"])
            #expect(articles.map(\.detectedLanguage) == ["de", nil])
        }
    }

    @Test func anIndexOfAnOlderSchemaIsBroughtUpToDate() throws {
        try folder.write("a.md", "---\ntitle: A\nrelatedLocked: true\n---\n")
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        // As version 2 left it, unaware of choices.
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE pin; DROP TABLE exclusion; DROP TABLE listChange;
                    DELETE FROM meta WHERE key = 'listChangeLog';
                    ALTER TABLE article DROP COLUMN isPublished; ALTER TABLE article DROP COLUMN isLocked;
                    ALTER TABLE article DROP COLUMN pageKind; ALTER TABLE article DROP COLUMN path;
                    ALTER TABLE article DROP COLUMN url; ALTER TABLE article DROP COLUMN translationKey;
                    ALTER TABLE article DROP COLUMN series; ALTER TABLE article DROP COLUMN expires;
                    DROP INDEX articleByLanguage; ALTER TABLE article DROP COLUMN detectedLanguage;
                    ALTER TABLE article DROP COLUMN canonicalURL;
                    DELETE FROM grdb_migrations
                        WHERE substr(identifier, 1, 2) IN ('3:', '7:', '8:', '9:', '10', '11');
                    UPDATE meta SET value = '1' WHERE key = 'readingVersion'
                    """
            )
        }
        try queue.close()
        let update = try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        #expect(update.contents.articles.map(\.choices.isLocked) == [true])
        #expect(try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path]).counts.unchanged == 1)
    }

    @Test(arguments: [
        "UPDATE article SET key = 9223372036854775807",
        "INSERT OR REPLACE INTO meta VALUES ('lastArticleKey', '9223372036854775807')",
        "INSERT OR REPLACE INTO meta VALUES ('revision', '9223372036854775807')",
    ])
    func aNumberThatCannotBeCountedOnFromIsAnErrorAndNoCrash(damage: String) throws {
        try folder.write("a.md", "---\ntitle: A\n---\n")
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA foreign_keys = OFF; \(damage)") }
        try queue.close()
        try folder.write("new.md", "---\ntitle: New\n---\n")
        #expect {
            try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        } throws: {
            if case StoreError.damaged = $0 { true } else { false }
        }
    }

    @Test func aDamagedPinIsAnErrorAndNoCrash() throws {
        try folder.write("a.md", "---\ntitle: A\nrelatedPinned: [b]\n---\n")
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "UPDATE pin SET reference = NULL, entry = '{'") }
        try queue.close()
        #expect {
            try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        } throws: {
            if case StoreError.damaged = $0 { true } else { false }
        }
    }

    @Test func anotherProgramsDatabaseIsRefusedAndNotTouched() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.write { try $0.execute(sql: "CREATE TABLE mine (x); INSERT INTO mine VALUES (1)") }
        try queue.close()
        let before = try folder.bytes("index.sqlite")
        #expect(throws: StoreError.foreign(path: path)) { try SQLiteStore(path: path) }
        #expect(try folder.bytes("index.sqlite") == before)
    }

    /// What a process leaves that is killed while it writes into the new file for the first time.
    @Test func aHalfMadeIndexIsMadeAnew() throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { try $0.execute(sql: "CREATE TABLE half (x)") }
        try queue.close()
        // A journal without pages, of a database that had none: signature, number of pages, nonce, pages before, sector,
        // bytes of a page.
        let numbers: [UInt32] = [0, 7, 0, 512, 4096]
        var journal: [UInt8] = [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7]
        journal += numbers.flatMap { number in
            (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
        }
        try folder.write("index.sqlite-journal", journal + [UInt8](repeating: 0, count: 512 - journal.count))
        #expect(throws: StoreError.missing(path: path)) { try SQLiteStore(existing: path) }
        _ = try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        #expect(try SQLiteStore(existing: path).integrityFailures().isEmpty)
    }

    @Test func aViewInATablesPlaceIsNotAsked() throws {
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    DROP TABLE meta;
                    CREATE VIEW meta AS WITH RECURSIVE more(key, value) AS (
                        SELECT 'a', 'b' UNION ALL SELECT key || 'x', value FROM more
                    ) SELECT * FROM more
                    """
            )
        }
        try queue.close()
        for open in [{ try SQLiteStore(path: $0) }, { try SQLiteStore(existing: $0) }] {
            #expect {
                _ = try open(path)
            } throws: {
                if case StoreError.damaged = $0 { true } else { false }
            }
        }
    }

    @Test func noIndexIsMadeWhereALinkLeads() throws {
        let elsewhere = folder.path("elsewhere.sqlite")
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
        #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
        #expect(!FileManager.default.fileExists(atPath: elsewhere))
        // One that is there already may lie elsewhere.
        _ = try SQLiteStore(path: elsewhere)
        _ = try SQLiteStore(path: path)
    }

    @Test func aDamagedRowIsAnErrorAndNoCrash() throws {
        try makeIndex()
        let queue = try DatabaseQueue(path: path)
        try queue.write { db in
            try db.execute(
                sql: """
                    PRAGMA writable_schema = ON;
                    UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '')
                    """
            )
        }
        try queue.close()
        let again = try DatabaseQueue(path: path)
        try again.write { try $0.execute(sql: "UPDATE article SET line = NULL, title = NULL") }
        try again.close()
        #expect {
            try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
        } throws: {
            if case StoreError.damaged = $0 { true } else { false }
        }
    }

    @Test func manyCanMakeANewIndexAtOnce() throws {
        for round in 0..<5 {
            let path = folder.path("new\(round)/index.sqlite")
            let results = concurrentMap(8, grain: 1, workers: 8) { _ in
                (try? IndexUpdate(of: SQLiteStore(path: path), from: [folder.path]))?.contents.articles.count
            }
            #expect(results == Array(repeating: 1, count: 8))
        }
    }

    @Test func whatIsNoDatabaseIsRefusedAndNotTouched() throws {
        try folder.write("index.sqlite", String(repeating: "not a database ", count: 100))
        let before = try folder.bytes("index.sqlite")
        #expect(throws: StoreError.foreign(path: path)) { try SQLiteStore(path: path) }
        #expect(try folder.bytes("index.sqlite") == before)
    }

    @Test func everyTruncationIsAnErrorOrAWholeIndex() throws {
        try makeIndex()
        // Everything into the main file, so that cutting it cuts the index.
        let queue = try DatabaseQueue(path: path)
        _ = try queue.writeWithoutTransaction { try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
        try queue.close()
        let whole = try folder.bytes("index.sqlite")
        for length in stride(from: 1, to: whole.count, by: 1531) {
            try? FileManager.default.removeItem(atPath: path + "-wal")
            try? FileManager.default.removeItem(atPath: path + "-shm")
            try folder.write("index.sqlite", whole.prefix(length))
            do {
                let update = try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path])
                #expect(update.contents.articles.map(\.title) == ["A"])
            } catch is StoreError {}
        }
    }

    @Test func aMissingIndexIsToldApart() throws {
        #expect(throws: StoreError.missing(path: path)) { try SQLiteStore(existing: path) }
        #expect {
            try SQLiteStore(path: "/proc/none/index.sqlite")
        } throws: { if case StoreError.unwritable = $0 { true } else { false } }
    }

    @Test func aSecondWriterWaitsAndSaysSo() throws {
        try makeIndex()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let holder = try DatabaseQueue(path: path, configuration: configuration)
        let hasTold = Atomic<Bool>(false)
        let impatient = try SQLiteStore(
            path: path,
            patience: .init(seconds: 0.2) { hasTold.store(true, ordering: .relaxed) }
        )
        try holder.inDatabase { try $0.beginTransaction(.immediate) }
        #expect(throws: StoreError.busy(path: path)) { try IndexUpdate(of: impatient, from: [folder.path]) }
        // Opening takes no lock, so it does not wait.
        _ = try SQLiteStore(path: path, patience: .init(seconds: 0))
        try holder.inDatabase { try $0.rollback() }
        let told = hasTold.load(ordering: .relaxed)
        #expect(told)
        #expect(try IndexUpdate(of: SQLiteStore(path: path), from: [folder.path]).counts.unchanged == 1)
    }

    @Test func theIndexFolderKeepsItselfOutOfGit() throws {
        _ = try SQLiteStore(path: folder.path(".kindred/index.sqlite"))
        #expect(try folder.text(".kindred/.gitignore") == "*\n")
        // A process may be killed before it is there.
        try FileManager.default.removeItem(atPath: folder.path(".kindred/.gitignore"))
        _ = try SQLiteStore(path: folder.path(".kindred/index.sqlite"))
        #expect(try folder.text(".kindred/.gitignore") == "*\n")
    }
}
