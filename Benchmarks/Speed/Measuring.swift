import Corpus
import Foundation
import Semantic

/// The first articles of a file.
func articles(_ file: String, _ count: Int) throws -> [Article] {
    Array(CorpusContents(reading: [file]).articles.prefix(count))
}

/// The static model of the checkout.
func staticModel() throws -> any EmbeddingModel { try ModelCatalogue().model(named: "kindred-static") }

/// Runs `body` and adds the seconds that it took to `seconds`.
func timed<Result>(_ seconds: inout Double, _ body: () throws -> Result) rethrows -> Result {
    let clock = ContinuousClock()
    let start = clock.now
    let result = try body()
    seconds += (clock.now - start) / .seconds(1)
    return result
}
