import Corpus
import Foundation
import Retrieval
import Testing

@testable import Recommendation

/// Lists as an editor wants them: pins, exclusions, copies, caps, filters, time.
@Suite struct ListMakerTests {
    /// Weights by which whatever shares words is related, the nearer in time the more.
    private static let relatedness = RelatednessModel(
        weights: [.terms: 10, .dated: -2, .within10Days: 4],
        bias: -2
    )

    private func article(
        _ id: ArticleID,
        _ title: String,
        _ excerpt: String = "",
        day: Int? = nil,
        provider: String? = nil,
        quality: Double? = nil
    ) -> Article {
        Article(
            id: id,
            title: title,
            excerpt: excerpt,
            published: day.flatMap { PublicationDate("2021-03-" + ($0 < 10 ? "0" : "") + "\($0)") },
            links: ArticleLinks(web: "https://\(id).example/"),
            provider: provider.map { Provider(name: $0, domain: $0.lowercased() + ".example") },
            quality: quality
        )
    }

    private func list(
        _ article: Article,
        _ others: [Article],
        limit: Int = 10,
        minimum: Double = 0.2,
        _ change: (inout EditorialRules) -> Void = { _ in }
    ) throws -> [ArticleID] {
        try recommender([article] + others, limit: limit, minimum: minimum, change)
            .related(to: article).entries.map(\.article.id)
    }

    private func recommender(
        _ articles: [Article],
        limit: Int = 10,
        minimum: Double = 0.2,
        _ change: (inout EditorialRules) -> Void = { _ in }
    ) throws -> Recommender {
        var rules = EditorialRules()
        rules.diversity = 0
        change(&rules)
        return try Recommender(
            articles,
            options: RankingOptions(limit: limit, minimumProbability: minimum, rules: rules),
            relatedness: Self.relatedness
        )
    }

    private var storm: Article {
        article("storm", "Storm floods harbour", "Waves broke over the quay.", day: 10, provider: "Alpha")
    }

    private var others: [Article] {
        [
            article("a", "Harbour storm leaves boats sunk", day: 11, provider: "Alpha", quality: 10),
            article("b", "After the storm, harbour counts the cost", day: 12, provider: "Beta", quality: 90),
            article("c", "Storm harbour repairs begin", day: 30, provider: "Alpha", quality: 50),
            article("d", "Harbour floods: storm warning was late", day: 2, provider: "Gamma"),
            article("e", "Choir wins prize", day: 10, provider: "Beta", quality: 99),
        ]
    }

    @Test func unrelatedArticlesAreLeftOut() throws {
        let found = try list(storm, others)
        #expect(Set(found) == ["a", "b", "c", "d"])
        #expect(try list(others[4], Array(others.prefix(4)) + [storm]).isEmpty)
    }

    @Test func pinsComeFirstInOrderEvenFromOutside() throws {
        var pinning = storm
        let outside = article("https://elsewhere.example/guide", "A guide to storms")
        pinning.choices.pinned = [
            .reference("e"), .entry(outside), .reference("http://www.d.example/?utm_source=x"),
            .reference("nowhere"), .reference("storm"), .reference("e"),
        ]
        let recommender = try recommender([pinning] + others, limit: 5)
        let entries = recommender.related(to: pinning).entries
        #expect(entries.prefix(3).map(\.article.id) == ["e", "https://elsewhere.example/guide", "d"])
        #expect(entries.map(\.isPinned) == [true, true, true, false, false])
        #expect(entries[0].probability == nil)
        #expect(recommender.unknownPins(of: pinning) == ["nowhere"])
        #expect(recommender.verdict(on: others[4], under: pinning) == .pinned(1))
        // What is pinned is not listed a second time.
        #expect(Set(entries.map(\.article.id)).count == entries.count)
    }

    @Test func moreAreListedThanTheLimitOnlyWherePinned() throws {
        var pinning = storm
        pinning.choices.pinned = [.reference("e"), .reference("c"), .reference("a")]
        #expect(try list(pinning, others, limit: 2) == ["e", "c", "a"])
    }

