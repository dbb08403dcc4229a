import Archive
import Corpus
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import KindredServer

/// Choices that a change writes into the article's file as well.
@Suite struct ChoicesInFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("site/a.md", "---\ntitle: Harbour walls\n---\nBoats.\n")
        try folder.write("site/b.md", "---\ntitle: Orchestra\nrelatedPinned: !x [c]\n---\nViolins.\n")
        try folder.write("site/c.jsonl", #"{"id": "c", "title": "Clinic"}"# + "\n")
    }

    private func service(writesFiles: Bool) async throws -> TestService {
        let archive = try await Archive(at: .inMemory, model: .none)
        try await archive.update(from: [folder.path("site")])
        return try await TestService(archive, [], writesFiles: writesFiles)
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path("site/" + name), encoding: .utf8)
    }

    private static let header = HTTPField.Name("Kindred-File")!
    private let decided = #"{"title": "Harbour walls", "body": "Boats.", "relatedLocked": true}"#

    @Test func aChangeThatAsksForItIsInTheFile() async throws {
        let service = try await service(writesFiles: true)
        try await service.test { client in
            let before = try await client.get("/v1/articles/a.md")
            #expect(before.headers[Self.header] == "writable")
            #expect(try await client.get("/v1/articles/c").headers[Self.header] == nil)

            let tag: HTTPFields = [.ifMatch: before.entityTag ?? ""]
            _ = try await client.put("/v1/articles/a.md", decided)
            #expect(try text("a.md") == "---\ntitle: Harbour walls\n---\nBoats.\n")
            // The condition is about the archive, and the file waits for it.
            #expect(
                try await client.put("/v1/articles/a.md?file=true", decided, tag).problem == .versionConflict
            )
            #expect(try text("a.md") == "---\ntitle: Harbour walls\n---\nBoats.\n")
            let written = try await client.put("/v1/articles/a.md?file=true", decided)
            #expect(written.status == 200 && written.object["list"] != nil)
            #expect(try text("a.md") == "---\ntitle: Harbour walls\nrelatedLocked: true\n---\nBoats.\n")
            let now = try await client.get("/v1/articles/a.md")
            #expect(now.entityTag == written.entityTag && now.object["relatedLocked"] as? Bool == true)
            #expect(now.headers[Self.header] == "writable")
        }
        #expect(try await service.archive.update(from: [folder.path("site")]).changed == 0)
    }

    @Test func whatCannotBeWrittenIsSaidAndNothingIsChanged() async throws {
        let service = try await service(writesFiles: true)
        let before = try (text("a.md"), text("b.md"), text("c.jsonl"))
        try await service.test { client in
            let pinned = #"{"title": "Orchestra", "relatedPinned": ["a.md"]}"#
            let uneditable = try await client.put("/v1/articles/b.md?file=true", pinned)
            #expect(uneditable.problem == .fileNotEditable)
            let detail = uneditable.object["detail"] as? String ?? ""
            #expect(detail.hasPrefix("Line 3: ") && !detail.contains(folder.path), "\(detail)")
            #expect(try await client.put("/v1/articles/c?file=true", pinned).problem == .noFile)
            #expect(try await client.put("/v1/articles/new?file=true", pinned).problem == .noFile)
            #expect(try await client.get("/v1/articles/new").problem == .unknownArticle)
            #expect(try await client.put("/v1/articles/a.md?file=yes", decided).problem == .badRequest)
            let unknown = try await client.send(
                .put,
                "/v1/articles/a.md?file=true",
                TestedClient.json,
                decided
            )
            #expect(unknown.problem == .unauthorized)
            #expect(try (text("a.md"), text("b.md"), text("c.jsonl")) == before)

            try folder.write("site/a.md", "---\ntitle: Harbour walls, corrected\n---\nBoats.\n")
            #expect(try await client.put("/v1/articles/a.md?file=true", decided).problem == .fileChanged)
            #expect(try await client.get("/v1/articles/a.md").object["relatedLocked"] == nil)
        }
    }

    @Test func noFileIsWrittenUnlessTheServiceWasStartedSo() async throws {
        try await service(writesFiles: false).test { client async throws in
            #expect(try await client.get("/v1/articles/a.md").headers[Self.header] == nil)
            #expect(try await client.put("/v1/articles/a.md?file=true", decided).problem == .filesNotWritten)
            #expect(try await client.put("/v1/articles/a.md?file=false", decided).status == 200)
        }
        #expect(try text("a.md") == "---\ntitle: Harbour walls\n---\nBoats.\n")
    }
}
