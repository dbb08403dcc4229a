import Corpus
import Foundation
import Recommendation

/// Seconds of each phase of the main job in one process, and as a ratio to reading, so that figures of different
/// machines can be compared.
enum PhaseTimes {
    static func measure(_ corpus: String, rounds: Int) throws {
        var phases: [(name: String, seconds: [Double])] = []
        func time<Result>(_ name: String, _ body: () throws -> Result) rethrows -> Result {
            let clock = ContinuousClock()
            let start = clock.now
            let result = try body()
            let seconds = (clock.now - start) / .seconds(1)
            if let position = phases.firstIndex(where: { $0.name == name }) {
                phases[position].seconds.append(seconds)
            } else {
                phases.append((name, [seconds]))
            }
            return result
        }

        var count = 0
        // The first round warms the file cache and is not counted.
        for round in 0...rounds {
            let contents = time("read") { CorpusContents(reading: [corpus]) }
            let recommender = try time("index") { try Recommender(contents.articles) }
            let rankings = time("rank all") { recommender.related(toEach: contents.articles) }
            let files = contents.articles.compactMap(\.origin).filter { $0.path.hasSuffix(".md") }
            try time("edit in memory") {
                for (origin, ranking) in zip(files, rankings) {
                    _ = try ArticleFile(path: origin.path).bytes(listing: ranking.entries.map(\.article))
                }
            }
            if round == 0 { phases.removeAll() }
            count = contents.articles.count
        }

        let medians = phases.map { ($0.name, $0.seconds.sorted()[$0.seconds.count / 2]) }
        let reading = medians[0].1
        print(
            "\(corpus): \(count) articles, median of \(rounds) rounds, \(ProcessInfo.processInfo.activeProcessorCount) cores"
        )
        for (name, seconds) in medians {
            let label = name.padding(toLength: 16, withPad: " ", startingAt: 0)
            print(label + String(format: "%9.4f s   %6.2f x reading", seconds, seconds / reading))
        }
    }
}