    /// Press reviews are all alike, and so templates of each other; those of the week before and after belong beside one.
    @Test func theNeighboursInASeriesStandBesideEachOther() throws {
        let reviews = (1...7).map { week in
            article(
                ArticleID("week\(week)"),
                "Harbour review of \(3 * week) March 2021",
                "The week on the quay in \(10 + week) notes, with boats, cranes, tides and the weather of Oslo and Kiel.",
                day: 3 * week
            )
        }
        let prints = reviews.map { TextFingerprint($0) }
        try #require(prints[2].sharesTemplate(with: prints[4]) && prints[2].sharesTemplate(with: prints[3]))
        let found = try list(reviews[3], reviews.filter { $0.id != "week4" })
        #expect(Set(found) == ["week3", "week5"])
    }

    @Test func excludedArticlesAreNeverListed() throws {
        var excluding = storm
        excluding.choices.excluded = ["a", "https://www.b.example"]
        #expect(Set(try list(excluding, others)) == ["c", "d"])
        let recommender = try recommender([excluding] + others)
        #expect(recommender.verdict(on: others[0], under: excluding) == .excluded)
    }

    @Test func windowAndDirectionConcernDatedArticles() throws {
        let undated = article("u", "Harbour storm, undated")
        let all = others + [undated]
        #expect(Set(try list(storm, all) { $0.window = 5 }) == ["a", "b", "u"])
        #expect(Set(try list(storm, all) { $0.onlyEarlier = true }) == ["d", "u"])
        var draft = storm
        draft.published = nil
        #expect(Set(try list(draft, all) { $0.window = 5 }) == ["a", "b", "c", "d", "u"])
    }

    @Test func filtersByWhatArticlesSayOfThemselves() throws {
        var all = others
        all[0].topics = ["Weather", "Boats"]
        all[1].topics = ["weather"]
        all[2].type = "video"
        all[3].language = "en-GB"
        func found(_ change: (inout EditorialRules) -> Void) throws -> Set<ArticleID> {
            Set(try list(storm, all, change))
        }
        #expect(try found { $0.onlyTopics = ["WEATHER"] } == ["a", "b"])
        #expect(try found { $0.excludedTopics = ["boats"] } == ["b", "c", "d"])
        #expect(try found { $0.onlyTypes = ["video"] } == ["c"])
        #expect(try found { $0.onlyLanguages = ["en"] } == ["d"])
        #expect(try found { $0.minimumQuality = 50 } == ["b", "c"])
        #expect(try found { $0.excludedProviders = ["ALPHA"] } == ["b", "d"])
        #expect(try found { $0.excludedProviders = ["beta.example"] } == ["a", "c", "d"])
        let date = try #require(PublicationDate("2021-03-12")?.date)
        #expect(try found { $0.publishedAfter = date } == ["b", "c"])
        #expect(try found { $0.publishedBefore = date } == ["a", "b", "d"])
    }

