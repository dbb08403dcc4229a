import Corpus
import Retrieval
import Testing

@testable import Recommendation

/// The maker of lists against one that looks at one candidate after the other.
@Suite struct NaiveListTests {
    /// A list by the definition: the best candidate, of its copies the one to show, unless something is against it.
    private func naive(
        _ pairs: [JudgedPair],
        for own: Article,
        _ recommender: Recommender
    ) -> (ids: [ArticleID], dropped: Int) {
        let (articles, index) = (recommender.articles, recommender.index)
        let (rules, limit) = (recommender.options.rules, recommender.options.limit)
        let subject = TextFingerprint(own)
        let prints = articles.map { TextFingerprint($0) }
        var (chosen, dropped) = ([Int](), 0)
        func isCopy(_ a: Int, _ b: Int) -> Bool {
            prints[a].isCopy(of: prints[b])
                || index.saysTheSame(DocID(a), DocID(b))
        }
        var waiting = pairs.filter { $0.logOdds >= recommender.judge.minimumLogOdds }
        waiting.removeAll { pair in
            guard articles[pair.doc.index].isNeverListed(under: own) else { return false }
            dropped += 1
            return true
        }
        while chosen.count < limit, !waiting.isEmpty {
            func value(_ pair: JudgedPair) -> Double {
                let closeness = chosen.map { index.closeness(DocID($0), pair.doc) }.max() ?? 0
                return Double(pair.logOdds) - rules.diversity * Double(max(0, closeness))
            }
            func day(_ pair: JudgedPair) -> Double? { articles[pair.doc.index].daysSince1970 }
            let values = Dictionary(uniqueKeysWithValues: waiting.map { ($0.doc, value($0)) })
            let best = waiting.min { a, b in
                let (first, second) = (values[a.doc]!, values[b.doc]!)
                if first != second { return first > second }
                if a.logOdds != b.logOdds { return a.logOdds > b.logOdds }
                if day(a) != day(b) { return day(a) ?? -.infinity > day(b) ?? -.infinity }
                return a.doc < b.doc
            }!
            var shown = best
            let ordered = waiting.sorted { a, b in
                if a.logOdds != b.logOdds { return a.logOdds > b.logOdds }
                if day(a) != day(b) { return day(a) ?? -.infinity > day(b) ?? -.infinity }
                return a.doc < b.doc
            }
            for other in ordered where other.doc != best.doc && isCopy(other.doc.index, best.doc.index) {
                let (a, b) = (articles[other.doc.index], articles[shown.doc.index])
                let (quality, least) = (a.quality ?? -.infinity, b.quality ?? -.infinity)
                let isEarlier = a.daysSince1970 ?? .infinity < b.daysSince1970 ?? .infinity
                if quality > least || quality == least && isEarlier { shown = other }
            }
            waiting.removeAll { $0.doc == shown.doc }
            let (number, article) = (shown.doc.index, articles[shown.doc.index])
            let print = prints[number]
            let hasForm = chosen.contains { prints[$0].sharesTemplate(with: subject) }
            let isDropped =
                print.isCopy(of: subject)
                || index.saysTheSame(shown.doc, as: subject, cosine: Float(shown.signals[.terms]))
                || print.hasSameTitle(as: subject) || hasForm && print.sharesTemplate(with: subject)
                || chosen.contains { other in
                    let theirs = prints[other]
                    return isCopy(number, other) || article.sharesPage(with: articles[other])
                        || print.sharesTemplate(with: theirs) || print.hasSameTitle(as: theirs)
                }
                || chosen.count { articles[$0].providerKey == article.providerKey }
                    >= rules.maxPerProvider ?? .max
            if isDropped { dropped += 1 } else { chosen.append(number) }
        }
        return (chosen.map { articles[$0].id }, dropped)
    }

    @Test(arguments: [0.0, 1], [4, 12])
    func listsAreThoseOfTheDefinition(_ diversity: Double, _ limit: Int) throws {
        var (folded, full) = (0, 0)
        for seed in 1...2 {
            let articles = CopiedCollection.articles(
                identical: 15,
                similar: 12,
                others: 40,
                seed: UInt64(seed)
            )
            var rules = EditorialRules()
            rules.diversity = diversity
            rules.maxPerProvider = seed == 2 ? 3 : nil
            let recommender = try Recommender(
                articles,
                options: RankingOptions(
                    limit: limit,
                    minimumProbability: 0.05,
                    candidateCount: 64,
                    rules: rules
                ),
                relatedness: RelatednessModel(weights: [.terms: 10, .dated: -2, .within10Days: 4], bias: -4)
            )
            for article in articles.prefix(8) {
                let subject = recommender.resolve(article)
                let candidates = recommender.search.candidates(of: subject, count: 64, retaining: .all)
                let pairs = recommender.judge.judged(candidates)
                let expected = naive(pairs, for: article, recommender)
                let outcome = recommender.maker.list(
                    pairs,
                    of: candidates,
                    for: recommender.listSubject(subject)
                )
                folded += expected.dropped
                switch outcome {
                case .complete(let list):
                    full += 1
                    #expect(list.entries.map(\.article.id) == expected.ids)
                    #expect(
                        expected.ids.count == limit || !candidates.isTruncated
                            || 2 * expected.dropped < candidates.count
                    )
                case .needsMoreCandidates(let count):
                    #expect(expected.ids.count < limit && 2 * expected.dropped >= candidates.count)
                    #expect(count == 4 * candidates.count)
                }
            }
        }
        #expect(folded > 100 && full > 2)
    }
}
