import Corpus
import Foundation
import Kernels
import TestSupport
import Testing

@testable import Archive

/// What a run replaced comes back, byte for byte, and nothing else is touched.
@Suite struct ReplacedListsTests {
    private let folder: TemporaryFolder
    private let texts = [
        "a.md": "---\ntitle: A\nrelated: [/x/, /y/]\n---\nBody\n",
        "b.md": "---\r\ntitle: B\r\n---\r\n",
        "c.md": "---\ntitle: C\nrelated:\n  - title: Old\n    webUrl: https://o.example/\nmore: 1\n---\n",
    ]

    init() throws {
        folder = try TemporaryFolder()
        for (name, text) in texts { try folder.write("site/" + name, text) }
    }

    private var index: String { folder.path("site/.kindred/index.sqlite") }

    private func bytes(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path("site/" + name), encoding: .utf8)
    }

    private func write(_ names: [String], _ title: String) throws -> Int {
        let entry = Article(id: "e", title: title, links: ArticleLinks(web: "https://e.example/"))
        let jobs = names.map {
            ListEditing.Job(path: folder.path("site/" + $0), entries: [entry], source: nil)
        }
        let replaced = try #require(ReplacedLists(besideIndexAt: index))
        return try ListEditing(jobs, rules: ReadingRules(), among: []).run(writing: true, keeping: replaced) {
            _ in
        }
        .count(where: \.isChanged)
    }

    private func restore(_ names: [String]) throws -> [String] {
        let replaced = try #require(ReplacedLists(besideIndexAt: index))
        return try replaced.restore(in: Set(names.map { folder.path("site/" + $0) }), rules: ReadingRules())
            .map { outcome in
                switch outcome {
                case .restored: "restored"
                case .unchanged: "unchanged"
                case .failed(let problem): problem.kind.rawValue
                }
            }
    }

    @Test func everyByteComesBack() throws {
        let names = ["b.md", "c.md"]
        #expect(try write(names, "New") == 2)
        #expect(try bytes("c.md").contains("New"))
        #expect(try restore(names) == ["restored", "restored"])
        for name in names { #expect(try bytes(name) == texts[name]) }
        // Once is enough.
        #expect(try #require(ReplacedLists(besideIndexAt: index)).isEmpty)
        #expect(try restore(names) == [])
    }

    @Test func onlyTheLastRunThatChangedSomethingComesBack() throws {
        #expect(try write(["b.md"], "First") == 1)
        #expect(try write(["b.md"], "First") == 0)
        let first = try bytes("b.md")
        #expect(try write(["b.md"], "Second") == 1)
        #expect(try write(["b.md"], "Second") == 0)
        #expect(try restore(["b.md"]) == ["restored"])
        #expect(try bytes("b.md") == first)
    }

    @Test func filesThatSomebodyChangedOrThatWereNotNamedStay() throws {
        #expect(try write(["b.md", "c.md"], "New") == 2)
        let written = try bytes("b.md")
        try folder.write("site/c.md", try bytes("c.md") + "More\n")
        #expect(try restore(["c.md"]) == ["changedMeanwhile"])
        #expect(try bytes("c.md").hasSuffix("More\n"))
        #expect(try bytes("b.md") == written)
        // What could not be brought back is still kept.
        #expect(try restore(["b.md", "c.md"]).sorted() == ["changedMeanwhile", "restored"])
        #expect(try bytes("b.md") == texts["b.md"])
    }

    @Test func listsOfTextsAreReplacedOnlyWhereTheyWereWritten() throws {
        func write(_ id: String) throws -> [String] {
            let entry = Article(id: ArticleID(id), title: "T")
            let jobs = ["a.md", "b.md"].map {
                ListEditing.Job(path: folder.path("site/" + $0), entries: [entry], source: nil)
            }
            let replaced = try #require(ReplacedLists(besideIndexAt: index))
            let editing = ListEditing(jobs, style: ListStyle(form: .ids), rules: ReadingRules(), among: [])
            return try editing.run(writing: true, keeping: replaced) { _ in }
                .map { $0.problem?.kind.rawValue ?? ($0.isChanged ? "written" : "same") }
        }
        // A person's list stays; one that was written is refreshed, until a person edits it.
        #expect(try write("x") == ["authored", "written"])
        #expect(try write("x") == ["authored", "same"])
        #expect(try write("y") == ["authored", "written"])
        #expect(try bytes("a.md") == texts["a.md"])
        try folder.write("site/b.md", try bytes("b.md").replacing("\"y\"", with: "\"y\"\r\n  - \"own\""))
        #expect(try write("z") == ["authored", "authored"])
        #expect(try bytes("b.md").contains("own"))
    }

    @Test func listsOfTextsAreKnownAgainAfterARunThatWasCutOff() throws {
        let replaced = try #require(ReplacedLists(besideIndexAt: index))
        let folder = folder.path("site/.kindred/replaced/")
        func write(_ id: String) throws -> [String] {
            let entry = Article(id: ArticleID(id), title: "T")
            let job = ListEditing.Job(path: self.folder.path("site/b.md"), entries: [entry], source: nil)
            let editing = ListEditing([job], style: ListStyle(form: .ids), rules: ReadingRules(), among: [])
            return try editing.run(writing: true, keeping: replaced) { _ in }
                .map { $0.problem?.kind.rawValue ?? ($0.isChanged ? "written" : "same") }
        }
        #expect(try write("x") == ["written"])
        let before = try String(contentsOfFile: folder + "texts.json", encoding: .utf8)
        #expect(try write("y") == ["written"])
        #expect(!replaced.hasAnnounced)
        // As if the power had gone before it was noted that "y" was written.
        try before.write(toFile: folder + "texts.json", atomically: true, encoding: .utf8)
        let written = ReplacedLists.AnnouncedTexts(
            texts: ListStyle.fingerprint(of: ["y"]),
            file: contentHash(Array(try bytes("b.md").utf8))
        )
        try replaced.announce([self.folder.path("site/elsewhere.md"): written], part: 0)
        try replaced.announce([self.folder.path("site/b.md"): written], part: 1)
        #expect(try write("y") == ["same"])
        #expect(!replaced.hasAnnounced)
        #expect(try write("z") == ["written"])
        // And before "z" was written: the file has "z" already, so what was announced is not what is there.
        try replaced.announce([self.folder.path("site/b.md"): .init(texts: 1, file: 1)], part: 0)
        #expect(try write("x") == ["written"])
    }

    @Test func whatIsKeptIsChecked() throws {
        #expect(try write(["b.md"], "New") == 1)
        let part = folder.path("site/.kindred/replaced/0.jsonl")
        let line = try String(contentsOfFile: part, encoding: .utf8)
        try line.replacing("\"offset\":", with: "\"offset\":99999").write(
            toFile: part,
            atomically: true,
            encoding: .utf8
        )
        #expect(try restore(["b.md"]) == ["changedMeanwhile"])
        try "{}\n".write(toFile: part, atomically: true, encoding: .utf8)
        #expect(throws: InputProblem.self) { try restore(["b.md"]) }
    }
}
