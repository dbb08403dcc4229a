import Corpus
import Foundation
import Platform
import Storage
import TestSupport
import Testing

@Suite struct StoreContractTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func contract(_ store: TestedStore) throws -> StoreContract {
        StoreContract(store: try store.make(in: folder.path))
    }

    // MARK: - Transactions

    @Test(arguments: TestedStore.allCases)
    func anUpdateThatThrowsLeavesNothing(_ kind: TestedStore) throws {
        struct Stop: Error {}
        let contract = try contract(kind)
        try contract.add("/a", ["1"])
        try contract.putDerived()
        let before = try (contract.revision(), contract.derived(), contract.titles())
        #expect(throws: Stop.self) {
            try contract.store.update { access throws in
                try access.upsert(contract.article("1", "Other"))
                try access.remove(paths: ["/a"])
                try access.setCorpora(["/c"])
                try access.put([(text: 2, bytes: [2])], of: contract.model)
                throw Stop()
            }
        }
        #expect(try (contract.revision(), contract.derived(), contract.titles()) == before)
        try contract.store.read { access throws in
            #expect(try access.corpora().isEmpty && access.vectorKeys(of: [2], contract.model) == [nil])
        }
        // The store goes on, and the key that was given back is not missed.
        try contract.store.update { _ = try $0.upsert(contract.article("2")) }
        #expect(try contract.titles() == ["/a 1", "Title"])
    }

    @Test(arguments: TestedStore.allCases)
    func aReaderSeesOneState(_ kind: TestedStore) throws {
        guard kind.readsWhileWriting else { return }
        let contract = try contract(kind)
        try contract.add("/a", ["1"])
        let (isReading, isWritten) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let store = contract.store
        let writer = Thread {
            isReading.wait()
            try? store.update {
                try $0.upsert(Article(id: "2", title: "New"))
                try $0.remove(id: "1")
            }
            isWritten.signal()
        }
        writer.start()
        try store.read { access throws in
            let before = (try access.revision(), try access.articleKeys())
            isReading.signal()
            isWritten.wait()
            #expect(try (access.revision(), access.articleKeys()) == before)
            #expect(try access.articles(at: before.1).map(\.title) == ["/a 1"])
        }
        #expect(try contract.titles() == ["New"])
    }

    @Test(arguments: TestedStore.allCases)
    func aReaderCannotWrite(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        #expect(throws: StoreError.self) {
            try contract.store.read { _ = try $0.upsert(contract.article("1")) }
        }
        #expect(try contract.titles().isEmpty)
    }

    @Test(arguments: TestedStore.allCases)
    func updatesFromManyThreadsAreAllStored(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let keys = concurrentMap(40, grain: 1, workers: 4) { number in
            (try? contract.store.update { try $0.upsert(Article(id: ArticleID("\(number)"), title: "T")) })
                ?? 0
        }
        #expect(Set(keys) == Set(1...40))
        #expect(try contract.revision() == 40)
    }

    // MARK: - Articles

    @Test(arguments: TestedStore.allCases)
    func whatIsUpsertedReadsBackAsItIs(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let whole = Article(
            id: "whole",
            title: "T'\"\\; DROP TABLE article; --",
            excerpt: "E\n\u{2028}😀",
            body: String(repeating: "b", count: 1_000_000),
            published: PublicationDate("2021-03-02"),
            links: ArticleLinks(family: .web, original: "o", web: "w", amp: "a", cdnAmp: "c"),
            type: "video",
            provider: Provider(name: nil, domain: "d"),
            topics: ["x", "", "x"],
            quality: 0.1,
            images: [ArticleImage(url: "1"), ArticleImage(url: "2", width: 3, height: 4, isCached: false)],
            language: "de",
            isPublished: false,
            choices: EditorialChoices(
                pinned: [
                    .reference("r"), .entry(Article(id: "p", title: "Pin", quality: 1.5)), .reference("s"),
                ],
                excluded: ["b", "a"],
                isLocked: true
            ),
            origin: ArticleOrigin(path: "/somewhere/else.md", line: 7)
        )
        let plain = Article(id: "plain", title: "Plain")
        let keys = try contract.store.update { try $0.upsert([whole, plain]) }
        try contract.store.read { access throws in
            #expect(try access.articles(at: keys) == [whole, plain])
            #expect(try access.articles(at: keys.reversed() + [keys[0]]) == [plain, whole, whole])
            #expect(try access.upsertedArticles() == [whole, plain])
            #expect(try access.articleKeys(of: [plain, whole]) == [keys[1], keys[0]])
            #expect(try access.articleKey(ofFile: "/somewhere/else.md") == keys[0])
            #expect(try access.sources().isEmpty && access.contents(except: []).isEmpty)
        }
        #expect(try contract.store.info().files == 0 && contract.store.info().articles == 2)
    }

    @Test(arguments: TestedStore.allCases)
    func anUpsertTakesTheIDFromWhoeverHasIt(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["1", "2"])
        try contract.add("/b", ["2", "3"])
        let old = try contract.store.read { try $0.articleKeys() }
        let first = try contract.store.update { try $0.upsert(contract.article("2", "First")) }
        let second = try contract.store.update { try $0.upsert(contract.article("2", "Second")) }
        #expect(old == [1, 2, 3, 4] && first == 5 && second == 6)
        #expect(try contract.titles() == ["/a 1", "/b 3", "Second"])
        try contract.store.read { access throws in
            #expect(try access.articleKeys(ofIDs: ["2", "1", "none"]) == [6, 1, nil])
            #expect(try Set(access.sources().keys) == ["/a", "/b"], "the files stay known")
            #expect(try access.upsertedKeys() == [6])
            #expect(throws: StoreError.self) { try access.articles(at: [1, first]) }
        }
        // Of two with one id in one call the later is stored.
        _ = try contract.store.update {
            try $0.upsert([contract.article("4", "Early"), contract.article("4", "Late")])
        }
        #expect(try contract.titles() == ["/a 1", "/b 3", "Second", "Late"])
    }

    @Test(arguments: TestedStore.allCases)
    func anArticleOfAFileReplacesTheUpsertedOne(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        _ = try contract.store.update { try $0.upsert([contract.article("1"), contract.article("2")]) }
        try contract.add("/a", ["1", "1"])
        #expect(try contract.titles() == ["Title", "/a 1", "/a 1"])
        #expect(try contract.store.read { try $0.upsertedArticles() }.map(\.id) == ["2"])
        try contract.store.update { try $0.remove(paths: ["/a"]) }
        #expect(try contract.titles() == ["Title"])
    }

    /// What a store that several processes use tells of single articles; the others tell nothing.
    @Test(arguments: TestedStore.allCases)
    func keysThatCameAndWentAreTold(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        func changes(_ revision: Int64) throws -> ArticleKeyChanges? {
            try contract.store.read { try $0.articleChanges(after: revision) }
        }
        try contract.add("/a", ["1", "2", "3"])
        guard try changes(1) != nil else { return }
        #expect(try changes(1) == ArticleKeyChanges(added: [], removed: []) && changes(0) == nil)
        _ = try contract.store.update { try $0.upsert([contract.article("2"), contract.article("4")]) }
        _ = try contract.store.update { try $0.remove(ids: ["1", "4", "none"]) }
        _ = try contract.store.update { try $0.upsert([contract.article("5"), contract.article("5")]) }
        #expect(try changes(1) == ArticleKeyChanges(added: [4, 7], removed: [1, 2, 5]))
        #expect(try changes(2) == ArticleKeyChanges(added: [7], removed: [1, 5]))
        #expect(try changes(4) == ArticleKeyChanges(added: [], removed: []))
        // A file's articles are too many to be told one by one.
        try contract.add("/b", ["6"])
        #expect(try changes(4) == nil && changes(5) == ArticleKeyChanges(added: [], removed: []))
    }

    /// Readers leave NUL in some fields.
    @Test(arguments: TestedStore.allCases)
    func aFilesArticleWithNULDoesNotStopTheOthers(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.store.update { access in
            var insertion = try access.insertion()
            try insertion.begin(contract.source("/a"))
            let strange = Article(
                id: "1",
                title: "T",
                type: "a\0b",
                topics: ["x\0y"],
                images: [ArticleImage(url: "u\0")]
            )
            try insertion.add([strange, contract.article("2")])
            try insertion.finish()
        }
        #expect(try contract.store.read { try $0.articleKeys(ofIDs: ["1", "2"]) } == [1, 2])
        #expect(try contract.titles() == ["T", "Title"])
    }

    @Test(arguments: TestedStore.allCases)
    func removingAnIDRemovesAllItsArticles(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["1", "2", "1"])
        let key = try contract.store.update { try $0.upsert(contract.article("3")) }
        #expect(
            try contract.store.update { try $0.remove(ids: ["1", "3", "3", "none"]) } == [
                true, true, false, false,
            ]
        )
        #expect(try contract.titles() == ["/a 2"])
        // The last key is not given again.
        #expect(try contract.store.update { try $0.upsert(contract.article("4")) } == key + 1)
        _ = try contract.store.update { try $0.remove(id: "4") }
        try contract.add("/b", ["5"])
        #expect(try contract.store.read { try $0.articleKeys() } == [2, key + 2])
    }

    @Test(arguments: TestedStore.allCases)
    func manyRowsAreReadInTheOrderAsked(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let ids = (0..<1_234).map { String($0) }
        try contract.add("/a", ids)
        try contract.store.read { access throws in
            let keys = try access.articleKeys()
            let shuffled = keys.indices.map { keys[($0 * 1_009) % keys.count] }
            #expect(try access.articles(at: shuffled).map(\.id.rawValue) == shuffled.map { String($0 - 1) })
            #expect(try access.articles(at: []).isEmpty)
            #expect(throws: StoreError.self) { try access.articles(at: keys + [99_999]) }
            #expect(throws: StoreError.self) { try access.articles(at: [-1]) }
            #expect(try access.articleKeys(ofIDs: ids.map { ArticleID($0) }) == keys)
        }
    }

    @Test(arguments: TestedStore.allCases)
    func datesAreThoseOfTheArticlesThatThereAre(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let texts = ["a": "2021-03-02", "b": "Tue, 02 Mar 2021 10:36:00 EST", "c": nil]
        let keys = try contract.store.update { access in
            try access.upsert(
                texts.sorted { $0.key < $1.key }.map {
                    Article(
                        id: ArticleID($0.key),
                        title: "T",
                        published: $0.value.flatMap { PublicationDate($0) }
                    )
                }
            )
        }
        func dates() throws -> [Int64: String] {
            Dictionary(
                uniqueKeysWithValues: try contract.store.read { try $0.publicationDates() }.map { ($0, $1) }
            )
        }
        #expect(try dates() == [keys[0]: "2021-03-02", keys[1]: "Tue, 02 Mar 2021 10:36:00 EST"])
        try contract.store.update { _ = try $0.remove(id: "a") }
        #expect(try dates().keys.sorted() == [keys[1]])
    }

    // MARK: - Hostile names

    @Test(arguments: TestedStore.allCases)
    func whatCannotBeStoredAsItIsIsRefused(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["a"])
        var refused = ["", "a\0b", "\0", String(repeating: "x", count: 1_000_000)].map {
            contract.article($0)
        }
        refused += [
            Article(id: "x", title: "a\0"), Article(id: "x", title: "T", excerpt: "\0"),
            Article(id: "x", title: "T", body: "\0"), Article(id: "x", title: "T", topics: ["\0"]),
            Article(id: "x", title: "T", quality: .nan), Article(id: "x", title: "T", quality: .infinity),
            Article(id: "x", title: "T", choices: EditorialChoices(pinned: [.reference("\0")])),
            Article(id: "x", title: "T", choices: EditorialChoices(excluded: ["\0"])),
            Article(id: "x", title: "T", origin: ArticleOrigin(path: "\0")),
        ]
        for article in refused {
            #expect {
                try contract.store.update { try $0.upsert([contract.article("fine"), article]) }
            } throws: {
                if case StoreError.refused = $0 { true } else { false }
            }
        }
        #expect(try contract.store.update { try $0.remove(ids: ["a\0b", ""]) } == [false, false])
        #expect(try contract.store.read { try $0.articleKeys(ofIDs: ["a\0b", ""]) } == [nil, nil])
        #expect(try contract.titles() == ["/a a"])
    }

    @Test(arguments: TestedStore.allCases)
    func idsOfAnyKindNameTheirArticle(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let ids = [
            "'", "\"", "\\", "%", "_", "[1]", "upserted:x", "x", " ", "\n", "😀", "\u{301}a", "/a", "../../x",
            "1", "01",
            "1.0", "null", String(repeating: "é", count: Article.idLimit / 2),
        ].map { ArticleID($0) }
        for id in ids { _ = try contract.store.update { try $0.upsert(Article(id: id, title: id.rawValue)) } }
        try contract.store.read { access throws in
            let keys = try access.articleKeys(ofIDs: ids).compactMap(\.self)
            #expect(keys == (1...Int64(ids.count)).map { $0 })
            #expect(try access.articles(at: keys).map(\.id) == ids)
            #expect(try access.articles(at: keys).allSatisfy { $0.origin == nil })
            #expect(try access.sources().isEmpty && access.articleKey(ofFile: "upserted:x") == nil)
            #expect(try access.articleKey(ofFile: "") == nil && access.source(ofFile: "upserted:x") == nil)
        }
        try contract.store.update { try $0.remove(paths: ["upserted:x", "x"]) }
        #expect(try contract.store.update { try $0.remove(ids: ids) }.allSatisfy(\.self))
    }

    /// Swift takes both spellings for equal, and so must a store that compares bytes.
    @Test(arguments: TestedStore.allCases)
    func oneIDInTwoSpellingsIsOne(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["caf\u{E9}"])
        try contract.store.update { _ = try $0.upsert(contract.article("cafe\u{301}", "Corrected")) }
        #expect(try contract.titles() == ["Corrected"])
        #expect(try contract.store.read { try $0.articleKey(ofID: "caf\u{E9}") } == 2)
        try contract.add("/b", ["caf\u{E9}"])
        #expect(try contract.titles() == ["/b caf\u{E9}"])
        #expect(try contract.store.update { try $0.remove(id: "cafe\u{301}") })
    }
}
