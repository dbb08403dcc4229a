import Corpus
import Foundation
import Kindred
import TestSupport
import Testing

@testable import Archive

/// Changes as a service makes them: several together, each on its own conditions, compared at once or later.
@Suite struct ArticleChangeTests {
    private func article(_ number: Int, _ text: String = "Harbour walls rebuilt after winter storms")
        -> Article
    {
        Article(
            id: ArticleID("a\(number)"),
            title: "\(text) \(number * 7919 % 101)",
            excerpt: "Report \(number) of \(number % 5) engineers and \(number % 7) boats."
        )
    }

    private let options = RankingOptions(limit: 5, minimumProbability: 0)

    @Test func eachChangeIsMadeWhereItsConditionsHold() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        let (first, second) = (article(1), article(1, "Orchestra opens season"))
        let (one, two) = (ArticleVersion(first), ArticleVersion(second))
        #expect(one != two && ArticleVersion(one.description) == one && ArticleVersion("no version") == nil)
        let changes: [(ArticleChange, ArticleChange.Outcome)] = [
            (.init(.put(first), if: [.exists]), .refused(current: nil)),
            (.init(.put(first), if: [.isMissing]), .created(one)),
            (.init(.put(first)), .unchanged(one)),
            (.init(.put(second), if: [.isMissing]), .refused(current: one)),
            (.init(.put(second), if: [.isVersion([two])]), .refused(current: one)),
            (.init(.put(second), if: [.isNoVersion([one])]), .refused(current: one)),
            (.init(.put(second), if: [.exists, .isMissing]), .refused(current: one)),
            (.init(.put(second), if: [.isVersion([two, one]), .isNoVersion([two])]), .replaced(two)),
            (.init(.remove("a1"), if: [.isVersion([one])]), .refused(current: two)),
            (.init(.remove("a1"), if: [.exists]), .removed),
            (.init(.remove("a1")), .missing),
            (.init(.put(second), if: [.isNoVersion([two])]), .created(two)),
        ]
        // Together, and one after the other in another archive.
        #expect(try await archive.apply(changes.map(\.0)).map(\.outcome) == changes.map(\.1))
        let other = try await Archive(at: .inMemory, model: .none)
        for (change, outcome) in changes {
            #expect(try await other.apply([change]).map(\.outcome) == [outcome])
        }
        for archive in [archive, other] {
            #expect(archive.count == 1)
            #expect(try await archive.storedArticle("a1") == second)
        }
    }

    @Test func anArticleThatIsDecidedAboutStaysThatOfItsFile() async throws {
        let folder = try TemporaryFolder()
        for name in ["a", "b"] {
            try folder.write("site/\(name).md", "---\ntitle: Harbour walls rebuilt \(name)\n---\nText\n")
        }
        let (site, place) = (folder.path("site"), folder.path("archive"))
        _ = try IndexedCorpus([site], indexAt: place + "/index.sqlite")
        let archive = try await Archive(at: .folder(place), model: .none)
        let pins: [[EditorialChoices.Pin]] = [[.reference("b.md")], []]
        for pinned in pins {
            var article = try #require(try await archive.storedArticle("a.md"))
            // As a service gets it, which knows nothing of files.
            article.origin = nil
            article.choices = EditorialChoices(pinned: pinned, isLocked: pinned.isEmpty)
            let version = ArticleVersion(article)
            #expect(
                try await archive.apply([ArticleChange(.put(article))]).map(\.outcome) == [.replaced(version)]
            )
            let read = try IndexedCorpus([site], indexAt: place + "/index.sqlite").articles
            let stored = try #require(read.first { $0.id == "a.md" })
            #expect(read.count == 2 && stored.choices == article.choices)
            #expect(stored.origin?.path.hasSuffix("site/a.md") == true)
        }
        // The file is the later write where it changes.
        try folder.write("site/a.md", "---\ntitle: Harbour walls rebuilt again\n---\nText\n")
        let read = try IndexedCorpus([site], indexAt: place + "/index.sqlite").articles
        #expect(read.first { $0.id == "a.md" }?.choices == EditorialChoices())
    }

    @Test func whatIsComparedLaterIsStoredAtOnceAndListedThen() async throws {
        let folder = try TemporaryFolder()
        let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        try await archive.upsert((0..<20).map { article($0) })
        try await archive.compareAnew()
        let later = (20..<60).map { article($0) }
        let outcomes = try await archive.apply(later.map { ArticleChange(.put($0)) }, comparing: .later).map(
            \.outcome
        )
        #expect(outcomes == later.map { .created(ArticleVersion($0)) })
        #expect(
            try await archive.apply([ArticleChange(.remove("a1"))], comparing: .later).map(\.outcome) == [
                .removed
            ]
        )
        #expect(try await archive.storedArticle("a40") == later[20])
        #expect(try await archive.storedArticle("a1") == nil)
        let meanwhile = try await archive.related(to: "a0", options: options)
        #expect(!meanwhile.entries.isEmpty && meanwhile.entries.allSatisfy { $0.article.id != "a1" })
        // Another process sees them at once, since it has to compare all anyway.
        let opened = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        #expect(opened.count == 59)

        try await archive.compareAnew()
        #expect(archive.count == 59 && archive.pendingChanges == 0)
        let all = [article(0)] + (2..<60).map { article($0) }
        let expected = try Recommender(all, options: options)
        for article in all {
            #expect(
                try await archive.related(to: article.id.rawValue, options: options)
                    == expected.related(to: article)
            )
        }
    }

    @Test func questionsGoOnWhileWhatIsReplacedIsComparedLater() async throws {
        let folder = try TemporaryFolder()
        let place = ArchiveLocation.folder(folder.path + "/archive")
        let first = try await Archive(at: place, model: .none)
        try await first.upsert((0..<30).map { article($0) })
        try await first.compareAnew()
        // Opened anew, so that nothing of the articles is in memory.
        let archive = try await Archive(at: place, model: .none)
        let replaced = (0..<10).map {
            ArticleChange(.put(article($0, "Orchestra opens season with symphony")))
        }
        let removed = (10..<20).map { ArticleChange(.remove(ArticleID("a\($0)"))) }
        _ = try await archive.apply(replaced + removed, comparing: .later)
        for number in 20..<30 {
            let list = try await archive.related(
                to: "a\(number)",
                options: RankingOptions(limit: 30, minimumProbability: 0)
            )
            let listed = list.entries.compactMap { Int($0.article.id.rawValue.dropFirst()) }
            #expect(!listed.isEmpty && listed.allSatisfy { $0 >= 20 })
        }
        try await archive.compareAnew()
        #expect(archive.count == 20 && archive.pendingChanges == 0)
        #expect(try await archive.article("a1")?.title.hasPrefix("Orchestra opens") == true)
    }

    @Test func aGrownArchiveIsComparedWhileItIsChanged() async throws {
        let folder = try TemporaryFolder()
        let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        try await archive.upsert((0..<4).map { article($0) })
        for number in 4..<140 {
            _ = try await archive.apply([ArticleChange(.put(article(number)))])
            if number % 9 == 0 { try await archive.remove(ArticleID("a\(number - 1)")) }
        }
        // It began when 64 had changed, and may end after the last change.
        for _ in 0..<200 where archive.pendingChanges > 64 { try await Task.sleep(for: .milliseconds(50)) }
        #expect(archive.pendingChanges <= 64)
        let all = (0..<140).filter { ($0 + 1) % 9 != 0 }.map { article($0) }
        #expect(archive.count == all.count)
        try await archive.compareAnew()
        let expected = try Recommender(all, options: options)
        for article in all.prefix(20) {
            let ranking = try await archive.related(to: article.id.rawValue, options: options)
            #expect(ranking == expected.related(to: article))
        }
        let opened = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        #expect(opened.count == all.count && opened.pendingChanges == 0)
    }

    @Test func whoseListsHaveAnArticleIsFoundFromIt() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        let subjects = [
            "Council debates face recognition", "Harbour walls rebuilt", "Hospital tests vaccine",
        ]
        let articles = (0..<30).map { number in
            article(number, subjects[number % 3] + (number < 15 ? " report" : " inquiry"))
        }
        try await archive.upsert(articles)
        try await archive.consolidate()
        for article in articles.prefix(6) {
            let found = try await archive.articles(listing: article.id)
            var listing: Set<ArticleID> = []
            for other in articles where other != article {
                let list = try await archive.related(to: other.id.rawValue)
                if list.entries.contains(where: { $0.article.id == article.id }) { listing.insert(other.id) }
            }
            #expect(Set(found) == listing)
        }
        #expect(try await archive.articles(listing: "missing").isEmpty)
    }
}
