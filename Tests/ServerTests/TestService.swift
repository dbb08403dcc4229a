import Archive
import Corpus
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import HummingbirdTesting
import Kernels
import NIOCore
import TestSupport

@testable import KindredServer

/// A service over an archive, asked without a network.
struct TestService {
    static let token = "0123456789abcdef0123456789abcdef"

    let archive: Archive
    let service: KindredService
    let folder: TemporaryFolder

    init(
        _ articles: [Article] = TestService.articles,
        location: ArchiveLocation = .inMemory,
        model: ModelChoice = .none,
        allowsWrites: Bool = true,
        limits: ReadingLimits = ReadingLimits(),
        origins: Set<String> = [],
        experiments: [RankingExperiment] = [],
        requestsPerSecond: Int? = nil
    ) async throws {
        try await self.init(
            Archive(at: location, model: model),
            articles,
            allowsWrites: allowsWrites,
            limits: limits,
            origins: origins,
            experiments: experiments,
            requestsPerSecond: requestsPerSecond
        )
    }

    init(
        _ archive: Archive,
        _ articles: [Article] = TestService.articles,
        allowsWrites: Bool = true,
        limits: ReadingLimits = ReadingLimits(),
        origins: Set<String> = [],
        experiments: [RankingExperiment] = [],
        requestsPerSecond: Int? = nil,
        writesFiles: Bool = false
    ) async throws {
        self.archive = archive
        if !articles.isEmpty {
            try await archive.upsert(articles)
            try await archive.consolidate()
        }
        folder = try TemporaryFolder()
        let tokens = try folder.tokenFile("cms: \(Self.token)\n")
        service = KindredService(
            archive: archive,
            access: WriteAccess(
                tokens: allowsWrites ? try WriteTokens(path: tokens) : nil,
                origins: origins
            ),
            hosts: [],
            limits: limits,
            feedback: FeedbackLog(in: folder.path("feedback"), today: { "2026-03-01" }),
            experiments: Dictionary(experiments.map { ($0.name, $0) }) { $1 },
            requestsPerSecond: requestsPerSecond,
            writesFiles: writesFiles
        )
    }

    /// Asks in one process.
    func test(_ body: @Sendable (TestedClient) async throws -> Void) async throws {
        try await Application(router: service.router).test(.router) {
            try await body(TestedClient(client: $0))
        }
    }

    /// Articles on four subjects, each with its own words in an order of its own: alike, and no copies of each other.
    static var articles: [Article] {
        let subjects = [
            "council debates face recognition cameras stations police privacy law passengers ban vote watchdog software",
            "harbour walls rebuilt winter storms waves engineers concrete fishing boats tide flood town insurance repair",
            "hospital tests malaria vaccine children trial doctors doses fever mosquitoes clinic nurses protection study",
            "orchestra opens season forgotten symphony conductor violin audience concert hall composer rehearsal applause",
        ].map { $0.split(separator: " ").map(String.init) }
        var generator = SplitMix64(seed: 7)
        return (0..<40).map { number in
            let words = subjects[number % 4].shuffled(using: &generator)
            return Article(
                id: ArticleID("a\(number)"),
                title: words[..<6].joined(separator: " "),
                excerpt: words[3..<12].joined(separator: " ")
            )
        }
    }
}

extension TemporaryFolder {
    /// A file of tokens that only its owner may read.
    func tokenFile(_ text: String, mode: Int = 0o600) throws -> String {
        let path = path + "/tokens"
        try Data(text.utf8).write(to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        return path
    }
}

/// An answer with its body read.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let bytes: [UInt8]

    var text: String { String(decoding: bytes, as: UTF8.self) }
    var entityTag: String? { headers[.eTag] }

    /// The JSON object of the body; empty where there is none.
    var object: [String: any Sendable] {
        (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: any Sendable] ?? [:]
    }

    /// The objects of a body with one a line.
    var lines: [[String: any Sendable]] {
        text.split(separator: "\n").map { line in
            (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: any Sendable] ?? [:]
        }
    }

    /// The kind of problem that the body tells.
    var problem: Problem.Kind? {
        guard headers[.contentType] == "application/problem+json", object["status"] as? Int == status,
            let type = object["type"] as? String
        else { return nil }
        return Problem.Kind(rawValue: String(type.drop { $0 != "#" }.dropFirst()))
    }
}

struct TestedClient: Sendable {
    let client: any TestClientProtocol

    func get(_ uri: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.get, uri, headers)
    }

    /// Sends a change with the token and JSON.
    func put(_ uri: String, _ json: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.put, uri, Self.json + Self.authorized + headers, json)
    }

    func delete(_ uri: String, _ headers: HTTPFields = [:]) async throws -> Answer {
        try await send(.delete, uri, Self.authorized + headers)
    }

    func post(_ uri: String, _ json: String) async throws -> Answer {
        try await send(.post, uri, Self.json, json)
    }

    func bulk(_ uri: String, _ lines: String) async throws -> Answer {
        try await send(.post, uri, Self.authorized + [.contentType: "application/x-ndjson"], lines)
    }

    func send(
        _ method: HTTPRequest.Method,
        _ uri: String,
        _ headers: HTTPFields = [:],
        _ body: String? = nil
    ) async throws -> Answer {
        let response = try await client.executeRequest(
            uri: uri,
            method: method,
            headers: headers,
            body: body.map { ByteBuffer(string: $0) }
        )
        return Answer(
            status: response.status.code,
            headers: response.headers,
            bytes: Array(response.body.readableBytesView)
        )
    }

    static let json: HTTPFields = [.contentType: "application/json"]
    static let authorized: HTTPFields = [.authorization: "Bearer \(TestService.token)"]
}

func + (a: HTTPFields, b: HTTPFields) -> HTTPFields {
    var all = a
    all.append(contentsOf: b)
    return all
}
