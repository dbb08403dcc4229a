import Evaluation
import Testing

@Suite struct AgreementTests {
    /// Judgements of pairs "q", "0", "1", ...
    private func judgements(_ labels: [Label], query: String = "q") -> Qrels {
        let named = labels.enumerated().map { ("\($0.offset)", $0.element) }
        return Qrels(labels: [query: Dictionary(uniqueKeysWithValues: named)])
    }

    /// A table of counts as two judges' labels.
    private func judges(_ table: [(Label, Label, Int)]) -> (Qrels, Qrels) {
        let pairs = table.flatMap { row in (0..<row.2).map { _ in (row.0, row.1) } }
        return (judgements(pairs.map(\.0)), judgements(pairs.map(\.1)))
    }

    /// The textbook's two by two: 20 and 15 alike, 5 and 10 not. Same .7; by chance
    /// (25 x 30 + 25 x 20) / 2500 = .5; kappa (.7 - .5) / (1 - .5) = .4.
    @Test func twoCategoriesWorkedOutByHand() throws {
        let (first, second) = judges([
            (.related, .related, 20), (.related, .unrelated, 5), (.unrelated, .related, 10),
            (.unrelated, .unrelated, 15),
        ])
        let agreement = try #require(Agreement(first, second))
        #expect(agreement.pairs == 50)
        #expect(abs(agreement.labels.share - 0.7) < 1e-12)
        #expect(try abs(#require(agreement.labels.kappa) - 0.4) < 1e-12)
        #expect(agreement.verdict == agreement.labels)
        #expect(agreement.count(.related, .unrelated) == 5 && agreement.count(.unrelated, .related) == 10)
        #expect(agreement.count(.copy, .copy) == 0)
    }

    /// Ten pairs. Labels: six alike; shares of the first 2: 3, 1: 2, 0: 3, t: 1, c: 1, of the second 2: 2, 1: 3, 0: 4,
    /// t: 1, c: 0, so by chance (6 + 6 + 12 + 1 + 0) / 100 = .25, kappa (.6 - .25) / .75 = .466667.
    /// Verdicts: of the first 5 are related, of the second 5; eight alike; chance (25 + 25) / 100, kappa .6.
    @Test func labelsAndVerdictsApart() throws {
        let (first, second) = judges([
            (.sameStory, .sameStory, 2), (.sameStory, .related, 1), (.related, .related, 1),
            (.related, .unrelated, 1), (.unrelated, .unrelated, 2), (.unrelated, .related, 1),
            (.template, .template, 1), (.copy, .unrelated, 1),
        ])
        let agreement = try #require(Agreement(first, second))
        #expect(abs(agreement.labels.share - 0.6) < 1e-12)
        #expect(try abs(#require(agreement.labels.kappa) - 0.35 / 0.75) < 1e-12)
        #expect(abs(agreement.verdict.share - 0.8) < 1e-12)
        #expect(try abs(#require(agreement.verdict.kappa) - 0.6) < 1e-12)
        #expect(agreement.differences.count == 4)
        #expect(agreement.differences[0].first == .sameStory && agreement.differences[0].second == .related)
    }

    @Test func worseThanChanceIsNegativeAndOneCategoryHasNoKappa() throws {
        let (first, second) = judges([(.related, .unrelated, 1), (.unrelated, .related, 1)])
        #expect(try #require(Agreement(first, second)).labels.kappa == -1)
        let same = judgements([.related, .related])
        let alike = try #require(Agreement(same, same))
        #expect(alike.labels.share == 1 && alike.labels.kappa == nil)
        let both = judgements([.related, .copy, .template])
        #expect(try #require(Agreement(both, both)).labels.kappa == 1)
    }

    @Test func onlyPairsThatBothJudgedCount() throws {
        let first = judgements([.related, .unrelated, .copy])
        let second = judgements([.related])
        let agreement = try #require(Agreement(first, second))
        #expect(agreement.pairs == 1 && agreement.onlyFirst == 2 && agreement.onlySecond == 0)
        // The other direction is another question.
        #expect(Agreement(first, Qrels(labels: ["0": ["q": .related]])) == nil)
    }
}
