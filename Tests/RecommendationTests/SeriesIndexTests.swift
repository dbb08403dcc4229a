import Corpus
import Foundation
import Testing

@testable import Recommendation

@Suite struct SeriesIndexTests {
    private func article(_ title: String, day: Int? = nil) -> Article {
        var article = Article(id: ArticleID(title), title: title)
        article.published = day.flatMap { PublicationDate(String(format: "2024-01-%02d", $0)) }
        return article
    }

    @Test(arguments: [
        ("Revue de presse du 13 novembre 2020", "Revue de presse du 1 avril 2011"),
        ("Electron 37.0.0", "Electron 9.1"),
        ("May Project Goals Update", "February Project Goals Update"),
        ("Release notes #12", "Release notes #7"),
        ("Ruby 3.4.0-rc1 リリース", "Ruby 3.3.10-rc2 リリース"),
    ])
    func titlesThatDifferInNumbersAndMonthsHaveOneForm(_ a: String, _ b: String) throws {
        let (first, second) = try (#require(TitleNumbers.series(a)), #require(TitleNumbers.series(b)))
        #expect(first.form == second.form)
        #expect(first.number != second.number || !a.contains { $0.isNumber })
    }

    @Test(arguments: [
        ("Electron 37.0.0", "Chromium 37.0.0"), ("Part 1 of rust", "Part 1 of go"), ("12 boats", "boats 12"),
    ])
    func otherWordsAreAnotherForm(_ a: String, _ b: String) throws {
        #expect(try #require(TitleNumbers.series(a)).form != #require(TitleNumbers.series(b)).form)
    }

    @Test func noNumberAndNothingElseIsNoSeries() {
        for title in ["", "A harbour at night", "2024", "12.5", "June"] {
            #expect(TitleNumbers.series(title) == nil)
        }
    }

    /// By the days where there are any, else by the numbers; a version's later numbers count less than its first.
    @Test func stepsFollowTheOrderOfParts() throws {
        let dated = [(3, 9), (1, 2), (2, 5), (4, 20)].map { article("Notes \($0)", day: $1) }
        let undated = ["1.2.0", "1.10.0", "2.0.0"].map { article("Kiln \($0)") }
        let places = (dated + undated).map { SeriesIndex.Place($0) }
        let index = SeriesIndex(places)
        #expect(index.steps(places[1], places[2]) == 1)
        #expect(index.steps(places[2], places[1]) == 1)
        #expect(index.steps(places[1], places[0]) == 2)
        #expect(index.steps(places[1], places[3]) == 3)
        #expect(index.steps(places[4], places[5]) == 1 && index.steps(places[4], places[6]) == 2)
        #expect(index.steps(places[0], places[4]) == 0)
        #expect(index.steps(nil, places[0]) == 0)
        // One from outside finds its place.
        #expect(index.steps(SeriesIndex.Place(article("Notes 9", day: 21)), places[3]) == 1)
        #expect(index.steps(SeriesIndex.Place(article("Notes 9", day: 21)), places[0]) == 2)
    }

    @Test func twoArticlesAreNoSeries() {
        let places = [article("Notes 1"), article("Notes 2")].map { SeriesIndex.Place($0) }
        #expect(SeriesIndex(places).steps(places[0], places[1]) == 0)
    }

    @Test func bytesAreReadAgainAndOthersRefused() throws {
        let places = (1...5).map { SeriesIndex.Place(article("Notes \($0)", day: $0)) }
        let index = SeriesIndex(places + places)
        #expect(SeriesIndex(bytes: index.bytes) == index)
        #expect(SeriesIndex(bytes: []) == SeriesIndex([]))
        for count in stride(from: 4, to: index.bytes.count, by: 4) {
            #expect(SeriesIndex(bytes: Array(index.bytes.prefix(count))) == nil)
        }
    }
}

@Suite struct PublicationPaceTests {
    @Test func fewDaysAreCountedExactly() {
        let days: [Double] = [5, 1, .nan, 3, 3, 9]
        let pace = PublicationPace(days)
        for (a, b) in [(0.0, 10.0), (1, 3), (3, 5), (1, 9), (4, 4)] {
            let naive = days.count { $0 >= a && $0 < b }
            #expect(pace.articlesBetween(a, b) == Float(naive))
            #expect(pace.articlesBetween(b, a) == Float(naive))
        }
    }

    @Test func manyDaysAreCountedNearly() {
        let days = (0..<50_000).map { Double($0 * $0 % 100_003) / 10 }
        let pace = PublicationPace(days)
        for (a, b) in [(0.0, 5000.0), (100, 200), (7000, 9000), (-5, 20_000)] {
            let naive = Double(days.count { $0 >= a && $0 < b })
            #expect(abs(Double(pace.articlesBetween(a, b)) - naive) <= 50_000 / 400)
        }
        #expect(pace.bytes.count == 8 * 402)
        #expect(PublicationPace(bytes: pace.bytes) == pace)
    }

    @Test func aHandfulOfOldArticlesDoesNotSlowANewsroom() {
        let pace = PublicationPace((0..<1000).map { Double($0) / 10 } + [-20_000, -10_000])
        #expect(abs(pace.articlesADay - 10) < 0.5)
        #expect(PublicationPace([1, 2, 3]).articlesADay == 0)
        #expect(PublicationPace([]).articlesBetween(1, 5) == 0)
    }

    @Test func bytesOfOtherOriginAreRefused() {
        let bytes = PublicationPace([1, 2, 3]).bytes
        #expect(PublicationPace(bytes: bytes) == PublicationPace([1, 2, 3]))
        #expect(PublicationPace(bytes: []) == nil)
        #expect(PublicationPace(bytes: Array(bytes.dropLast())) == nil)
        #expect(PublicationPace(bytes: Array(bytes.prefix(8))) == nil)
        #expect(PublicationPace(bytes: Array(bytes.prefix(8)) + bytes.suffix(8) + bytes.suffix(16)) == nil)
        #expect(PublicationPace(bytes: Array(bytes.prefix(16)) + [UInt8](repeating: 255, count: 8)) == nil)
    }
}
