import Corpus
import Foundation
import TestSupport
import Testing

@testable import Recommendation

@Suite struct BaselineTests {
    private let corpus = CorpusContents(reading: [SharedData.packageFolder + "/corpus"]).articles

    private func rankings(
        _ method: RankingMethod,
        _ queries: [Article],
        _ articles: [Article],
        depth: Int = 10,
        seed: UInt64 = 1
    ) throws -> [[RelatedEntry]] {
        try method.rankings(of: queries, among: articles, vectors: nil, depth: depth, seed: seed) {
            $0.entries
        }
    }

    /// Text of one field, as words.
    private func words(_ article: Article) -> [String] {
        [article.title, article.excerpt, article.body].joined(separator: " ").split(separator: " ").map(
            String.init
        )
    }

    /// Small articles of plain words, so that a naive twin needs no analyser.
    private let small: [Article] = (0..<60).map { number in
        let words = (0..<(3 + number % 7)).map { "word\((number * 7 + $0 * $0 * 3) % 23)" }
        return Article(
            id: ArticleID("a\(100 + number)"),
            title: words.prefix(2).joined(separator: " "),
            excerpt: words.dropFirst(2).joined(separator: " "),
            body: number % 3 == 0 ? "word1 word1 word\(number % 5)" : ""
        )
    }

    /// The order of scores, ties by position, of what scores above 0, without the article itself.
    private func best(_ scores: [Double], excluding own: Int, _ depth: Int) -> [Int] {
        Array(
            scores.indices.filter { $0 != own && scores[$0] > 0 }
                .sorted { scores[$0] != scores[$1] ? scores[$0] > scores[$1] : $0 < $1 }.prefix(depth)
        )
    }

    private func expectEqual(_ entries: [RelatedEntry], _ scores: [Double], own: Int) {
        let expected = best(scores, excluding: own, 10)
        #expect(entries.count == expected.count)
        // Scores that differ by less than a float can tell may change places.
        for (entry, position) in zip(entries, expected) {
            #expect(abs(entry.score - scores[position]) < 1e-5 * max(1, scores[position]))
            let own = small.firstIndex { $0.id == entry.article.id } ?? -1
            #expect(abs(scores[own] - scores[position]) < 1e-5)
        }
    }

    @Test func bm25IsAsTheFormulaSays() throws {
        let documents = small.map(words)
        let count = Double(documents.count)
        let average = Double(documents.reduce(0) { $0 + $1.count }) / count
        let df = Dictionary(grouping: documents.flatMap { Set($0) }) { $0 }.mapValues { Double($0.count) }
        for (query, entries) in try rankings(.bm25, small, small).enumerated() {
            let scores = documents.map { document in
                documents[query].reduce(0.0) { sum, term in
                    let tf = Double(document.count { $0 == term })
                    let df = df[term] ?? 0
                    let norm = 1.2 * (1 - 0.75 + 0.75 * Double(document.count) / average)
                    return sum + log(1 + (count - df + 0.5) / (df + 0.5)) * tf / (tf + norm)
                }
            }
            expectEqual(entries, scores, own: query)
        }
    }

    @Test func tfidfIsAsScikitLearnHasIt() throws {
        let documents = small.map(words)
        let count = Double(documents.count)
        let df = Dictionary(grouping: documents.flatMap { Set($0) }) { $0 }.mapValues { Double($0.count) }
        let vectors = documents.map { document in
            let counts = Dictionary(grouping: document) { $0 }.mapValues(\.count)
            let weights = counts.map {
                ($0, (1 + log(Double($1))) * (log((1 + count) / (1 + (df[$0] ?? 0))) + 1))
            }
            let length = weights.reduce(0) { $0 + $1.1 * $1.1 }.squareRoot()
            return Dictionary(uniqueKeysWithValues: weights.map { ($0, $1 / length) })
        }
        for (query, entries) in try rankings(.tfidf, small, small).enumerated() {
            let scores = vectors.map { vector in
                vectors[query].reduce(0.0) { $0 + $1.value * (vector[$1.key] ?? 0) }
            }
            expectEqual(entries, scores, own: query)
        }
    }

