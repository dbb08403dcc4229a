import Corpus
import Testing

@testable import Recommendation

@Suite struct BoilerplateTests {
    private static let footer = """
        About the wire. The Coastal Wire distributes notices on behalf of companies and public bodies of the region. \
        Statements that are not historical facts involve risks and may differ from what happens in the end. Readers \
        should not place undue reliance on them, which speak only as of the date on which they were made. \
        The sender alone answers for the contents of a notice, and the wire has no part in it whatever it says. \
        Complaints about a notice must reach the office of the wire within fourteen days of its first appearance. \
        Further notices can be found in the archive that is open to all subscribers on working days until six. \
        To stop receiving these notices write a letter to the office of the wire and name your own address in it.
        """

    /// A sentence of words that no other number has.
    private static func own(_ number: Int, words: Int = 40) -> String {
        (0..<words).map { place in
            let digits = String(1000 + place * 7 + number * 311)
            return "w" + String(digits.unicodeScalars.map { Character(Unicode.Scalar($0.value + 0x31)!) })
        }.joined(separator: " ")
    }

    private static func release(_ number: Int, header: Bool = false) -> Article {
        let text = own(number) + "."
        return Article(
            id: ArticleID("r\(number)"),
            title: "Release alpha\(number) of beta\(number)",
            excerpt: "Short notice gamma\(number) here",
            body: header ? footer + "\n\n" + text : text + "\n\n" + footer
        )
    }

    private func fingerprints(_ articles: [Article]) -> [TextFingerprint] {
        let boilerplate = CollectionFingerprints(articles).boilerplate
        return articles.map { TextFingerprint($0, besides: boilerplate) }
    }

    @Test(arguments: [false, true]) func aSharedFooterMakesNoCopies(isHeader: Bool) {
        let articles = (0..<6).map { Self.release($0, header: isHeader) }
        #expect(
            TextFingerprint(articles[0]).isCopy(of: TextFingerprint(articles[1])),
            "without the collection it would"
        )
        let prints = fingerprints(articles)
        for (number, print) in prints.enumerated() {
            #expect(print.isWithoutBoilerplate)
            for other in prints.dropFirst(number + 1) {
                #expect(!print.isCopy(of: other) && !print.sharesTemplate(with: other))
            }
        }
    }

    @Test func whatFewHaveInCommonIsTheirText() {
        let articles = (0..<3).map { Self.release($0) }
        let prints = fingerprints(articles)
        #expect(!prints[0].isWithoutBoilerplate && prints[0].isCopy(of: prints[1]))
    }

    @Test func manyCopiesOfOneTextAreCopies() {
        let articles = (0..<8).map { number in
            var article = Self.release(0)
            article.id = ArticleID("c\(number)")
            article.title = "Headline delta\(number) of epsilon\(number)"
            return article
        }
        let prints = fingerprints(articles)
        for other in prints.dropFirst() { #expect(prints[0].isCopy(of: other)) }
    }

    @Test func copiesAmongReleasesAreCopies() {
        var articles = (0..<6).map { Self.release($0) }
        var copy = articles[0]
        (copy.id, copy.title) = ("copy", "Another headline altogether zeta")
        articles.append(copy)
        let prints = fingerprints(articles)
        #expect(prints[0].isCopy(of: prints[6]) && !prints[1].isCopy(of: prints[6]))
    }

    @Test func oneTitleDoesNotMakeItCommon() {
        let articles = (0..<8).map { number in
            var article = Self.release(number)
            article.title = "The same title"
            return article
        }
        #expect(CollectionFingerprints(articles).boilerplate == .none)
    }

    @Test func bytesComeBack() throws {
        let boilerplate = CollectionFingerprints((0..<6).map { Self.release($0) }).boilerplate
        #expect(boilerplate != .none)
        #expect(Boilerplate(bytes: boilerplate.bytes) == boilerplate)
        #expect(Boilerplate(bytes: Array(boilerplate.bytes.dropLast())) == nil)
        #expect(Boilerplate(bytes: Array(boilerplate.bytes.prefix(8)) + boilerplate.bytes.prefix(8)) == nil)
    }

    @Test func listsShowReleasesOfOneStory() throws {
        let articles = (0..<6).map { number in
            var article = Self.release(number)
            article.title = "Harbour strike \(Self.own(number, words: 4))"
            article.excerpt = "\(Self.own(number + 20, words: 3)) crane drivers strike"
            return article
        }
        let others = (0..<20).map {
            Article(id: ArticleID("o\($0)"), title: "Other matter \(Self.own($0, words: 6))")
        }
        let recommender = try Recommender(
            articles + others,
            options: RankingOptions(limit: 5, minimumProbability: 0.01),
            relatedness: RelatednessModel(weights: [.terms: 10], bias: -2)
        )
        #expect(recommender.related(to: articles[0]).entries.count == 5)
    }
}
