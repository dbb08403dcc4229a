import Corpus
import Foundation
import Platform
import Storage
import TestSupport
import Testing

/// The part of the contract that is about files, revisions, vectors and what is derived.
@Suite struct DerivedContractTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func contract(_ store: TestedStore) throws -> StoreContract {
        StoreContract(store: try store.make(in: folder.path))
    }

    private let all = [true, true, true]
    private let lookupsAlone = [true, false, true]
    private let none = [false, false, false]

    @Test(arguments: TestedStore.allCases)
    func theRevisionCountsTransactionsThatChangeArticles(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        var expected = try contract.revision()
        func check(_ raises: Bool, _ body: (any StoreAccess) throws -> Void) throws {
            try contract.store.update(body)
            if raises { expected += 1 }
            #expect(try contract.revision() == expected)
        }
        func insert(_ path: String, _ articles: [Article], _ access: any StoreAccess) throws {
            var insertion = try access.insertion()
            try insertion.begin(contract.source(path))
            try insertion.add(articles)
            try insertion.finish()
        }
        try check(true) {
            try insert("/a", [contract.article("1")], $0)
            try insert("/b", [contract.article("2")], $0)
            _ = try $0.upsert(contract.article("3"))
        }
        try check(false) { try insert("/empty", [], $0) }
        try check(false) { try insert("/empty", [], $0) }
        try check(false) { try $0.remove(paths: ["/empty", "/none"]) }
        try check(false) { try $0.restamp([contract.source("/a", hash: 5)]) }
        try check(false) { try $0.setCorpora(["/c"]) }
        try check(false) { try $0.setReadingStamp("r") }
        try check(false) { try $0.put([(text: 1, bytes: [1])], of: contract.model) }
        try check(false) { try $0.put(lookup: [1], "part", contract.scope) }
        try check(false) { access throws in #expect(try !access.remove(id: "none")) }
        try check(false) { access throws in #expect(try access.upsert([]).isEmpty) }
        try check(true) { _ = try $0.upsert(contract.article("3")) }
        try check(true) { _ = try $0.remove(id: "3") }
        try check(true) { try insert("/b", [], $0) }
        try check(true) { try $0.remove(paths: ["/a"]) }
        // A reader within the transaction sees the new one.
        try check(true) {
            _ = try $0.upsert(contract.article("4"))
            #expect(try $0.revision() == expected + 1)
            _ = try $0.upsert(contract.article("5"))
            #expect(try $0.revision() == expected + 1)
        }
    }

    @Test(arguments: TestedStore.allCases)
    func lookupsOutliveSingleArticlesAndNotFiles(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["1", "2"])
        try contract.putDerived()
        #expect(try contract.derived() == [all, all])
        try contract.store.update { _ = try $0.upsert(contract.article("3")) }
        #expect(
            try contract.derived() == [lookupsAlone, lookupsAlone],
            "checkpoints go: their job is another"
        )
        try contract.putDerived()
        try contract.store.update { _ = try $0.remove(id: "1") }
        #expect(try contract.derived() == [lookupsAlone, lookupsAlone])
        try contract.putDerived()
        try contract.store.update { try $0.restamp([contract.source("/a", hash: 1)]) }
        #expect(try contract.derived() == [all, all])

        try contract.add("/b", ["9"])
        #expect(try contract.derived() == [none, none])
        try contract.putDerived()
        try contract.store.update { try $0.remove(paths: ["/b"]) }
        #expect(try contract.derived() == [none, none])
        try contract.putDerived()
        try contract.store.update { try $0.setCorpora(["/c"]) }
        #expect(try contract.derived() == [none, none])
    }

    @Test(arguments: TestedStore.allCases)
    func lookupsOfAModelGoWithItsVectors(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.add("/a", ["1"])
        try contract.putDerived()
        // New vectors, and old ones written again, leave the rows that lookups name.
        let key = try contract.store.read { try $0.vectorKeys(of: [1], contract.model) }
        try contract.store.update {
            try $0.put([(text: 2, bytes: [2]), (text: 1, bytes: [1])], of: contract.model)
            try $0.vectors(of: contract.model, keeping: [1, 2]) { _, _ in }
        }
        #expect(try contract.store.read { try $0.vectorKeys(of: [1], contract.model) } == key)
        #expect(try contract.derived() == [all, all])
        try contract.store.update { try $0.vectors(of: contract.model, keeping: [2]) { _, _ in } }
        #expect(try contract.derived() == [none, all])
    }

    @Test(arguments: TestedStore.allCases)
    func derivedBytesAreThoseOfTheirScope(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        try contract.putDerived()
        let other = LookupScope(of: contract.model, fingerprint: 8)
        let newer = LookupScope(of: VectorStamp(name: contract.model.name, stamp: "2"), fingerprint: 7)
        for scope in [other, newer] {
            try contract.store.read { access throws in
                #expect(try access.lookup("part", scope) == nil && access.checkpoint("part", scope) == nil)
            }
        }
        try contract.store.read { access throws in
            #expect(try access.lookup("part", contract.scope) == [1, 2])
            #expect(try access.checkpoint("part", contract.words) == [3])
            #expect(
                try access.lookup("PART", contract.scope) == nil && access.lookup("", contract.scope) == nil
            )
        }
        try contract.store.update { access throws in
            try access.put(lookup: [], "part", other)
            try access.removeCheckpoints(contract.scope)
        }
        try contract.store.read { access throws in
            #expect(try access.lookup("part", other) == [] && access.lookup("part", contract.scope) == nil)
            #expect(try access.checkpoint("part", contract.scope) == nil)
            #expect(try access.checkpoint("part", contract.words) == [3])
            #expect(try access.lookup("part", contract.words) == [1, 2])
        }
    }

    @Test(arguments: TestedStore.allCases)
    func densitiesAreThoseOfTheArticlesThatAreThere(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let keys = try contract.store.update { access throws in
            let keys = try access.upsert(["1", "2", "3"].map { contract.article($0) })
            try access.setDensities([(keys[0], 0.25), (keys[1], -1), (99, 1)], contract.scope)
            try access.setDensity(0.5, of: keys[1], contract.scope)
            try access.setDensity(0.1, of: keys[2], contract.words)
            return keys
        }
        try contract.store.read { access throws in
            #expect(try access.densities(contract.scope) == [keys[0]: 0.25, keys[1]: 0.5])
            #expect(try access.densities(contract.words) == [keys[2]: 0.1])
            #expect(try access.densities(LookupScope(of: contract.model, fingerprint: 8)).isEmpty)
        }
        try contract.store.update { access throws in
            _ = try access.upsert(contract.article("1"))
            try access.remove(id: "2")
        }
        #expect(try contract.store.read { try $0.densities(contract.scope) }.isEmpty)
    }

    @Test(arguments: TestedStore.allCases)
    func vectorsAreReadByKeyInOrder(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let texts = (0..<1_234).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
        let other = VectorStamp(name: "large", stamp: "1")
        try contract.store.update { access throws in
            try access.put(
                texts.enumerated().map { ($0.element, [UInt8($0.offset & 255)]) },
                of: contract.model
            )
            try access.put([(texts[0], [9, 9])], of: other)
        }
        try contract.store.read { access throws in
            let keys = try access.vectorKeys(of: texts, contract.model).compactMap(\.self)
            #expect(keys.count == texts.count)
            #expect(
                try access.vectorKeys(of: [texts[7], 5, texts[2]], contract.model) == [keys[7], nil, keys[2]]
            )
            #expect(try access.vectorKeys(of: [texts[7]], other) == [nil])
            #expect(
                try access.vectorKeys(of: texts, VectorStamp(name: "small int8", stamp: "2")).allSatisfy {
                    $0 == nil
                }
            )
            let order = keys.indices.map { ($0 * 1_009) % keys.count }
            var read: [[UInt8]] = []
            try access.vectors(at: order.map { keys[$0] }) { read.append($0) }
            #expect(read == order.map { [UInt8($0 & 255)] })
            #expect(throws: StoreError.self) { try access.vectors(at: [keys[0], 99_999]) { _ in } }
        }
    }

    @Test(arguments: TestedStore.allCases)
    func filesReadBackAsTheyWereAdded(_ kind: TestedStore) throws {
        let contract = try contract(kind)
        let problem = InputProblem(.unclosedFrontMatter, path: "/a", line: 3, "p", remedy: "r")
        try contract.add("/a", ["2", "1"], problems: [problem])
        try contract.add("/b'\"", ["3"])
        try contract.store.update {
            try $0.restamp([contract.source("/a", hash: 0), contract.source("/none")])
        }
        try contract.store.read { access throws in
            #expect(
                try access.sources() == [
                    "/a": contract.source("/a", hash: 0), "/b'\"": contract.source("/b'\""),
                ]
            )
            #expect(try access.source(ofFile: "/b'\"") == contract.source("/b'\""))
            #expect(try access.source(ofFile: "/none") == nil)
            let contents = try access.contents(except: ["/b'\""])
            #expect(contents.map(\.source.path) == ["/a"] && contents[0].problems == [problem])
            #expect(contents[0].articles.map(\.id) == ["2", "1"])
            #expect(contents[0].articles.map(\.origin?.line) == [1, 2])
            #expect(try access.articleKeys(of: contents[0].articles.reversed()) == [2, 1])
            #expect(try access.articleKey(ofFile: "/b'\"") == 3 && access.articleKey(ofFile: "/c") == nil)
            #expect(try access.contents(except: ["/a", "/b'\""]).isEmpty)
            #expect(try access.readingStamp() == nil)
        }
        try contract.add("/a", ["4"])
        try contract.store.update {
            try $0.setReadingStamp("r")
            try $0.setCorpora(["/y", "/x"])
        }
        try contract.store.read { access throws in
            #expect(try access.readingStamp() == "r" && access.corpora() == ["/y", "/x"])
            #expect(
                try access.sources(readBy: ReadingStamp(ReadingRules(), SourceListing([])))["/a"]?.isSettled
                    == false
            )
        }
        #expect(try contract.titles() == ["/b'\" 3", "/a 4"])
        let info = try contract.store.info()
        #expect((info.corpora, info.files, info.articles) == (["/y", "/x"], 2, 2) && info.updated != nil)
        #expect(try contract.store.integrityFailures().isEmpty)
    }
}