    @Test func pagesThatNobodyRecommendsAreListedOnlyWhereAskedFor() throws {
        var all = others
        all[0].isPublished = false
        all[1].page.expires = PublicationDate("2021-06-01")
        all[2].page.kind = .index
        all[3].page.kind = .redirect
        let now = try #require(PublicationDate("2021-03-31T00:00:00Z")?.date)
        var later = article("later", "Storm floods harbour later", provider: "Gamma")
        later.published = PublicationDate("2021-04-20")
        all.append(later)
        func found(_ change: (inout EditorialRules) -> Void) throws -> Set<ArticleID> {
            Set(
                try list(storm, all) {
                    $0.asOf = now
                    change(&$0)
                }
            )
        }
        #expect(try found { _ in } == ["b"])
        #expect(try found { $0.includesDrafts = true } == ["a", "b"])
        #expect(try found { $0.includesFuture = true } == ["b", "later"])
        #expect(try found { $0.includesIndexPages = true } == ["b", "c"])
        let summer = PublicationDate("2021-06-01")?.date
        #expect(try found { $0.asOf = summer } == ["later"])
        #expect(try found { ($0.asOf, $0.includesExpired) = (summer, true) } == ["b", "later"])
        // A draft is one wherever it was found.
        all[0].links.original = "https://elsewhere.example/a"
        #expect(try found { _ in } == ["b"])
        all[0].links.original = nil
        let verdicts = try recommender(all + [storm])
        #expect(verdicts.verdict(on: all[3], under: storm) == .unlistable(.redirect))
        #expect(
            verdicts.verdict(on: all[0], under: storm).sentence(0.5)
                == "left out, it is a draft (--include-drafts)"
        )
    }

    @Test func listsSpeakTheLanguageOfTheirArticle() throws {
        var all = others
        var subject = storm
        subject.language = "en-US"
        all[0].language = "en_GB"
        all[1].language = "de"
        all[2].language = "EN"
        all[2].page.translationKey = "storm"
        all[3].language = "en"
        #expect(Set(try list(subject, all)) == ["a", "c", "d"])
        #expect(Set(try list(subject, all) { $0.anyLanguage = true }) == ["a", "b", "c", "d"])
        #expect(Set(try list(storm, all)) == ["a", "b", "c", "d"])
        // Of translations only one stands in a list, and none under another.
        all[3].page.translationKey = "storm"
        #expect(Set(try list(subject, all)).subtracting(["c", "d"]) == ["a"])
        #expect(try list(subject, all).count == 2)
        subject.page.translationKey = "storm"
        #expect(
            try list(subject, all) { $0.anyLanguage = true }.sorted { $0.rawValue < $1.rawValue } == [
                "a", "b",
            ]
        )
        #expect(LanguageTag.isSame("zh-CN", "zh-Hans") && !LanguageTag.isSame("zh-CN", "zh_TW"))
    }

    @Test func filteredArticlesDoNotUseUpTheCandidates() throws {
        // Three hundred nearer ones are filtered; the only one that is left still comes.
        let near = (0..<300).map {
            article(ArticleID("n\($0)"), "Storm floods harbour \($0)", day: 10, provider: "Beta")
        }
        let far = article(
            "far",
            "Harbour storm seen from far away by many people",
            day: 11,
            provider: "Gamma"
        )
        #expect(try list(storm, near + [far]) { $0.excludedProviders = ["Beta"] } == ["far"])
    }

    @Test func aProviderHasOnlySoManyEntries() throws {
        let found = try list(storm, others) { $0.maxPerProvider = 1 }
        #expect(Set(found).isSuperset(of: ["b", "d"]) && found.count == 3)
        let recommender = try recommender([storm] + others) { $0.maxPerProvider = 1 }
        let verdicts = [others[0], others[2]].map { recommender.verdict(on: $0, under: storm) }
        #expect(verdicts.contains(.providerFull("alpha.example")))
    }

    @Test func ofCopiesTheBestIsShownAndNoneUnderItself() throws {
        let text =
            "Waves broke over the quay at Saltmouth on Tuesday and sank eleven fishing boats while the "
            + "harbour master and two of his men were still trying to close the inner gates of the old dock."
        let all = [
            article("late", "Storm sinks eleven boats at Saltmouth", text, day: 12, quality: 50),
            article("early", "Eleven boats sink at Saltmouth in storm", text, day: 11, quality: 50),
            article("poor", "Storm sinks boats, eleven lost at Saltmouth", text, day: 10, quality: 1),
            article("other", "Saltmouth storm: what the harbour does next", day: 12),
        ]
        let query = article("query", "Storm at Saltmouth harbour", "Boats were lost.", day: 12)
        let found = try list(query, all)
        #expect(found.contains("early") && found.contains("other"))
        #expect(!found.contains("late") && !found.contains("poor"))
        let recommender = try recommender([query] + all)
        #expect(recommender.verdict(on: all[0], under: query) == .copy(of: "early"))
        let dropped = recommender.dropped(from: query)
        #expect(Set(dropped.map(\.article.id)) == ["late", "poor"])
        #expect(dropped.allSatisfy { $0.verdict == .copy(of: "early") })
        #expect(
            try list(all[0], [query] + Array(all.dropFirst())).allSatisfy { $0 == "other" || $0 == "query" }
        )
    }

    @Test func equalTextsAreFoldedHoweverShort() throws {
        let all = [
            article("one", "Harbour storm", day: 9), article("two", "Storm, harbour!", day: 11),
            article("three", "Harbour boats", day: 11),
        ]
        let found = try list(storm, all, minimum: 0)
        #expect(found.contains("one") != found.contains("two") && found.contains("three"))
        #expect(try list(all[0], [all[1], all[2]], minimum: 0) == ["three"])
    }

    @Test func aHeadlineStandsOnceInAList() throws {
        let all = [
            article(
                "one",
                "Storm notes",
                "What the harbour master saw from his tower on the night of the flood."
            ),
            article(
                "two",
                "Storm Notes",
                "Letters of readers whose cellars are full of mud and whose cars are gone."
            ),
            article("query", "Harbour storm", "A night of flood."),
        ]
        #expect(try list(all[2], [all[0], all[1]], minimum: 0).count == 1)
        #expect(try list(all[0], [all[1], all[2]], minimum: 0) == ["query"])
    }

    @Test func aFormIsNotFilledInTwice() throws {
        func report(_ id: ArticleID, _ name: String, _ gain: String) -> Article {
            article(
                id,
                "\(name) shares gain \(gain)% as Sensex rises",
                "Shares of \(name) traded \(gain) per cent up in the session today at 10 in the morning as the "
                    + "benchmark index rose and volume was higher than in the last session.",
                day: 10
            )
        }
        let reports = [
            report("r1", "Tata Motors", "1.2"), report("r2", "Infosys", "2.7"), report("r3", "Wipro", "0.4"),
            report("r4", "Maruti", "3.1"),
        ]
        let found = try list(report("r0", "Cipla", "1.9"), reports, minimum: 0)
        #expect(found.count == 1)
    }

    @Test func qualityAndRecencyMovePlacesNotProbabilities() throws {
        let plain = try recommender([storm] + others).related(to: storm).entries
        let entries = try recommender([storm] + others) { $0.qualityWeight = 50 }.related(to: storm).entries
        #expect(entries.map(\.article.id).first == "b")
        #expect(Set(entries.map(\.score)) == Set(plain.map(\.score)))
        let recent = try recommender([storm] + others) { $0.recencyWeight = 50 }.related(to: storm).entries
        #expect(recent.map(\.article.id).first == "c")
    }

    @Test(arguments: ListOrder.allCases)
    func theOrderIsAsAsked(order: ListOrder) throws {
        var pinning = storm
        pinning.choices.pinned = [.reference("e")]
        let found = try list(pinning, others) { $0.order = order }
        #expect(found.first == "e")
        switch order {
        case .newest: #expect(found.dropFirst() == ["c", "b", "a", "d"])
        case .oldest: #expect(found.dropFirst() == ["d", "a", "b", "c"])
        case .quality: #expect(found.dropFirst() == ["b", "c", "a", "d"])
        case .relevance: #expect(Set(found.dropFirst()) == ["a", "b", "c", "d"])
        }
    }

    @Test func diversityMovesWhatSaysTheSameDown() throws {
        let all = [
            article("one", "Storm floods harbour and sinks boats", day: 10),
            article("same", "Storm floods harbour, boats sink", day: 10),
            article("else", "Harbour insurers count what the storm cost them", day: 10),
        ]
        let plain = try list(storm, all, minimum: 0)
        #expect(plain.last == "else")
        let varied = try list(storm, all, minimum: 0) { $0.diversity = 100 }
        #expect(varied[1] == "else" && Set(varied) == Set(plain))
    }

    @Test func verdictsSayWhatBecameOfEveryone() throws {
        let recommender = try recommender([storm] + others, limit: 2)
        let list = recommender.related(to: storm).entries.map(\.article.id)
        for article in others {
            let verdict = recommender.verdict(on: article, under: storm)
            if let place = list.firstIndex(of: article.id) {
                #expect(verdict == .listed(place + 1))
            } else {
                #expect(verdict == (article.id == "e" ? .notNear : .beyondLimit))
            }
        }
        #expect(recommender.verdict(on: storm, under: storm) == .same)
    }
}

