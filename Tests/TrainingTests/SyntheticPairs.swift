import Kernels

@testable import Training

/// Pairs of two languages that share no token: each with topics, whose tokens titles and excerpts draw from.
struct SyntheticPairs {
    static let topics = 12
    static let tokensPerTopic = 6
    /// Tokens without a topic, in every text.
    static let common = 10
    static let vocabularyCount = 2 * topics * tokensPerTopic + common

    var titles: [[Int32]] = []
    var excerpts: [[Int32]] = []
    /// The topic of each pair; those of the second language follow those of the first.
    var topicOfPair: [Int] = []

    init(count: Int, seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func draw(_ bound: Int) -> Int { Int(random.next() % UInt64(bound)) }
        for _ in 0..<count {
            let topic = draw(2 * Self.topics)
            func text(_ length: Int) -> [Int32] {
                (0..<length).map { place in
                    let token =
                        place.isMultiple(of: 3)
                        ? 2 * Self.topics * Self.tokensPerTopic + draw(Self.common)
                        : topic * Self.tokensPerTopic + draw(Self.tokensPerTopic)
                    return Int32(token)
                }
            }
            titles.append(text(3 + draw(3)))
            excerpts.append(text(6 + draw(6)))
            topicOfPair.append(topic)
        }
    }

    var pairs: TrainingPairs { TrainingPairs(titles: texts(titles), excerpts: texts(excerpts)) }

    private func texts(_ rows: [[Int32]]) -> TokenizedTexts {
        var texts = TokenizedTexts()
        for row in rows { texts.append(row) }
        return texts
    }

    /// A small table with nothing learned.
    func start(dimension: Int = 16) -> TrainedTokenTable {
        TrainedTokenTable(
            randomWithDimension: dimension,
            counts: pairs.tokenCounts(vocabularyCount: Self.vocabularyCount),
            seed: 5
        )
    }
}
