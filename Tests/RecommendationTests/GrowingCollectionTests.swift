import Corpus
import Kernels
import Semantic
import TestSupport
import Testing

@testable import Recommendation

@Suite struct GrowingCollectionTests {
    /// Titles and excerpts of the demo articles, which take less time than their bodies.
    private let corpus = DemoCollection.articles.map { article in
        var short = article
        short.body = ""
        return short
    }
    private let options = RankingOptions(limit: 8, minimumProbability: 0.1)

    private func recommender(_ articles: [Article], _ exactSearchLimit: Int?) throws -> Recommender {
        let vectors = try exactSearchLimit.map { try DemoCollection.vectors(articles, exactSearchLimit: $0) }
        return try Recommender(articles, options: options, vectors: vectors, storing: true)
    }

    private func growing(
        _ articles: [Article],
        _ exactSearchLimit: Int?
    ) throws -> GrowingCollection<ResidentReader> {
        try #require(GrowingCollection(try recommender(articles, exactSearchLimit)))
    }

    @Test(arguments: [nil, Int.max, 50])
    func answersAsARecommenderUntilItGrows(exactSearchLimit: Int?) throws {
        let whole = try recommender(corpus, exactSearchLimit)
        let growing = try #require(GrowingCollection(whole))
        for article in corpus where article.title.utf8.count.isMultiple(of: 20) {
            let answer = try #require(try growing.answer(to: .article(article), options: options))
            #expect(answer.ranking == whole.related(to: article))
        }
    }

    @Test(arguments: [nil, Int.max, 50])
    func toppedUpListsAreThoseOfARecommender(exactSearchLimit: Int?) throws {
        let options = RankingOptions(limit: 8, fewest: 6, minimumProbability: 0.5, candidateCount: 20)
        let whole = try recommender(corpus, exactSearchLimit).with(options)
        let growing = try #require(GrowingCollection(whole))
        var fallback = 0
        for article in corpus where article.title.utf8.count.isMultiple(of: 40) {
            let answer = try #require(try growing.answer(to: .article(article), options: options))
            let expected = whole.related(to: article)
            #expect(answer.ranking == expected && expected.entries.count >= 6)
            fallback += expected.entries.count(where: \.isFallback)
            // Asked for one or for all.
            #expect(whole.related(toEach: [article]) == [expected])
        }
        #expect(fallback > 5)
    }

    @Test(arguments: [nil, Int.max, 50])
    func addedArticlesStandInLists(exactSearchLimit: Int?) throws {
        let later = corpus.indices.filter { $0.isMultiple(of: 24) }
        let older = corpus.indices.filter { !later.contains($0) }.map { corpus[$0] }
        var growing = try growing(older, exactSearchLimit)
        for position in later { try growing.upsert(corpus[position]) }
        #expect(growing.count == corpus.count && growing.addedArticles == later.map { corpus[$0] })
        let whole = try recommender(corpus, exactSearchLimit)
        // Frequencies are those of the beginning, so the lists are nearly those of the whole collection.
        var (common, wanted) = (0, 0)
        var newcomers = 0
        for article in corpus.enumerated().filter({ $0.offset % 6 < 2 }).map(\.element) {
            let answer = try #require(try growing.answer(to: .article(article), options: options))
            let (own, expected) = (
                Set(answer.ranking.entries.map(\.article.id)),
                Set(whole.related(to: article).entries.map(\.article.id))
            )
            common += own.intersection(expected).count
            wanted += expected.count
            newcomers += growing.addedArticles.count { own.contains($0.id) }
            #expect(!own.contains(article.id))
        }
        #expect(Double(common) > 0.9 * Double(wanted))
        #expect(newcomers > 5)
    }