    @Test func recencyIsNearestInTime() throws {
        func article(_ id: ArticleID, _ date: String?) -> Article {
            Article(id: id, title: "t", published: date.flatMap { PublicationDate($0) })
        }
        let articles = [
            article("may 1", "2021-05-01"), article("undated", nil), article("may 9", "2021-05-09"),
            article("april 28", "2021-04-28"), article("may 4", "2021-05-04"),
        ]
        let lists = try rankings(.recency, articles, articles)
        // Two are three days away: they tie and come in the collection's order.
        #expect(lists[0].map(\.article.id.rawValue) == ["april 28", "may 4", "may 9"])
        #expect(lists[1].isEmpty)
        #expect(lists[0][0].score == 0.25)
    }

    /// Against every article's score, sorted; many share a day.
    @Test(arguments: [1, 5, 40, 400])
    func recencyEqualsBruteForce(depth: Int) throws {
        let articles = (0..<300).map { number in
            let day = (number * 37) % 29 + 1
            let date =
                number % 7 == 0
                ? nil
                : PublicationDate("2021-0\(number % 3 + 1)-\(day < 10 ? "0" : "")\(day > 28 ? 28 : day)")
            return Article(id: ArticleID("a\(1000 + number)"), title: "t", published: date)
        }
        for (own, entries) in try rankings(.recency, articles, articles, depth: depth).enumerated() {
            let time = articles[own].published?.date
            let scores = articles.map { article in
                guard let time, let other = article.published?.date else { return 0.0 }
                return Double(Float(1 / (1 + abs(other.timeIntervalSince(time)) / 86_400)))
            }
            let expected = best(scores, excluding: own, depth)
            #expect(entries.map(\.article.id) == expected.map { articles[$0].id })
            #expect(entries.map(\.score) == expected.map { scores[$0] })
        }
    }

    @Test func randomIsSeededAndEven() throws {
        let first = try rankings(.random, corpus, corpus)
        #expect(try rankings(.random, corpus, corpus) == first)
        #expect(try rankings(.random, corpus, corpus, seed: 2) != first)
        // What is asked for beside it changes nothing.
        #expect(try rankings(.random, [corpus[5]], corpus)[0] == first[5])
        // 3,630 places for 363 articles: each is drawn 10 times on average, and Poisson's tail allows 30.
        let counts = Dictionary(grouping: first.joined(), by: \.article.id).mapValues(\.count)
        #expect(counts.count == 363 && (counts.values.max() ?? 0) < 30)
    }

    @Test(arguments: RankingMethod.allCases.filter { !$0.needsModel })
    func noMethodListsAnArticleUnderItselfOrOnePageTwice(method: RankingMethod) throws {
        var articles = Array(corpus.prefix(40))
        for number in 0..<10 {
            var copy = articles[number]
            copy.id = ArticleID("copy \(number)")
            articles.append(copy)
        }
        for (query, entries) in zip(articles, try rankings(method, articles, articles, depth: 100)) {
            #expect(!entries.contains { $0.article.id == query.id || $0.article.sharesPage(with: query) })
            let pages = entries.compactMap(\.article.links.primary)
            #expect(Set(pages).count == pages.count)
            #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.score >= $1.score })
        }
    }

    @Test func listsAreWhatRelateMakes() throws {
        let recommender = try Recommender(corpus)
        let lists = recommender.related(toEach: corpus).map(\.entries)
        #expect(try rankings(.lists, corpus, corpus) == lists)
        // Where nothing is folded, cut off or moved, a list is the head of the ranking.
        let plain = try Recommender(
            corpus,
            options: RankingOptions(minimumProbability: 0, rules: .none)
        )
        for (list, ranking) in zip(plain.related(toEach: corpus), try rankings(.default, corpus, corpus)) {
            #expect(list.entries == Array(ranking.prefix(4)))
        }
    }

    @Test(arguments: RankingMethod.allCases.filter { !$0.needsModel })
    func emptyCollectionsAnswerNothing(method: RankingMethod) throws {
        #expect(try rankings(method, [corpus[0]], []) == [[]])
        #expect(try rankings(method, [], corpus).isEmpty)
    }
}