@Suite struct TimeSignalTests {
    /// The shipped model of a kind of collection, for a pair of which only the days are known.
    private func logOdds(
        _ model: RelatednessModel,
        days: Double?,
        between: Float = 0
    ) -> Float {
        let pair = PairMeasurements(
            count: 1,
            terms: [TermProducts(all: 0)],
            daysApart: days.map { [$0] } ?? [],
            articlesBetween: days.map { _ in [between] } ?? []
        )
        return model.logOdds(SignalTable(pair), of: 0)
    }

    private static let names = ["none", "kindred-small", "kindred-static", "all-MiniLM-L6-v2"]

    /// Whatever was fitted, the part that time has among many providers falls with the days apart and has a floor.
    @Test(arguments: names)
    func theShippedWeightsNeverPreferWhatIsFurtherAway(name: String) throws {
        let model = try #require(RelatednessWeights.shipped[model: name]?.variants[.aggregator])
        var last = Float.infinity
        var falls = 0
        for step in 0...4000 {
            let days = Double(step) * Double(step) / 4000
            let here = logOdds(model, days: days)
            falls += here > last ? 1 : 0
            falls += here != logOdds(model, days: -days) ? 1 : 0
            last = here
        }
        #expect(falls == 0)
        #expect(logOdds(model, days: 1e6) == logOdds(model, days: 1e5))
        // A missing date speaks neither for nor against.
        #expect(logOdds(model, days: nil) == model.bias)
    }

