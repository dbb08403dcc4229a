import GRDB
import Storage
import TestSupport
import Testing

@Suite struct VectorTests {
    private let model = VectorStamp(name: "small int8", stamp: "1")

    private func vectors(_ range: Range<UInt64>) -> [(text: UInt64, bytes: [UInt8])] {
        range.map { (text: $0 &* 0x9E37_79B9_7F4A_7C15, bytes: [UInt8(truncatingIfNeeded: $0), 2, 3]) }
    }

    @Test func comeBackByKey() throws {
        let folder = try TemporaryFolder()
        let written = vectors(0..<100)
        let keys = Set(written.map(\.text))
        try SQLiteStore(path: folder.path("i.sqlite")).update { try $0.put(written, of: model) }
        let read = try SQLiteStore(path: folder.path("i.sqlite")).update {
            try $0.vectors(of: model, keeping: keys)
        }
        #expect(read.count == 100)
        for (text, bytes) in written { #expect(read[text] == bytes) }
    }

    @Test func thoseOfTextsThatAreGoneAreForgotten() throws {
        let store = try SQLiteStore()
        let written = vectors(0..<10)
        try store.update { try $0.put(written, of: model) }
        let kept = Set(written.prefix(4).map(\.text))
        #expect(try store.update { try $0.vectors(of: model, keeping: kept) }.count == 4)
        let all = Set(written.map(\.text))
        #expect(Set(try store.update { try $0.vectors(of: model, keeping: all) }.keys) == kept)
        #expect(try store.info().models.map(\.vectors) == [4])
    }

    @Test func modelsNeverMix() throws {
        let store = try SQLiteStore()
        let written = vectors(0..<10)
        let keys = Set(written.map(\.text))
        try store.update { try $0.put(written, of: model) }
        let other = VectorStamp(name: "large int8", stamp: "1")
        #expect(try store.update { try $0.vectors(of: other, keeping: keys) }.isEmpty)
        try store.update { try $0.put(Array(written.prefix(3)), of: other) }
        #expect(try store.update { try $0.vectors(of: model, keeping: keys) }.count == 10)
        #expect(try store.update { try $0.vectors(of: other, keeping: keys) }.count == 3)
        #expect(try store.info().models.map(\.name) == ["large int8", "small int8"])

        // A new version of a model makes the old one's vectors useless.
        let newer = VectorStamp(name: model.name, stamp: "2")
        #expect(try store.update { try $0.vectors(of: newer, keeping: keys) }.isEmpty)
        #expect(try store.update { try $0.vectors(of: model, keeping: keys) }.isEmpty)
        #expect(try store.update { try $0.vectors(of: other, keeping: keys) }.count == 3)
    }

    @Test func anIndexOfTheFirstVersionIsBroughtUpToDate() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("i.sqlite")
        _ = try SQLiteStore(path: path)
        try DatabaseQueue(path: path).write { db in
            try db.execute(
                sql: """
                    DROP TABLE density; DROP INDEX articleByID; DROP TABLE lookup; DROP TABLE centroids; DROP TABLE embedding; DROP TABLE model;
                    DROP TABLE pin; DROP TABLE exclusion; DROP TABLE listChange;
                    DELETE FROM meta WHERE key = 'listChangeLog';
                    ALTER TABLE article DROP COLUMN isPublished; ALTER TABLE article DROP COLUMN isLocked;
                    ALTER TABLE article DROP COLUMN pageKind; ALTER TABLE article DROP COLUMN path;
                    ALTER TABLE article DROP COLUMN url; ALTER TABLE article DROP COLUMN translationKey;
                    ALTER TABLE article DROP COLUMN series; ALTER TABLE article DROP COLUMN expires;
                    DROP INDEX articleByDate; DROP INDEX articleByLanguage; ALTER TABLE article DROP COLUMN detectedLanguage;
                    ALTER TABLE article DROP COLUMN canonicalURL;
                    DELETE FROM grdb_migrations WHERE identifier NOT LIKE '1:%';
                    """
            )
        }
        let store = try SQLiteStore(path: path)
        try store.update { try $0.put(vectors(0..<1), of: model) }
        #expect(try store.info().models.map(\.vectors) == [1])
        #expect(try store.info().schema.hasPrefix("12"))
    }

    @Test func vectorsOfTheThirdVersionAreKept() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("i.sqlite")
        try SQLiteStore(path: path).update { try $0.put(vectors(0..<5), of: model) }
        try DatabaseQueue(path: path).write { db in
            try db.execute(
                sql: """
                    CREATE TABLE older (
                        model INTEGER NOT NULL REFERENCES model(key) ON DELETE CASCADE,
                        text INTEGER NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (model, text)
                    ) WITHOUT ROWID;
                    INSERT INTO older SELECT model, text, vector FROM embedding;
                    DROP TABLE embedding; ALTER TABLE older RENAME TO embedding; DROP TABLE centroids;
                    DELETE FROM grdb_migrations WHERE identifier LIKE '4:%';
                    """
            )
        }
        let store = try SQLiteStore(path: path)
        let keys = Set(vectors(0..<5).map(\.text))
        let kept = try store.update { try $0.vectors(of: model, keeping: keys) }
        #expect(kept == Dictionary(uniqueKeysWithValues: vectors(0..<5).map { ($0.text, $0.bytes) }))
    }

    @Test func centroidsGoWithTheirModel() throws {
        let store = try SQLiteStore()
        try store.update { try $0.put(centroids: [1, 2], rows: 7, of: model) }
        #expect(try store.read { try $0.centroids(of: model) } == nil, "no vectors, no centroids")
        try store.update {
            try $0.put(vectors(0..<1), of: model)
            try $0.put(centroids: [1, 2], rows: 7, of: model)
            try $0.put(centroids: [3], rows: 8, of: model)
        }
        let found = try #require(try store.read { try $0.centroids(of: model) })
        #expect(found.rows == 8 && found.bytes == [3])
        _ = try store.update {
            try $0.vectors(of: VectorStamp(name: model.name, stamp: "2"), keeping: [])
        }
        #expect(try store.read { try $0.centroids(of: model) } == nil)
    }
}

extension VectorAccess {
    fileprivate func vectors(of model: VectorStamp, keeping texts: Set<UInt64>) throws -> [UInt64: [UInt8]] {
        var found: [UInt64: [UInt8]] = [:]
        try vectors(of: model, keeping: texts) { found[$0] = $1 }
        return found
    }
}
