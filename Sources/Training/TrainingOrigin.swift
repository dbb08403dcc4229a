/// What a training was started from. Runs with the same origin go the same way.
package struct TrainingOrigin: Hashable, Codable, Sendable {
    let pairs: UInt64
    let start: UInt64
    let options: TrainingOptions

    /// - Complexity: O(tokens + table).
    init(pairs: TrainingPairs, start: TrainedTokenTable, options: TrainingOptions) {
        var hash = WordHash()
        for texts in [pairs.titles, pairs.excerpts] {
            for token in texts.tokens { hash.add(UInt64(UInt32(bitPattern: token))) }
            for place in texts.starts { hash.add(UInt64(place)) }
        }
        self.pairs = hash.value
        hash = WordHash()
        hash.add(UInt64(start.dimension))
        for value in start.values { hash.add(UInt64(value.bitPattern)) }
        self.start = hash.value
        self.options = options
    }

    /// What is not the same; nil where all is.
    func difference(from other: TrainingOrigin) -> String? {
        if pairs != other.pairs { return "other articles" }
        if options != other.options { return "other options" }
        if start != other.start { return "another initial model or dimension" }
        return nil
    }
}
