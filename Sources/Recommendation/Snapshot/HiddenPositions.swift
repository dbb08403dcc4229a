/// Positions of a snapshot whose articles were removed or replaced since it was made.
struct HiddenPositions: Sendable {
    /// Ascending.
    private(set) var positions: [Int] = []

    var isEmpty: Bool { positions.isEmpty }
    var count: Int { positions.count }

    func contains(_ position: Int) -> Bool {
        let place = place(of: position)
        return place < positions.count && positions[place] == position
    }

    /// - Complexity: O(hidden), a move of numbers.
    mutating func insert(_ position: Int) {
        if !contains(position) { positions.insert(position, at: place(of: position)) }
    }

    /// The first place of a position that is not less.
    private func place(of position: Int) -> Int {
        var (low, high) = (0, positions.count)
        while low < high {
            let middle = (low + high) / 2
            if positions[middle] < position { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
