import Corpus
import Recommendation
import Testing

@Suite struct CombinedRankingTests {
    private let collection = [
        Article(
            id: "face-1",
            title: "Police face recognition banned",
            excerpt: "The council banned face recognition by police."
        ),
        Article(
            id: "face-2",
            title: "Face recognition court case",
            excerpt: "A court hears of face recognition by police."
        ),
        Article(
            id: "face-3",
            title: "Phones unlock by face recognition",
            excerpt: "New phones unlock by face recognition cameras."
        ),
        Article(
            id: "face-4",
            title: "Police cameras and the court",
            excerpt: "The court allows the police face recognition cameras."
        ),
        Article(
            id: "choir-1",
            title: "Choir wins prize",
            excerpt: "The choir of the harbour town wins a prize for singing."
        ),
        Article(
            id: "choir-2",
            title: "Singing contest for choirs",
            excerpt: "A choir prize for singing goes to the harbour town."
        ),
    ]

    private func combined(
        _ likes: [String],
        unlike: [String] = [],
        _ options: RankingOptions = RankingOptions(minimumProbability: 0)
    ) throws -> CombinedRanking {
        func rankings(_ ids: [String], isLiked: Bool) throws -> [Ranking] {
            let own = CombinedRanking.options(options, isLiked: isLiked)
            let recommender = try Recommender(collection, options: own)
            return try ids.map { id in
                recommender.related(to: try #require(collection.first { $0.id.rawValue == id }))
            }
        }
        return CombinedRanking(
            try rankings(likes, isLiked: true),
            unlike: try rankings(unlike, isLiked: false),
            subjects: Set((likes + unlike).map { ArticleID($0) }),
            options,
            minimumProbability: options.minimumProbability ?? 0
        )
    }

    @Test func theProbabilityIsTheMeanTimesThatOfNoUnlike() throws {
        func probabilities(_ id: String, isLiked: Bool) throws -> [ArticleID: Double] {
            let own = CombinedRanking.options(RankingOptions(minimumProbability: 0), isLiked: isLiked)
            let article = try #require(collection.first { $0.id.rawValue == id })
            let entries = try Recommender(collection, options: own).related(to: article).entries
            return Dictionary(entries.map { ($0.article.id, $0.probability ?? 0) }) { $1 }
        }
        let (first, second) = try (
            probabilities("face-1", isLiked: true), probabilities("choir-1", isLiked: true)
        )
        let not = try probabilities("face-3", isLiked: false)
        let result = try combined(["face-1", "choir-1"], unlike: ["face-3"])
        #expect(!result.ranking.entries.isEmpty)
        for (entry, nearest) in zip(result.ranking.entries, result.nearest) {
            let id = entry.article.id
            let (a, b) = (first[id] ?? 0, second[id] ?? 0)
            let expected = (a + b) / 2 * (1 - (not[id] ?? 0))
            #expect(abs((entry.probability ?? -1) - expected) < 1e-9)
            #expect(nearest == (a >= b ? 0 : 1))
        }
        let order = result.ranking.entries.compactMap(\.probability)
        #expect(order == order.sorted(by: >))
    }

    @Test func oneLikeIsItsOwnList() throws {
        let options = CombinedRanking.options(RankingOptions(minimumProbability: 0), isLiked: true)
        let alone = try Recommender(collection, options: options).related(to: collection[0]).entries
        let result = try combined(["face-1"])
        #expect(result.ranking.entries.map(\.article.id) == alone.prefix(4).map(\.article.id))
    }

    @Test func whatIsNamedIsNotListedAndLimitsHold() throws {
        let result = try combined(["face-1", "face-2"], unlike: ["choir-1"])
        let ids = result.ranking.entries.map(\.article.id.rawValue)
        #expect(!ids.contains("face-1") && !ids.contains("face-2") && !ids.contains("choir-1"))
        let one = RankingOptions(limit: 1, minimumProbability: 0)
        #expect(try combined(["face-1", "face-2"], one).ranking.entries.count == 1)
        let strict = RankingOptions(limit: 4, fewest: 2, minimumProbability: 0.999999)
        let topped = try combined(["face-1", "face-2"], strict).ranking.entries
        #expect(topped.count == 2 && topped.allSatisfy(\.isFallback))
    }

    @Test func aCopyOfWhatIsNotWantedIsNotWanted() throws {
        let copy = Article(
            id: "copy",
            title: "Phones unlock by face recognition",
            excerpt: "New phones unlock by face recognition cameras."
        )
        // Of two copies a list shows the first.
        let copied = [copy] + collection
        let options = RankingOptions(limit: 6, minimumProbability: 0)
        let liked = try Recommender(copied, options: CombinedRanking.options(options, isLiked: true))
        let unliked = try Recommender(copied, options: CombinedRanking.options(options, isLiked: false))
        func place(_ unlike: [Ranking]) -> Int? {
            CombinedRanking(
                [liked.related(to: copied[2])],
                unlike: unlike,
                subjects: ["face-2", "face-3"],
                options,
                minimumProbability: 0
            ).ranking.entries.firstIndex { $0.article.id == "copy" }
        }
        let (before, after) = (place([]), place([unliked.related(to: copied[3])]))
        #expect(before != nil && (before ?? .max) < (after ?? .max))
    }

    @Test func severalSubjectsAreWrittenAndReadAlike() throws {
        let list = RelatedList(of: .several(like: ["a", "b"], unlike: ["c"]), [])
        let json = String(decoding: list.json, as: UTF8.self)
        #expect(json == #"{"like":["a","b"],"related":[],"unlike":["c"]}"#)
        #expect(try RelatedList(json: list.json) == list)
    }
}
