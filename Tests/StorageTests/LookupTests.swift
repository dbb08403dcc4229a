import Corpus
import Foundation
import GRDB
import Storage
import TestSupport
import Testing

@Suite struct LookupTests {
    private let scope = LookupScope(of: nil, fingerprint: 1)
    private let model = VectorStamp(name: "small int8", stamp: "1")

    private func indexed(_ folder: TemporaryFolder) throws -> SQLiteStore {
        let store = try SQLiteStore(path: folder.path("i.sqlite"))
        _ = try IndexUpdate(of: store, from: [folder.path("site")])
        return store
    }

    private func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for name in ["a", "b", "c"] {
            try folder.write(
                "site/\(name).md",
                "---\ntitle: Title \(name)\ntopics: [x, \(name)]\n---\nBody \(name)\n"
            )
        }
        return folder
    }

    @Test func areKeptByScope() throws {
        let store = try SQLiteStore()
        let (ours, newer) = (LookupScope(of: model, fingerprint: 1), LookupScope(of: model, fingerprint: 2))
        try store.update {
            try $0.put(lookup: [1, 2], "part", scope)
            try $0.put(lookup: [3], "part", ours)
        }
        func read(_ part: String, _ scope: LookupScope) throws -> [UInt8]? {
            try store.read { try $0.lookup(part, scope) }
        }
        #expect(try read("part", scope) == [1, 2])
        #expect(try read("part", ours) == [3])
        #expect(try read("other", scope) == nil)
        #expect(try read("part", newer) == nil)
        #expect(try read("part", LookupScope(of: nil, fingerprint: 2)) == nil)
        try store.update { try $0.put(lookup: [4], "part", newer) }
        #expect(try store.read { try $0.lookup("part", ours) } == nil)
        #expect(try store.read { try $0.lookup("part", newer) } == [4])
    }

    /// Each bit turned round, each length, and what was stored before there were checksums.
    @Test func damagedBytesAreTakenForMissing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("i.sqlite")
        let store = try SQLiteStore(path: path)
        try store.update {
            try $0.put([(text: 1, bytes: [1])], of: model)
            try $0.put(lookup: [1, 2, 3], "part", scope)
            try $0.put(checkpoint: [], "part", scope)
            try $0.put(centroids: [4], rows: 9, of: model)
        }
        func isThere() throws -> [Bool] {
            try store.read {
                [
                    try $0.lookup("part", scope) != nil, try $0.checkpoint("part", scope) != nil,
                    try $0.centroids(of: model) != nil,
                ]
            }
        }
        let queue = try DatabaseQueue(path: path)
        for table in ["lookup", "centroids"] {
            let all = "SELECT rowid AS row, bytes FROM \(table)"
            let rows = try queue.read { try Row.fetchAll($0, sql: all) }
            #expect(!rows.isEmpty)
            for row in rows {
                let whole = [UInt8](row["bytes"] as Data)
                func damaged(_ bytes: [UInt8]) throws -> [Bool] {
                    try queue.write {
                        try $0.execute(
                            sql: "UPDATE \(table) SET bytes = ? WHERE rowid = ?",
                            arguments: [Data(bytes), row["row"] as Int64]
                        )
                    }
                    return try isThere()
                }
                for bit in 0..<(8 * whole.count) {
                    var bytes = whole
                    bytes[bit / 8] ^= 1 << (bit % 8)
                    #expect(try damaged(bytes).count { $0 } == 2)
                }
                for length in 0..<whole.count {
                    #expect(try damaged(Array(whole.prefix(length))).count { $0 } == 2)
                }
                #expect(try damaged(whole + [0]).count { $0 } == 2)
                #expect(try damaged(whole) == [true, true, true])
            }
        }
    }

    @Test func areForgottenWhenArticlesChange() throws {
        let folder = try site()
        let store = try indexed(folder)
        func keep() throws { try store.update { try $0.put(lookup: [1], "part", scope) } }
        func isKept() throws -> Bool { try store.read { try $0.lookup("part", scope) } != nil }

        try keep()
        _ = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect(try isKept())
        try folder.write("site/d.md", "---\ntitle: D\n---\n")
        _ = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect(try !isKept())
        try keep()
        try folder.write("site/d.md", "---\ntitle: Another\n---\n")
        _ = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect(try !isKept())
        try keep()
        try FileManager.default.removeItem(atPath: folder.path("site/d.md"))
        _ = try IndexUpdate(of: store, from: [folder.path("site")])
        #expect(try !isKept())
    }

    @Test func thoseOfAModelAreForgottenWithItsVectors() throws {
        let store = try SQLiteStore()
        let ours = LookupScope(of: model, fingerprint: 1)
        func keep() throws {
            try store.update {
                try $0.put(lookup: [1], "part", scope)
                try $0.put(lookup: [1], "part", ours)
            }
        }
        try store.update { try $0.put([(text: 1, bytes: [1]), (text: 2, bytes: [2])], of: model) }
        try keep()
        try store.update { try $0.vectors(of: model, keeping: [1, 2]) { _, _ in } }
        #expect(try store.read { try $0.lookup("part", ours) } == [1])
        try store.update { try $0.vectors(of: model, keeping: [1]) { _, _ in } }
        #expect(try store.read { try $0.lookup("part", ours) } == nil)
        #expect(try store.read { try $0.lookup("part", scope) } == [1])
    }

    @Test func singleRowsAreThoseOfTheWhole() throws {
        let folder = try site()
        let store = try indexed(folder)
        try folder.write(
            "site/a.md",
            """
            ---
            title: Whole
            webUrl: https://x.example/a
            provider: {name: P, domain: p.example}
            topics: [b, a]
            images: [{url: "https://x.example/i.png", width: 3}]
            relatedPinned: [b.md, {title: Elsewhere, webUrl: "https://y.example/"}]
            relatedExcluded: [c.md]
            ---
            """
        )
        let articles = try IndexUpdate(of: store, from: [folder.path("site")]).contents.articles
        try store.read { access in
            let keys = try access.articleKeys(of: articles + [Article(id: "none", title: "None")])
            #expect(keys.last == .some(nil))
            let known = keys.compactMap(\.self)
            #expect(try access.articles(at: known) == articles)
            #expect(try access.articles(at: Array(known.reversed())) == articles.reversed())
            #expect(try access.articleKey(ofFile: folder.path("site/b.md")) == known[1])
            #expect(try access.articleKey(ofFile: "/nowhere.md") == nil)
            #expect(throws: StoreError.self) { try access.articles(at: [999]) }
        }
    }

    @Test func singleVectorsAreFoundByText() throws {
        let store = try SQLiteStore()
        try store.update { try $0.put((0..<9).map { (text: $0, bytes: [UInt8($0)]) }, of: model) }
        try store.read { access in
            let keys = try access.vectorKeys(of: [7, 2, 77], model)
            #expect(keys[2] == nil)
            var found: [[UInt8]] = []
            try access.vectors(at: keys.compactMap(\.self)) { found.append($0) }
            #expect(found == [[7], [2]])
            #expect(throws: StoreError.self) { try access.vectors(at: [999]) { _ in } }
            #expect(try access.vectorKeys(of: [7], VectorStamp(name: model.name, stamp: "2")) == [nil])
        }
    }

    @Test func aStoreIsCurrentUntilAFileChanges() throws {
        let folder = try site()
        let (store, corpora) = (try indexed(folder), [folder.path("site")])
        // Files are read anew until they have settled.
        Thread.sleep(forTimeInterval: 0.05)
        _ = try IndexUpdate(of: store, from: corpora)
        func isCurrent(_ corpora: [String]) throws -> Bool {
            try store.read {
                try IndexUpdate.isCurrent(
                    $0,
                    from: corpora,
                    listing: SourceListing(corpora),
                    rules: ReadingRules()
                )
            }
        }
        #expect(try isCurrent(corpora))
        #expect(try !isCurrent([folder.path("site/a.md")]))
        try folder.write("site/d.md", "---\ntitle: D\n---\n")
        #expect(try !isCurrent(corpora))
        try FileManager.default.removeItem(atPath: folder.path("site/d.md"))
        try folder.write("site/a.md", "---\ntitle: Changed altogether\n---\n")
        #expect(try !isCurrent(corpora))
    }
}
