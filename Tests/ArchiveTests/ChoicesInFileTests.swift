import Corpus
import Foundation
import Kindred
import Platform
import Recommendation
import Storage
import TestSupport
import Testing

@testable import Archive

/// What an editor chose goes into the article's file and into the archive, and both say the same afterwards.
@Suite struct ChoicesInFileTests {
    private let folder: TemporaryFolder
    private var site: String { folder.path("site") }
    private var index: String { folder.path("archive/index.sqlite") }

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("site/a.md", "---\ntitle: Harbour walls rebuilt # soon\n---\nEngineers and boats.\n")
        try folder.write("site/b.md", "---\ntitle: Orchestra opens season\n---\nViolins.\n")
        try folder.write("site/c.md", "---\ntitle: Harbour walls hold\n---\nEngineers and boats, again.\n")
        try folder.write("site/more.jsonl", #"{"id": "d", "title": "Walls of the harbour"}"# + "\n")
    }

    private func opened(_ options: ArchiveOptions = ArchiveOptions()) async throws -> Archive {
        _ = try IndexedCorpus([site], indexAt: index)
        return try await Archive(at: .folder(folder.path("archive")), model: .none, options: options)
    }

    /// An article as a service gets it, which knows nothing of files.
    private func article(_ id: ArticleID, _ choices: EditorialChoices, in archive: Archive) async throws
        -> Article
    {
        var article = try #require(try await archive.storedArticle(id))
        article.origin = nil
        article.choices = choices
        return article
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path("site/" + name), encoding: .utf8)
    }

    private func refusal(_ article: Article, _ archive: Archive) async throws -> FileRefusal? {
        do {
            _ = try await archive.putInFile(article)
            return nil
        } catch let refusal as FileRefusal {
            return refusal
        }
    }

    @Test func fileAndArchiveSayTheSameAndTheListIsWrittenByIt() async throws {
        let archive = try await opened()
        let pinned = EditorialChoices(pinned: [.reference("b.md")])
        let decided = try await article("a.md", pinned, in: archive)
        let applied = try await archive.putInFile(decided)
        #expect(applied.outcome == .replaced(ArticleVersion(decided)) && applied.number != nil)
        let written =
            "---\ntitle: Harbour walls rebuilt # soon\nrelatedPinned:\n  - \"b.md\"\n---\nEngineers and boats.\n"
        #expect(try text("a.md") == written)
        let answer = try await archive.related(to: "a.md", options: RankingOptions(limit: 2))
        #expect(answer.entries.first?.article.id == "b.md")

        // Nobody takes it for somebody else's change.
        let corpus = try IndexedCorpus([site], indexAt: index)
        #expect(corpus.update.counts.changed == 0 && corpus.update.counts.unchanged == 4)
        let stored = try #require(corpus.articles.first { $0.id == "a.md" })
        #expect(stored.choices == pinned && stored.origin?.path == folder.path("site/a.md"))
        #expect(stored.title == decided.title && stored.body == decided.body)
        let source = try #require(corpus.update.sources[folder.path("site/a.md")])

        // The next run writes the list with the pin, and the keys stay.
        let recommender = try Recommender(corpus.articles, options: RankingOptions(limit: 2))
        let ranking = recommender.related(to: stored)
        let job = ListEditing.Job(path: source.path, ranking, source: source)
        let outcomes = try ListEditing([job], rules: ReadingRules(), among: corpus.articles)
            .run(writing: true) { _ in }
        #expect(outcomes[0].isChanged && outcomes[0].problem == nil)
        #expect(try text("a.md").contains("related:\n  - title: \"Orchestra opens season\""))
        try corpus.noteStamps(of: outcomes)

        // Taken back, the file has only its list; and another index read from the files says the same.
        let undone = try await article("a.md", EditorialChoices(), in: archive)
        _ = try await archive.putInFile(undone)
        #expect(try !text("a.md").contains("relatedPinned"))
        let anew = try IndexedCorpus([site], in: SQLiteStore())
        #expect(anew.articles.first { $0.id == "a.md" }?.choices == EditorialChoices())
        #expect(try IndexedCorpus([site], indexAt: index).update.counts.changed == 0)
    }

    @Test func whatTheArchiveHasAlreadyIsStillWrittenIntoTheFile() async throws {
        let archive = try await opened()
        let locked = try await article("a.md", EditorialChoices(isLocked: true), in: archive)
        _ = try await archive.apply([ArticleChange(.put(locked))])
        #expect(try !text("a.md").contains("relatedLocked"))
        let outcome = try await archive.putInFile(locked).outcome
        #expect(outcome == .unchanged(ArticleVersion(locked)))
        #expect(try text("a.md").contains("\nrelatedLocked: true\n---\n"))
        let corpus = try IndexedCorpus([site], indexAt: index)
        #expect(corpus.update.counts.changed == 0)
        #expect(corpus.articles.first { $0.id == "a.md" }?.choices.isLocked == true)
    }

    @Test func aChangeIsRepeatedAfterAPowerCutBetweenTheFileAndTheArchive() async throws {
        let archive = try await opened()
        let locked = EditorialChoices(isLocked: true)
        let change = try await article("a.md", locked, in: archive)
        try ArticleFile(path: folder.path("site/a.md")).write(locked)
        let written = try text("a.md")
        // Of a process that is no more.
        let leftover = try folder.write("site/.99999999-1\(temporarySuffix)", "half")
        #expect(try await archive.putInFile(change).outcome == .replaced(ArticleVersion(change)))
        #expect(try text("a.md") == written)
        #expect(try await archive.storedArticle("a.md")?.choices == locked)

        _ = try await archive.putInFile(try await article("b.md", locked, in: archive))
        #expect(try text("b.md").contains("relatedLocked: true"))
        #expect(!FileManager.default.fileExists(atPath: leftover))
    }

    @Test func whereTheConditionDoesNotHoldTheFileStaysAsItWas() async throws {
        let archive = try await opened()
        let before = try text("a.md")
        let decided = try await article("a.md", EditorialChoices(isLocked: true), in: archive)
        guard case .refused = try await archive.putInFile(decided, if: [.isVersion([])]).outcome else {
            Issue.record("it was changed")
            return
        }
        #expect(try text("a.md") == before)
    }

    @Test func onlyAFileThatIsAsTheArchiveReadItIsWritten() async throws {
        let archive = try await opened()
        let locked = EditorialChoices(isLocked: true)
        let inLines = try await article("d", locked, in: archive)
        guard case .noFile? = try await refusal(inLines, archive) else { throw Unexpected() }
        let new = Article(id: "../../etc/passwd", title: "A path", choices: locked)
        guard case .noFile? = try await refusal(new, archive) else { throw Unexpected() }
        #expect(try await archive.storedArticle("../../etc/passwd") == nil)

        let change = try await article("a.md", locked, in: archive)
        let anchored = try await article("b.md", EditorialChoices(pinned: [.reference("a.md")]), in: archive)
        let changed = "---\ntitle: Somebody wrote this\n---\n"
        try folder.write("site/a.md", changed)
        guard case .changed? = try await refusal(change, archive) else { throw Unexpected() }
        #expect(try text("a.md") == changed)
        #expect(try await archive.storedArticle("a.md")?.choices == EditorialChoices())

        // In the file's place, a link to one that nobody named.
        let outside = try folder.write(
            "outside.md",
            "---\ntitle: Harbour walls rebuilt # soon\n---\nEngineers and boats.\n"
        )
        try FileManager.default.removeItem(atPath: folder.path("site/a.md"))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("site/a.md"),
            withDestinationPath: outside
        )
        guard case .changed? = try await refusal(change, archive) else { throw Unexpected() }
        #expect(try String(contentsOfFile: outside, encoding: .utf8).contains("relatedLocked") == false)
        try FileManager.default.removeItem(atPath: folder.path("site/a.md"))
        guard case .problem(let missing)? = try await refusal(change, archive) else { throw Unexpected() }
        #expect(missing.kind == .notFound)

        try folder.write("site/b.md", "---\nother: &p [c.md]\nrelatedPinned: *p\ntitle: Orchestra\n---\n")
        _ = try IndexedCorpus([site], indexAt: index)
        guard case .problem(let problem)? = try await refusal(anchored, archive) else { throw Unexpected() }
        #expect(problem.kind == .uneditable && problem.line == 3)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: site).count == 3,
            "nothing is left behind"
        )
    }

    @Test func namesOfKeysMustBeThoseThatTheIndexWasReadWith() async throws {
        let archive = try await opened()
        var rules = ReadingRules()
        rules.names = try FieldNames(mapping: ["pinned=pins"])
        _ = try IndexedCorpus([site], in: SQLiteStore(path: index), rules: rules)
        let change = try await article("a.md", EditorialChoices(pinned: [.reference("b.md")]), in: archive)
        guard case .otherKeys? = try await refusal(change, archive) else { throw Unexpected() }

        var options = ArchiveOptions()
        options.rules = rules
        let knowing = try await Archive(
            at: .folder(folder.path("archive")),
            model: .none,
            options: options
        )
        _ = try await knowing.putInFile(change)
        #expect(try text("a.md").contains("\npins:\n  - \"b.md\"\n"))
    }

    private struct Unexpected: Error {}
}
