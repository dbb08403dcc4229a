/// How a model is trained. The same options, pairs and start give the same bytes, on any number of cores.
package struct TrainingOptions: Hashable, Codable, Sendable {
    /// Passes over all pairs.
    package var epochs: Int
    /// Pairs that are told apart from each other in one step.
    package var batch: Int
    /// Adam's rate at the start; it falls linearly to 0.
    package var rate: Float
    /// Divides the cosines before the softmax; at least 0.025, below which float32 has no room for exp(-2/t).
    package var temperature: Float
    package var seed: UInt64

    package init(
        epochs: Int = 3,
        batch: Int = 2048,
        rate: Float = 0.01,
        temperature: Float = 0.05,
        seed: UInt64 = 1
    ) {
        precondition(epochs > 0 && batch > 1, "training needs epochs, and pairs to tell apart")
        precondition(rate > 0 && temperature >= 0.025, "the rate is above 0, the temperature at least 0.025")
        self.epochs = epochs
        self.batch = batch
        self.rate = rate
        self.temperature = temperature
        self.seed = seed
    }
}

extension TrainingOptions {
    /// What suits a corpus of some size.
    ///
    /// Measured on 261,000 pairs of news, nDCG@10 on same-story lists, alone and fused with TF-IDF: from another
    /// model's vectors a rate of .003 gives .737 and .782 (.01: .739 and .780), from nothing .720 and .774
    /// (.01: .731 and .777). Batches of 512 cost .005 and .001, a temperature of .035 costs 0 and .001. Two
    /// passes give .735, three .737, five .745, the same when fused.
    ///
    /// - Parameters:
    ///   - epochs: nil for as many as suit.
    ///   - startsFromModel: whether the token vectors know something already.
    package init(forPairs pairs: Int, epochs: Int?, startsFromModel: Bool, seed: UInt64) {
        // At least 32 steps in a pass, as long as there are enough pairs to tell apart in each.
        var batch = 2048
        while batch > 64, batch * 32 > pairs { batch /= 2 }
        self.init(
            epochs: epochs ?? min(20, max(3, 60_000 / pairs)),
            batch: batch,
            rate: startsFromModel ? 0.003 : 0.01,
            seed: seed
        )
    }
}
