import Archive
import Corpus
import Foundation
import Recommendation
import Storage
import Synchronization
import TestSupport
import Testing

@testable import KindredServer

/// What is answered while the disk is full, and that all goes on when it is not any more.
@Suite struct FailingDiskTests {
    private let folder: TemporaryFolder
    private let store: FailingStore
    private let service: TestService

    init() async throws {
        folder = try TemporaryFolder()
        store = FailingStore(try SQLiteStore(path: folder.path("archive/index.sqlite")))
        let relatedness = RelatednessWeights.shipped.model(for: nil).model
        service = try await TestService(
            Archive(store: store, model: nil, relatedness: relatedness)
        )
    }

    private func line(_ number: Int) -> String {
        #"{"id": "n\#(number)", "title": "Harbour walls rebuilt after storm \#(number)"}"# + "\n"
    }

    @Test func changesAreRefusedAndQuestionsAnswered() async throws {
        try await service.test { client in
            store.fails { _ in true }
            for answer in [
                try await client.put("/v1/articles/n", #"{"title": "Harbour walls"}"#),
                try await client.delete("/v1/articles/a1"),
            ] {
                #expect(answer.problem == .storeFailed && answer.text.contains("free space"))
                #expect(!answer.text.contains(folder.path("")) && answer.headers[.retryAfter] != nil)
            }
            #expect(try await client.get("/v1/articles/a1/related").status == 200)
            store.fails { _ in false }
            #expect(try await client.put("/v1/articles/n", #"{"title": "Harbour walls"}"#).status == 201)
            #expect(try await client.delete("/v1/articles/a1").status == 200)
        }
    }

    @Test func aBulkSaysWhichLinesWereNotStored() async throws {
        try await service.test { client in
            // The first 512 lines go well.
            store.fails { $0 > 1 }
            let answer = try await client.bulk("/v1/articles:bulk", (1...600).map(line).joined())
            #expect(answer.status == 200 && answer.lines.count == 515)
            let problems = answer.lines.compactMap { $0["problem"] as? [String: any Sendable] }
            #expect(problems.map { $0["status"] as? Int } == [503, 503])
            #expect(answer.lines[512]["line"] as? Int == 513)
            #expect(answer.lines[514]["stored"] as? Int == 512 && answer.lines[514]["failed"] as? Int == 1)
            #expect(service.archive.count == 40)
            store.fails { _ in false }
            // Nobody asks for it: what was stored is compared as soon as it can be.
            for _ in 0..<2000 where service.archive.count == 40 {
                try await Task.sleep(for: .milliseconds(5))
            }
            #expect(service.archive.count == 552)
            #expect(try await client.get("/v1/articles/n600").problem == .unknownArticle)
        }
    }

    @Test func whatFailsWhileListsAreFoundIsFoundToo() async throws {
        let archive = service.archive
        let place = try await archive.listChanges(after: nil, limit: 1).next
        _ = try await archive.apply([ArticleChange(.put(Article(id: "n", title: "Harbour walls")))])
        let queue = WriteQueue(archive)
        store.fails { [inner = store.inner] number in
            guard number == 1 else { return false }
            // The lists to be found are known by now; another change comes whose lists are not.
            _ = try? inner.update { try $0.log([LoggedChange("a1", lists: ["late"], isComplete: false)]) }
            let asked = DispatchSemaphore(value: 0)
            Task {
                await queue.completeAll()
                asked.signal()
            }
            asked.wait()
            return false
        }
        await queue.completeAll()
        for _ in 0..<2000 where try await !archive.listChanges(after: place, limit: 9).ids.contains("late") {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await archive.listChanges(after: place, limit: 9).ids.contains("late"))
    }

    @Test func feedbackThatCannotBeKeptIsNotAcknowledged() async throws {
        // A file stands where the folder should be.
        try Data().write(to: URL(filePath: service.folder.path("feedback")))
        try await service.test { client in
            let event = #"{"events": [{"type": "click", "impression": "i", "entry": "a1"}]}"#
            let headers = TestedClient.json + TestedClient.authorized
            let answer = try await client.send(.post, "/v1/feedback", headers, event)
            #expect(answer.problem == .storeFailed && answer.text.contains("free space"))
            try FileManager.default.removeItem(atPath: service.folder.path("feedback"))
            #expect(try await client.send(.post, "/v1/feedback", headers, event).status == 200)
        }
    }
}

/// A store on a disk that fills up when a test wants it.
private final class FailingStore: ArticleStore {
    let inner: SQLiteStore
    private let state = Mutex<(updates: Int, fails: @Sendable (Int) -> Bool)>((0, { _ in false }))

    init(_ inner: SQLiteStore) { self.inner = inner }

    /// - Parameter number: counts updates from 1 on, from now.
    func fails(_ fails: @escaping @Sendable (_ number: Int) -> Bool) {
        state.withLock { $0 = (0, fails) }
    }

    var name: String { inner.name }
    var path: String? { inner.path }
    var isPersistent: Bool { inner.isPersistent }

    func update<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result {
        let (number, fails) = state.withLock { state in
            state.updates += 1
            return (state.updates, state.fails)
        }
        if fails(number) { throw StoreError.unwritable(path: name, detail: "database or disk is full") }
        return try inner.update(body)
    }

    func read<Result>(_ body: (any StoreAccess) throws -> Result) throws -> Result { try inner.read(body) }
    func info() throws -> StoreInfo { try inner.info() }
    func integrityFailures() throws -> [String] { try inner.integrityFailures() }
}
