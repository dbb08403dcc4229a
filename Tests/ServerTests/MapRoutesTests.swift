import Archive
import Corpus
import Foundation
import HTTPTypes
import Kernels
import Recommendation
import Semantic
import Synchronization
import Testing

@testable import KindredServer

/// Texts are alike as far as they share words.
private struct WordModel: EmbeddingModel {
    let name = "words"
    let dimension = 64
    let fingerprint: UInt64 = 1
    let summary = "counts words"

    func embed(_ texts: [String]) -> [Float] {
        texts.flatMap { text in
            var row = [Float](repeating: 0, count: dimension)
            for word in text.split(separator: " ") {
                row[Int(contentHash(Array(word.utf8)) % UInt64(dimension))] += 1
            }
            let length = row.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return row.map { $0 / max(length, 1) }
        }
    }
}

@Suite struct MapRoutesTests {
    private struct Point {
        let id: String
        let topic: String?
        let x, y: Double

        init?(_ json: [String: any Sendable]) {
            guard let id = json["id"] as? String, let x = json["x"] as? Double, let y = json["y"] as? Double
            else { return nil }
            (self.id, self.x, self.y, topic) = (id, x, y, json["topic"] as? String)
        }

        func distance(to other: Point) -> Double { hypot(x - other.x, y - other.y) }

        /// The number of its subject in ``TestService/articles``.
        var subject: Int { (Int(id.dropFirst()) ?? 0) % 4 }
    }

    private func points(_ answer: Answer) -> [Point] {
        (answer.object["points"] as? [[String: any Sendable]] ?? []).compactMap(Point.init)
    }

    @Test func articlesOnOneSubjectLieTogether() async throws {
        try await TestService(model: .loaded(WordModel())).test { client in
            #expect(try await client.get("/v1/map").status == 202)
            let answer = try await client.whenCurrent("/v1/map")
            let points = points(answer)
            #expect(answer.object["articles"] as? Int == 40)
            #expect(Set(points.map(\.id)) == Set((0..<40).map { "a\($0)" }))
            #expect(points.allSatisfy { (0...1).contains($0.x) && (0...1).contains($0.y) })
            let right = points.map { point in
                let near = points.filter { $0.id != point.id }
                    .sorted { $0.distance(to: point) < $1.distance(to: point) }.prefix(5)
                return near.count { $0.subject == point.subject }
            }
            // By chance it would be a quarter of the 200.
            #expect(right.reduce(0, +) >= 180)
            let tag = try #require(answer.entityTag)
            #expect(try await client.get("/v1/map", [.ifNoneMatch: tag]).status == 304)
            #expect(try await client.get("/v1/map?zoom=2").problem == .badRequest)
        }
    }

    @Test func equalArchivesHaveEqualMaps() async throws {
        let maps = Mutex<[[UInt8]]>([])
        for _ in 0..<2 {
            try await TestService(model: .loaded(WordModel())).test { client in
                let map = try await client.whenCurrent("/v1/map").bytes
                maps.withLock { $0.append(map) }
            }
        }
        let made = maps.withLock(\.self)
        #expect(made[0] == made[1] && made[0].count > 1000)
    }

    @Test func theTopicThatTellsMostIsTold() async throws {
        let articles = TestService.articles.enumerated().map { number, article in
            var article = article
            article.topics = ["news"] + (number < 20 ? ["rare\(number)", "harbour"] : [])
            return article
        }
        try await TestService(articles, model: .loaded(WordModel())).test { client in
            for point in points(try await client.whenCurrent("/v1/map")) {
                let isEarly = articles.prefix(20).contains { $0.id.rawValue == point.id }
                #expect(point.topic == (isEarly ? "harbour" : nil))
            }
        }
    }

    @Test func withoutAModelThereIsNoMap() async throws {
        try await TestService().test { client in
            let answer = try await client.whenCurrent("/v1/map")
            #expect(answer.object["articles"] as? Int == 40 && points(answer).isEmpty)
        }
    }

    @Test func ofManyArticlesSomeAreChosenThatStayChosen() throws {
        let articles = TestService.articles
        let vectors = ArticleVectors(articles, model: WordModel())
        let few = ArchiveMap(articles, vectors, mostPoints: 10).points.map(\.article.id)
        let more = ArchiveMap(articles, vectors, mostPoints: 20).points.map(\.article.id)
        #expect(few.count == 10 && more.count == 20 && Set(few).isSubset(of: more))
        let places = more.compactMap { id in articles.firstIndex { $0.id == id } }
        #expect(places == places.sorted())
    }
}
