import Archive
import Corpus
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import KindredServer

/// The built program: killed while many write, told to stop while it answers, and started twice.
@Suite(.serialized) struct KilledServiceTests {
    /// How often a service is killed; KINDRED_KILLS=500 for a campaign.
    private static var kills: Int {
        ProcessInfo.processInfo.environment["KINDRED_KILLS"].flatMap { Int($0) } ?? 4
    }

    @Test func everyAcknowledgedWriteOutlivesAKill() async throws {
        let folder = try TemporaryFolder()
        var expected: [Int: String] = [:]
        var next = 0
        for _ in 0..<Self.kills {
            let running = try RunningProgram(folder)
            let first = next
            let writes = Writes()
            await withTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        guard let client = try? await running.client() else { return }
                        var number = first + writer
                        while !writes.areOver, await write(number, by: client, writes) { number += 4 }
                        await client.close()
                    }
                }
                group.addTask {
                    try? await Task.sleep(for: .milliseconds(Int.random(in: 20...400)))
                    running.kill()
                    writes.end()
                }
            }
            let known = writes.acknowledged
            next = (writes.last ?? next) + 1
            let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
            for (number, title) in known {
                let article = try await archive.article(ArticleID("n\(number)"))
                #expect(article?.title == title, "article \(number)")
                expected[number] = title
            }
            // What was under way may be there or not, but whole.
            for number in first..<next {
                guard let article = try await archive.article(ArticleID("n\(number)")) else { continue }
                #expect(
                    article.topics == ["t\(number)", "harbours"] && article.title.contains("eport \(number)")
                )
                expected[number] = article.title
            }
        }
        #expect(next > Self.kills)
        let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        for (number, title) in expected {
            #expect(try await archive.article(ArticleID("n\(number)"))?.title == title)
        }
    }

    /// Adds an article, and corrects or removes some.
    ///
    /// - Returns: whether all was acknowledged.
    private func write(_ number: Int, by client: HTTPWriter, _ writes: Writes) async -> Bool {
        let title = "Report \(number) of the harbour"
        writes.begin(number)
        guard await client.put(number, title) else { return false }
        writes.acknowledge(number, title)
        switch number % 5 {
        case 1:
            let corrected = "Corrected report \(number)"
            writes.begin(number)
            guard await client.put(number, corrected) else { return false }
            writes.acknowledge(number, corrected)
        case 2:
            writes.begin(number)
            guard await client.delete(number) else { return false }
            writes.acknowledge(number, nil)
        default: break
        }
        return true
    }

    @Test func aSecondServiceIsRefusedAndTheFirstEndsWhatItBegan() async throws {
        let folder = try TemporaryFolder()
        let running = try RunningProgram(folder)
        let second = try RunningProgram.process(folder)
        let messages = Pipe()
        second.standardError = messages
        try second.run()
        second.waitUntilExit()
        #expect(second.terminationStatus == 75)
        let said = String(decoding: messages.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        #expect(said.contains("another kindred-server has this archive"))
        let client = try await running.client()
        #expect(await client.put(1, "Report 1 of the harbour"))
        running.process.terminate()
        running.process.waitUntilExit()
        #expect(running.process.terminationReason == .exit && running.process.terminationStatus == 0)
        await client.close()
    }
}

/// What several writers were told.
private final class Writes: Sendable {
    private let known = Mutex<(acknowledged: [Int: String?], last: Int?)>(([:], nil))
    private let isOver = Atomic<Bool>(false)

    /// The title of each article of which nothing is under way; nil where it was removed.
    var acknowledged: [Int: String?] { known.withLock { $0.acknowledged } }
    /// The highest number that anything was written of.
    var last: Int? { known.withLock { $0.last } }
    var areOver: Bool { isOver.load(ordering: .relaxed) }

    func begin(_ number: Int) {
        known.withLock { known in
            known.acknowledged.removeValue(forKey: number)
            known.last = max(known.last ?? number, number)
        }
    }

    func acknowledge(_ number: Int, _ title: String?) {
        known.withLock { _ = $0.acknowledged.updateValue(title, forKey: number) }
    }

    func end() { isOver.store(true, ordering: .relaxed) }
}

extension RunningProgram {
    fileprivate func client() async throws -> HTTPWriter {
        let client = TestClient(
            host: "127.0.0.1",
            port: port,
            configuration: .init(timeout: .seconds(20)),
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton)
        )
        client.connect()
        return HTTPWriter(client: client, authority: "127.0.0.1:\(port)")
    }
}

/// Writes by one connection; false where no answer came.
private struct HTTPWriter: Sendable {
    let client: TestClient
    let authority: String

    private var headers: HTTPFields {
        [.authorization: "Bearer \(TestService.token)", .contentType: "application/json"]
    }

    func put(_ number: Int, _ title: String) async -> Bool {
        let json = #"{"title": "\#(title)", "topics": ["t\#(number)", "harbours"]}"#
        let request = TestClient.Request(
            "/v1/articles/n\(number)",
            method: .put,
            authority: authority,
            headers: headers,
            body: ByteBuffer(string: json)
        )
        guard let status = try? await client.execute(request).status.code else { return false }
        return status == 200 || status == 201
    }

    func delete(_ number: Int) async -> Bool {
        let request = TestClient.Request(
            "/v1/articles/n\(number)",
            method: .delete,
            authority: authority,
            headers: headers
        )
        return (try? await client.execute(request).status.code) == 200
    }

    func close() async { try? await client.shutdown() }
}
