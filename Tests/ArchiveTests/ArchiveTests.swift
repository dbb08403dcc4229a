import Corpus
import Foundation
import GRDB
import Kindred
import Recommendation
import TestSupport
import Testing

@Suite struct ArchiveTests {
    private func article(_ number: Int, _ text: String) -> Article {
        Article(
            id: ArticleID("a\(number)"),
            title: "\(text) \(number)",
            excerpt: "\(text), part \(number) of the story."
        )
    }

    /// Articles on a few subjects, whose words tell them apart.
    private var articles: [Article] {
        let subjects = [
            "Council debates face recognition cameras in stations",
            "Harbour walls rebuilt after winter storms",
            "Hospital tests new malaria vaccine for children",
            "Orchestra opens season with forgotten symphony",
        ]
        return (0..<40).map { article($0, subjects[$0 % 4]) }
    }

    private let options = RankingOptions(limit: 5, minimumProbability: 0)

    @Test func answersAreThoseOfARecommenderOverTheSameArticles() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        try await archive.upsert(articles)
        try await archive.consolidate()
        let recommender = try Recommender(articles)
        let own = try Recommender(articles, options: options)
        // Ten of an article's own subject, at most, are probable.
        let toppedUp = RankingOptions(limit: 14, fewest: 12)
        let topped = try Recommender(articles, options: toppedUp)
        for article in articles {
            #expect(
                try await archive.related(to: article.id.rawValue, options: options)
                    == own.related(to: article)
            )
            #expect(try await archive.related(to: article) == recommender.related(to: article))
            let list = topped.related(to: article)
            #expect(try await archive.related(to: article, options: toppedUp) == list)
            #expect(list.entries.contains { $0.isFallback })
        }
        #expect(archive.count == articles.count)
    }

    @Test func anUpsertIsSeenByTheNextQuestionAndOutlivesTheProcess() async throws {
        let folder = try TemporaryFolder()
        let draft = Article(id: "draft", title: "Face recognition cameras at the airport gate")
        do {
            let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
            try await archive.upsert(articles)
            try await archive.consolidate()
            try await archive.upsert(draft)
            #expect(try await !archive.related(to: "draft", options: options).entries.isEmpty)
            let list = try await archive.related(
                to: "a0",
                options: RankingOptions(limit: 40, minimumProbability: 0)
            )
            #expect(list.entries.contains { $0.article.id == "draft" })
        }
        let again = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        #expect(again.count == articles.count + 1)
        #expect(try await again.article("draft") == draft)
        let list = try await again.related(
            to: "a0",
            options: RankingOptions(limit: 40, minimumProbability: 0)
        )
        #expect(list.entries.contains { $0.article.id == "draft" })
    }

    /// Whatever part of what was derived is damaged, the answers are the same, and it is made anew.
    @Test func damagedDerivedBytesChangeNoAnswer() async throws {
        let folder = try TemporaryFolder()
        let place = ArchiveLocation.folder(folder.path + "/archive")
        func answers(_ archive: Archive) async throws -> [Ranking] {
            var lists: [Ranking] = []
            for article in articles.prefix(4) {
                lists.append(try await archive.related(to: article.id.rawValue, options: options))
            }
            return lists
        }
        var right: [Ranking] = []
        do {
            let archive = try await Archive(at: place, model: .none)
            try await archive.upsert(articles)
            try await archive.consolidate()
            right = try await answers(archive)
        }
        let queue = try DatabaseQueue(path: folder.path + "/archive/index.sqlite")
        func stored() throws -> [String: Data] {
            let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT part, bytes FROM lookup") }
            return Dictionary(uniqueKeysWithValues: rows.map { ($0["part"], $0["bytes"]) })
        }
        let whole = try stored()
        #expect(whole.count >= CollectionSnapshot.Part.allCases.count)
        for (part, bytes) in whole {
            var damaged = bytes
            damaged[damaged.count / 2] ^= 0x10
            try await queue.write { [damaged] in
                try $0.execute(sql: "UPDATE lookup SET bytes = ? WHERE part = ?", arguments: [damaged, part])
            }
            let archive = try await Archive(at: place, model: .none)
            #expect(try await answers(archive) == right, "\(part)")
            try await archive.consolidate()
            #expect(try stored() == whole, "\(part)")
        }
    }

    @Test func aCorrectionReplacesAndARemovalIsGone() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        try await archive.upsert(articles)
        try await archive.consolidate()
        let corrected = Article(id: "a0", title: "Harbour walls are higher than planned")
        try await archive.upsert(corrected)
        #expect(archive.count == articles.count)
        #expect(try await archive.article("a0") == corrected)
        let list = try await archive.related(
            to: "a1",
            options: RankingOptions(limit: 20, minimumProbability: 0)
        )
        #expect(list.entries.contains { $0.article == corrected })
        #expect(try await archive.remove("a0"))
        #expect(try await !archive.remove("a0"))
        #expect(archive.count == articles.count - 1)
        await #expect(throws: ArchiveError.self) { try await archive.related(to: "a0") }
        let after = try await archive.related(
            to: "a1",
            options: RankingOptions(limit: 20, minimumProbability: 0)
        )
        #expect(!after.entries.contains { $0.article.id == "a0" })
    }

    @Test func growthBeyondTheBoundIsConsolidated() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        try await archive.upsert(Array(articles.prefix(4)))
        for number in 40..<140 {
            try await archive.upsert(article(number, "Harbour walls rebuilt after winter storms"))
        }
        #expect(archive.count == 104)
        #expect(archive.pendingChanges < 100)
        #expect(try await !archive.related(to: "a41", options: options).entries.isEmpty)
    }

    @Test func pinsAndWeightsOfTheCollectionReachAddedArticles() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        var older = articles
        older[1].quality = 0
        try await archive.upsert(older)
        try await archive.consolidate()
        var best = article(90, "Council debates face recognition cameras in stations")
        best.quality = 1
        try await archive.upsert(best)
        var pinning = Article(id: "p", title: "Face recognition cameras in stations")
        pinning.choices.pinned = [.reference("a90")]
        let pinned = try await archive.related(to: pinning, options: options)
        #expect(pinned.entries.first?.article.id == "a90" && pinned.entries.first?.isPinned == true)
        var rules = EditorialRules()
        rules.qualityWeight = 50
        rules.foldsCopies = false
        let byQuality = try await archive.related(
            to: "a0",
            options: RankingOptions(limit: 3, minimumProbability: 0, rules: rules)
        )
        #expect(byQuality.entries.first?.article.id == "a90")
    }

    @Test func manyReadersAskWhileOneWrites() async throws {
        let folder = try TemporaryFolder()
        let archive = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        try await archive.upsert(articles)
        try await archive.consolidate()
        let options = options
        let counts = try await withThrowingTaskGroup(of: Int.self) { group in
            for reader in 0..<4 {
                group.addTask {
                    var answered = 0
                    for number in 0..<30 {
                        let list = try await archive.related(
                            to: "a\((reader + 4 * number) % 40)",
                            options: options
                        )
                        answered += list.entries.isEmpty ? 0 : 1
                    }
                    return answered
                }
            }
            group.addTask { [self] in
                for number in 200..<240 {
                    try await archive.upsert(
                        article(number, "Hospital tests new malaria vaccine for children")
                    )
                    if number.isMultiple(of: 3) { try await archive.remove(ArticleID("a\(number)")) }
                }
                return 0
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(counts.sorted() == [0, 30, 30, 30, 30])
        #expect(archive.count == 40 + 40 - 13)
    }

    @Test func twoProcessesSeeWhatTheOtherWrote() async throws {
        let folder = try TemporaryFolder()
        let one = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        try await one.upsert(articles)
        let other = try await Archive(at: .folder(folder.path + "/archive"), model: .none)
        try await one.upsert(Article(id: "new", title: "Face recognition cameras at the gate"))
        #expect(try await other.article("new") != nil)
        try await other.remove("new")
        #expect(try await one.article("new") == nil)
        #expect(one.count == 40 && other.count == 40)
    }

    @Test func filesAreReadIncrementallyAndUpsertsStay() async throws {
        let folder = try TemporaryFolder()
        func write(_ name: String, _ title: String) throws {
            try "---\ntitle: \(title)\n---\n".write(
                toFile: folder.path + "/" + name,
                atomically: true,
                encoding: .utf8
            )
        }
        for number in 0..<6 { try write("f\(number).md", "Face recognition cameras in station \(number)") }
        let archive = try await Archive(at: .folder(folder.path + "/.kindred"), model: .none)
        let first = try await archive.update(from: [folder.path])
        #expect(first.added == 6 && first.articles == 6 && first.problems.isEmpty)
        try await archive.upsert(Article(id: "draft", title: "Face recognition cameras at the gate"))
        try write("f6.md", "Face recognition cameras on trains")
        let second = try await archive.update(from: [folder.path])
        #expect(second.added == 1 && second.unchanged == 6 && second.articles == 8)
        let list = try await archive.related(to: folder.path + "/f0.md", options: options)
        #expect(!list.entries.isEmpty)
        let json = try await archive.list(for: "f0.md", options: options).json
        #expect(String(decoding: Array(json), as: UTF8.self).contains("\"related\""))
        let why = try await archive.explanation(of: "f0.md", and: "draft")
        #expect(why.terms.contains { $0.term == "recognition" })
    }

    @Test func whatCannotBeFoundSaysSo() async throws {
        let archive = try await Archive(at: .inMemory, model: .none)
        #expect(try await archive.article("nobody") == nil)
        await #expect(throws: ArchiveError.unknownArticle("nobody", near: [])) {
            try await archive.related(to: "nobody")
        }
        #expect(try await archive.related(to: .text("face recognition")).entries.isEmpty)
        await #expect(throws: ArchiveError.self) { try await archive.upsert(Article(id: "", title: "No id")) }
        #expect(archive.count == 0)
    }
}