    @Test(arguments: [nil, Int.max, 30])
    func randomChangesAnswerAsWhereEveryAdditionIsACandidate(exactSearchLimit: Int?) throws {
        // Fewer candidates than additions.
        let options = RankingOptions(limit: 6, fewest: 4, minimumProbability: 0.05, candidateCount: 12)
        let base = try recommender(Array(corpus.prefix(60)), exactSearchLimit)
        var naive = try #require(NaiveGrowth(base))
        var growing = try #require(GrowingCollection(base))
        var generator = SplitMix64(seed: 17)
        for step in 0..<60 {
            var article = corpus[Int.random(in: 0..<200, using: &generator)]
            switch Int.random(in: 0..<16, using: &generator) {
            case 0, 1:
                #expect(try growing.remove(article.id) == naive.articles.contains { $0.id == article.id })
                naive.remove(article.id)
            case 2:
                let outside = Article(
                    id: "draft",
                    title: article.title + " zzyzx3",
                    excerpt: article.excerpt
                )
                let answer = try #require(try growing.answer(to: .article(outside), options: options))
                #expect(answer.ranking == naive.ranking(for: outside, options), "step \(step)")
            case 3, 4:
                let known = naive.articles
                let asked = known[Int.random(in: 0..<known.count, using: &generator)]
                let answer = try #require(try growing.answer(to: .article(asked), options: options))
                #expect(answer.ranking == naive.ranking(for: asked, options), "step \(step)")
            default:
                // Words that the base has not, and some that several additions share.
                article.excerpt += " zzyzx\(step % 7) unheard\(step)"
                if step.isMultiple(of: 5) { article.choices.pinned = [.reference(corpus[step].id.rawValue)] }
                let density = try growing.upsert(article)
                naive.upsert(article, density: density)
                if step.isMultiple(of: 12) { #expect(density == naive.density(of: article)) }
            }
            expectInvariants(growing, naive)
        }
        #expect(growing.additionCount > 12)
    }

    private func expectInvariants(_ growing: GrowingCollection<ResidentReader>, _ naive: NaiveGrowth) {
        #expect(growing.count == naive.articles.count)
        #expect(growing.addedArticles == naive.added.map(\.article))
        #expect(growing.additionCount == growing.added.slots.count)
        #expect(growing.hiddenPositions == growing.hiddenPositions.sorted())
        #expect(Set(growing.hiddenPositions).count == growing.hiddenPositions.count)
        let hidden = ResidentReader(naive.base).articles(at: growing.hiddenPositions)
        #expect(Set(hidden.map(\.id)) == naive.removed.filter { naive.base[$0] != nil })
        #expect(growing.changeCount == growing.added.slotCount + growing.hiddenPositions.count)
        #expect(growing.added.slots.allSatisfy { !growing.added.density(of: $0).isNaN })
    }

    @Test(arguments: [nil, Int.max, 50])
    func aListIsFullThoughMostOfWhatIsNearIsDropped(exactSearchLimit: Int?) throws {
        // A hundred and sixty copies of one text are nearer than everything else.
        let subject = corpus[40]
        let copies = (0..<160).map { number in
            var copy = subject
            copy.id = ArticleID("copy-\(number)")
            copy.links = ArticleLinks()
            return copy
        }
        let rest = corpus.filter { $0.id != subject.id }
        let options = RankingOptions(limit: 8, minimumProbability: 0)
        let all = [subject] + copies + rest
        let whole = try Recommender(
            all,
            options: options,
            vectors: try recommender(all, exactSearchLimit).vectors,
            storing: true
        )
        let expected = whole.related(to: subject)
        #expect(expected.entries.count == options.limit)
        // All of them from the beginning, and half of them added.
        let resident = try #require(GrowingCollection(whole))
        #expect(try resident.answer(to: .article(subject), options: options)?.ranking == expected)
        var grown = try growing([subject] + copies.prefix(80) + rest, exactSearchLimit)
        for copy in copies.suffix(80) { try grown.upsert(copy) }
        let answer = try #require(try grown.answer(to: .article(subject), options: options))
        #expect(answer.ranking.entries.count == options.limit)
        // A window that leaves out all that is near.
        var rules = EditorialRules()
        rules.window = 30
        let narrow = RankingOptions(limit: 8, minimumProbability: 0, rules: rules)
        let windowed = try recommender(corpus, exactSearchLimit)
        let strict = try Recommender(corpus, options: narrow, vectors: windowed.vectors, storing: true)
        let few = try #require(GrowingCollection(strict))
        for article in corpus.prefix(5) {
            let expected = strict.related(to: article)
            #expect(try few.answer(to: .article(article), options: narrow)?.ranking == expected)
        }
    }

    @Test func removedAndReplacedArticlesAreGone() throws {
        var growing = try growing(corpus, 50)
        let subject = corpus[12]
        let first = try #require(try growing.answer(to: .article(subject), options: options)).ranking
        let (gone, corrected) = (first.entries[0].article, first.entries[1].article)
        let before = growing
        #expect(try growing.remove(gone.id))
        #expect(try !growing.remove(gone.id))
        #expect(try !growing.remove("nobody"))
        var correction = corrected
        correction.title = "Nothing like it: a recipe for plum dumplings"
        (correction.excerpt, correction.body) = ("Sugar, flour and plums.", "")
        try growing.upsert(correction)
        let later = try #require(try growing.answer(to: .article(subject), options: options)).ranking
        #expect(!later.entries.contains { $0.article.id == gone.id || $0.article.id == corrected.id })
        #expect(growing.count == corpus.count - 1 && growing.hiddenPositions.count == 2)
        #expect(try growing.article(named: gone.id.rawValue) == nil)
        #expect(try growing.article(withID: corrected.id) == correction)
        if let url = gone.links.primary { #expect(try growing.article(named: url)?.id != gone.id) }
        // A correction of an addition hides the addition.
        try growing.upsert(corrected)
        #expect(try growing.article(withID: corrected.id) == corrected)
        #expect(growing.additionCount == 1 && growing.changeCount == 4)
        #expect(try growing.remove(corrected.id))
        #expect(try growing.article(withID: corrected.id) == nil)
        #expect(growing.additionCount == 0 && growing.count == corpus.count - 2)
        // The copy from before still answers as it did.
        #expect(try before.answer(to: .article(subject), options: options)?.ranking == first)
        #expect(before.count == corpus.count)
    }

    @Test func pinsAreFoundAmongAdditions() throws {
        var growing = try growing(Array(corpus.prefix(200)), nil)
        var (byID, byPage) = (corpus[300], corpus[301])
        byID.links = ArticleLinks()
        byPage.links = ArticleLinks(web: "https://new.example/page")
        try growing.upsert(byID)
        try growing.upsert(byPage)
        var subject = corpus[7]
        subject.choices.pinned = [
            .reference("http://www.new.example/page/"), .reference(byID.id.rawValue), .reference("nobody"),
        ]
        try growing.upsert(subject)
        let answer = try #require(try growing.answer(to: .article(subject), options: options))
        #expect(answer.ranking.entries.filter(\.isPinned).map(\.article) == [byPage, byID])
        #expect(answer.verdict(on: byID) == .pinned(2))
        #expect(try growing.unknownPins(of: subject) == ["nobody"])
        #expect(try growing.remove(byID.id))
        let later = try #require(try growing.answer(to: .article(subject), options: options))
        #expect(later.ranking.entries.filter(\.isPinned).map(\.article) == [byPage])
    }

    @Test func additionsCountForQualityAndRecency() throws {
        var growing = try growing(Array(corpus.prefix(250)), nil)
        var better = corpus[300]
        better.quality = 1000
        try growing.upsert(better)
        var rules = EditorialRules()
        rules.qualityWeight = 50
        let options = RankingOptions(limit: 4, minimumProbability: 0.000_1, rules: rules)
        let near = try #require(try growing.answer(to: .article(better), options: options)).ranking.entries[0]
        let list = try #require(try growing.answer(to: .article(near.article), options: options)).ranking
        #expect(list.entries.first?.article == better)
    }

    @Test(arguments: [nil, 50])
    func whatIsRestoredAnswersAsWhatWasAdded(exactSearchLimit: Int?) throws {
        let base = try recommender(Array(corpus.prefix(200)), exactSearchLimit)
        var growing = try #require(GrowingCollection(base))
        var additions: [GrowingCollection<ResidentReader>.Addition] = []
        for article in corpus[190..<215] {
            let density = try growing.upsert(article)
            additions.append(.init(article, embedding: nil, density: density))
        }
        #expect(try growing.remove(corpus[3].id))
        var reopened = try #require(GrowingCollection(base))
        try reopened.restore(additions)
        reopened.hide(positions: growing.hiddenPositions + [-1, 1000])
        #expect(reopened.addedArticles == growing.addedArticles && reopened.count == growing.count)
        for article in corpus[195..<205] {
            let expected = try growing.answer(to: .article(article), options: options)?.ranking
            #expect(expected != nil)
            #expect(try reopened.answer(to: .article(article), options: options)?.ranking == expected)
        }
    }

    @Test func anEmptyCollectionGrows() throws {
        var growing = try growing([], nil)
        #expect(try growing.answer(to: .article(corpus[0]))?.ranking.entries.isEmpty == true)
        for article in corpus.prefix(30) { try growing.upsert(article) }
        #expect(growing.count == 30)
        #expect(try growing.answer(to: .article(corpus[0])) != nil)
    }

    @Test(arguments: [nil, Int.max, 50])
    func aQuestionReadsNoMoreWhereMoreWasAdded(exactSearchLimit: Int?) throws {
        let base = try recommender(Array(corpus.prefix(300)), exactSearchLimit)
        var growing = try #require(GrowingCollection(base))
        let most = options.candidateCount(articles: corpus.count)
        var judged: [Int] = []
        for round in 0..<3 {
            let additions = (0..<160).map { number in
                var article = corpus[(number * 7 + round) % corpus.count]
                article.id = ArticleID("addition-\(round)-\(number)")
                article.links = ArticleLinks()
                article.excerpt += " variant\(number) of\(number + 1) round\(round)"
                return GrowingCollection<ResidentReader>.Addition(article, embedding: nil, density: 0.3)
            }
            try growing.restore(additions)
            let outside = Article(id: "draft", title: corpus[310].title, excerpt: corpus[310].excerpt)
            let all = RankingOptions(limit: 8, minimumProbability: 0)
            let answer = try #require(try growing.answer(to: .article(outside), options: all))
            judged.append(answer.recommender.articles.count)
        }
        // Candidates of the base and as many of the additions.
        #expect(judged.allSatisfy { $0 <= 2 * most + 2 * FusedIndex.share(of: most) })
        #expect(judged[2] <= judged[1] + most / 4)
        #expect(growing.additionCount == 480)
    }
}
