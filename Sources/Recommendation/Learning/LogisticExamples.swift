/// Examples to learn from: rows of numbers, each with a yes or no and a weight.
struct LogisticExamples: Sendable {
    /// Row-major, `count` x `dimension`.
    private(set) var rows: [Float] = []
    private(set) var labels: [Bool] = []
    private(set) var weights: [Float] = []
    let dimension: Int

    init(dimension: Int) { self.dimension = dimension }

    var count: Int { labels.count }

    mutating func append(_ row: some Sequence<Float>, label: Bool, weight: Float) {
        rows.append(contentsOf: row)
        labels.append(label)
        weights.append(weight)
        precondition(rows.count == count * dimension, "a row of \(dimension) numbers")
    }
}
