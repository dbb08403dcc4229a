import Corpus
import Testing

@testable import Recommendation

@Suite struct SeriesTests {
    private func print(_ title: String, _ excerpt: String = "", series: String? = nil, body: String = "")
        -> TextFingerprint
    {
        TextFingerprint(
            Article(id: "a", title: title, excerpt: excerpt, body: body, page: ArticlePage(series: series))
        )
    }

    private static let texts = [
        "We choose plywood, cut the keel and set up the frames in the shed behind the old mill this winter.",
        "Mast, boom and sails: how the rig was made and stepped, and what leaked when she went into the water.",
    ]

    @Test(arguments: [
        (
            "How we restored a wooden fishing boat, part 1 of 2",
            "How we restored a wooden fishing boat, part 2 of 2"
        ),
        (
            "The long road to the northern harbour towns (1/3)",
            "The long road to the northern harbour towns (2/3)"
        ),
        ("Release 4.4 is here", "Release 4.3 is here"),
        ("Rules of the game for all new players 2-2", "Rules of the game for all new players 1-2"),
        ("5.0 Release Process", "5.1 Release Process"),
        (
            "Version 5.9.1 of the compiler is available today",
            "Version 5.9.2 of the compiler is available today"
        ),
        ("A history of the harbour, Part II", "A history of the harbour, Part III"),
        ("A history of the harbour, Part One", "A history of the harbour, Part Two"),
        ("Die Geschichte des Hafens, Teil 3", "Die Geschichte des Hafens, Teil 4"),
        ("Notes from the harbour office #12", "Notes from the harbour office #13"),
    ]) func partsAreNoCopiesWhateverTheySay(first: String, second: String) {
        for other in Self.texts {
            let (a, b) = (print(first, Self.texts[0]), print(second, other))
            #expect(a.kinship(with: b) == .declared)
            #expect(!a.isCopy(of: b) && !b.isCopy(of: a))
            #expect(!a.sharesTemplate(with: b) && !b.sharesTemplate(with: a))
            #expect(a.isSibling(of: b) && b.isSibling(of: a))
        }
    }

    @Test(arguments: [
        ("Shares of the harbour company gain 1.2 %", "Shares of the harbour company gain 1.5 %"),
        ("Harbour company reports a loss of $12 million", "Harbour company reports a loss of $14 million"),
        ("Horoscope for the harbour on March 12", "Horoscope for the harbour on March 13"),
        ("The tide tables for 2021-03-05", "The tide tables for 2021-03-06"),
        ("The ferry leaves at 10:30 from the old pier", "The ferry leaves at 10:45 from the old pier"),
        ("The harbour has 1,200 new berths", "The harbour has 1,300 new berths"),
        ("How to fix a boat, part 1 of 2", "How to sail a boat, part 2 of 2"),
        ("The same title", "The same title"),
        ("Part 1 of 2", "part 1 OF 2"),
    ]) func measuresAndDatesCountNoParts(first: String, second: String) {
        #expect(print(first).kinship(with: print(second)) == .none)
        #expect(!print(first).isSibling(of: print(second)))
    }

    @Test func otherNumbersArePartsWhereTheTextsDiffer() {
        let (a, b) = (
            print("The best books of the year 2021", Self.texts[0]),
            print("The best books of the year 2022", Self.texts[1])
        )
        #expect(a.kinship(with: b) == .numbered && a.isSibling(of: b))
        #expect(!a.isCopy(of: b) && !a.sharesTemplate(with: b))
        let same = print("The best books of the year 2022", Self.texts[0])
        #expect(!a.isCopy(of: same) && a.sharesTemplate(with: same) && !a.isSibling(of: same))
    }

    @Test func aSeriesThatArticlesNameIsOne() {
        let (a, b) = (
            print("The keel", Self.texts[0], series: "Boat"), print("The rig", Self.texts[0], series: "boat")
        )
        #expect(a.isSibling(of: b) && !a.isCopy(of: b) && !a.sharesTemplate(with: b))
        let sameTitle = (
            print("Diary", Self.texts[0], series: "Boat"), print("Diary", Self.texts[1], series: "Boat")
        )
        #expect(!sameTitle.0.hasSameTitle(as: sameTitle.1))
        #expect(print("Diary", Self.texts[0]).hasSameTitle(as: print("Diary", Self.texts[1])))
    }

    @Test func oneTextTwiceIsACopyInASeriesToo() {
        let body = (0..<150).map { "word\($0)" }.joined(separator: " ")
        let (a, b) = (
            print("Boat, part 1", Self.texts[0], body: body), print("Boat, part 2", Self.texts[0], body: body)
        )
        #expect(a.isCopy(of: b) && !a.isSibling(of: b))
        let twice = (
            print("Diary", Self.texts[0], series: "Boat"), print("Diary", Self.texts[0], series: "Boat")
        )
        #expect(twice.0.isCopy(of: twice.1))
    }

    @Test(arguments: [false, true]) func aListShowsAllPartsOrOne(folds: Bool) throws {
        let parts = (1...4).map { number in
            Article(
                id: ArticleID("p\(number)"),
                title: "How we restored a wooden fishing boat, part \(number) of 4",
                excerpt:
                    "The shed of the boat: step alpha\(number) and beta\(number) and gamma\(number) of the work."
            )
        }
        let subject = Article(id: "s", title: "Wooden fishing boat restored by volunteers sails again")
        let others = (0..<30).map {
            Article(id: ArticleID("o\($0)"), title: "Matter q\($0)z of r\($0)z and s\($0)z")
        }
        var rules = EditorialRules()
        rules.foldsSeries = folds
        let recommender = try Recommender(
            [subject] + parts + others,
            options: RankingOptions(limit: 4, minimumProbability: 0.01, rules: rules),
            relatedness: RelatednessModel(weights: [.terms: 10], bias: -2)
        )
        #expect(recommender.related(to: subject).entries.count == (folds ? 1 : 4))
        let trace = recommender.trace(of: recommender.resolve(subject)).verdicts.values
        let folded = trace.filter { if case .series = $0 { true } else { false } }
        #expect(folded.count == (folds ? 3 : 0))
        // A part's own siblings may stand in its list.
        #expect(recommender.related(to: parts[0]).entries.count >= (folds ? 1 : 3))
    }
}
