import Corpus
import Semantic
import Synchronization
import TestSupport
import Testing

@testable import Recommendation

/// Jobs that were interrupted, on a collection in clusters.
@Suite struct ResumableSearchTests {
    /// Parts in memory, which tell who asked.
    private final class Parts: SearchCheckpoints {
        let kept = Mutex<[String: [UInt8]]>([:])
        let made = Mutex<[String]>([])

        func part(named name: String) -> [UInt8]? { kept.withLock { $0[name] } }

        func keep(_ part: [UInt8], as name: String) {
            kept.withLock { $0[name] = part }
            made.withLock { $0.append(name) }
        }

        func namesMade() -> [String] {
            made.withLock { made in
                defer { made = [] }
                return made
            }
        }
    }

    private let corpus = DemoCollection.articles

    private func recommender(_ options: RankingOptions = RankingOptions()) throws -> Recommender {
        try Recommender(
            corpus,
            options: options,
            vectors: DemoCollection.vectors(corpus, exactSearchLimit: 50)
        )
    }

    private func lists(_ recommender: Recommender, _ parts: Parts, _ articles: [Article]) -> [Ranking] {
        var rankings: [Ranking] = []
        recommender.related(
            toEach: articles,
            keptIn: parts,
            portion: 100,
            keep: { $1 },
            receive: { rankings += $0 }
        )
        return rankings
    }

    @Test func aSecondRunFindsWhatTheFirstOneKept() throws {
        let parts = Parts()
        let wanted = try recommender().related(toEach: corpus)
        #expect(lists(try recommender(), parts, corpus) == wanted)
        let names = parts.namesMade()
        #expect(names.count == (corpus.count + 99) / 100 && Set(names).count == names.count)
        // All of it from the parts, then what an interrupt left of them.
        #expect(lists(try recommender(), parts, corpus) == wanted)
        #expect(parts.namesMade() == [])
        parts.kept.withLock { kept in for name in names.dropFirst() { kept[name] = nil } }
        #expect(lists(try recommender(), parts, corpus) == wanted)
        #expect(parts.namesMade() == Array(names.dropFirst()))
    }

    @Test func partsOfAnotherJobAreNotFound() throws {
        let parts = Parts()
        _ = lists(try recommender(), parts, corpus)
        _ = parts.namesMade()
        let recommender = try recommender(RankingOptions(minimumProbability: 0.1))
        #expect(lists(recommender, parts, corpus) == recommender.related(toEach: corpus))
        #expect(parts.namesMade().count == (corpus.count + 99) / 100)
        // Neither are those of other articles, nor any of a job that has no more than one part.
        let some = Array(corpus.dropLast(40))
        _ = lists(recommender, parts, some)
        #expect(!parts.namesMade().isEmpty)
        _ = lists(recommender, parts, Array(corpus.prefix(100)))
        #expect(parts.namesMade() == [])
    }

    @Test func damagedPartsAreMadeAnew() throws {
        let parts = Parts()
        let wanted = lists(try recommender(), parts, corpus)
        let (names, whole) = (parts.namesMade(), parts.kept.withLock { $0 })
        let damages: [(inout [UInt8]) -> Void] = [
            { $0 = [] }, { $0.removeLast(4) }, { $0 += [0, 0, 0, 0] }, { $0.removeFirst(4) },
            { for place in 0..<4 { $0[place] = 0xFF } }, { for place in 8..<12 { $0[place] = 0xFF } },
        ]
        for damage in damages {
            parts.kept.withLock { kept in
                kept = whole
                for name in names { damage(&kept[name]!) }
            }
            #expect(lists(try recommender(), parts, corpus) == wanted)
            #expect(parts.namesMade() == names)
        }
    }
}