    /// Elsewhere the more was published between two articles, the less they are related, and what is newer is never worse.
    @Test(arguments: names)
    func theShippedCurvesNeverPreferWhatIsFurtherAway(name: String) throws {
        let site = try #require(RelatednessWeights.shipped[model: name])
        for model in [site, try #require(site.variants[.newsroom])] {
            var last = Float.infinity
            for step in 0...200 {
                let here = logOdds(model, days: 3, between: Float(step * step * 10))
                #expect(here <= last)
                last = here
            }
            // A missing date speaks neither for nor against: between the best and the worst of what dates say.
            let all = [0, 1, 30, 3000, -1, -30, -3000].flatMap { days in
                [0, 10, 1e6].map { logOdds(model, days: days, between: $0) }
            }
            let missing = logOdds(model, days: nil)
            #expect(missing <= all.max() ?? 0 && missing >= all.min() ?? 0)
        }
    }

    @Test func curvesOfTimeAddNothingWithoutADate() {
        var model = RelatednessModel(bias: -1)
        model[curve: .articlesBetween] = SignalCurve(thresholds: [1], values: [0.5, -0.5])
        model[curve: .daysLater] = SignalCurve(thresholds: [0], values: [0.25, -0.25])
        #expect(logOdds(model, days: nil) == -1)
        #expect(logOdds(model, days: -2) == -0.25)
        #expect(model.contributions(SignalValues()).isEmpty)
    }

    @Test func equalArticlesComeNewestFirst() throws {
        let query = Article(id: "q", title: "Storm floods harbour", published: PublicationDate("2021-03-10"))
        func other(_ id: ArticleID, _ title: String, _ date: String) -> Article {
            Article(id: id, title: title, published: PublicationDate(date))
        }
        // Each shares one word with the query and has one of its own, equally rare.
        let articles = [
            query, other("before", "Harbour boats", "2021-03-08"),
            other("after", "Harbour walls", "2021-03-12"),
        ]
        let recommender = try Recommender(articles, options: RankingOptions(minimumProbability: 0))
        #expect(recommender.related(to: query).entries.map(\.article.id) == ["after", "before"])
    }
}
