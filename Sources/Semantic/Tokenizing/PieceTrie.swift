/// Byte strings, found as prefixes of a text: a tree with a node for each prefix.
///
/// Nodes are numbered by depth, and within a depth in order, so that a node's children stand side by side: a table of 9
/// bytes a node, built by one pass over the sorted strings.
struct PieceTrie: Sendable {
    /// The first child of each node; the last is the one before the next node's first. One more than there are nodes.
    private let firstChildren: [UInt32]
    /// The byte that leads to each node.
    private let labels: [UInt8]
    /// The number of the string that ends at each node, or -1.
    private let numbers: [Int32]
    /// The root's children by byte; 0, the root itself, for none.
    private let starts: [UInt32]

    /// - Parameter ranges: where each string lies in `bytes`; of equal ones the last is found, and empty ones never are.
    /// - Complexity: O(n log n) comparisons, and O(bytes of all strings).
    init(bytes: [UInt8], ranges: [Range<Int>]) {
        let sorted = Self.sorted(bytes.span, ranges)
        // In order and side by side, since each depth goes through all of them.
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count)
        var ends: [Int] = [0]
        ends.reserveCapacity(sorted.count + 1)
        for number in sorted {
            text += bytes[ranges[Int(number)]]
            ends.append(text.count)
        }
        var (firstChildren, labels, numbers): ([UInt32], [UInt8], [Int32]) = ([], [0], [-1])
        // The strings below each node of one depth, as ranges of `sorted`.
        var level = [0..<sorted.count]
        var (node, depth) = (0, 0)
        var next: [Range<Int>] = []
        while !level.isEmpty {
            next.removeAll(keepingCapacity: true)
            for strings in level {
                firstChildren.append(UInt32(labels.count))
                var place = strings.lowerBound
                while place < strings.upperBound, ends[place + 1] - ends[place] == depth {
                    if depth > 0 { numbers[node] = Int32(sorted[place]) }
                    place += 1
                }
                while place < strings.upperBound {
                    let label = text[ends[place] + depth]
                    let first = place
                    repeat {
                        place += 1
                    } while place < strings.upperBound && text[ends[place] + depth] == label
                    labels.append(label)
                    numbers.append(-1)
                    next.append(first..<place)
                }
                node += 1
            }
            swap(&level, &next)
            depth += 1
        }
        firstChildren.append(UInt32(labels.count))
        var starts = [UInt32](repeating: 0, count: 256)
        for child in Int(firstChildren[0])..<Int(firstChildren[1]) {
            starts[Int(labels[child])] = UInt32(child)
        }
        self.firstChildren = firstChildren
        self.labels = labels
        self.numbers = numbers
        self.starts = starts
    }

    /// Indices of strings in byte order, of equal ones in their own.
    private static func sorted(_ bytes: Span<UInt8>, _ ranges: [Range<Int>]) -> [UInt32] {
        // Most comparisons are decided by the first sixteen bytes.
        var keys: [(start: UInt64, next: UInt64, index: UInt32)] = []
        keys.reserveCapacity(ranges.count)
        for (index, range) in ranges.enumerated() {
            keys.append((eight(bytes, range, 0), eight(bytes, range, 8), UInt32(index)))
        }
        keys.sort { a, b in
            if a.start != b.start { return a.start < b.start }
            if a.next != b.next { return a.next < b.next }
            let (first, second) = (ranges[Int(a.index)], ranges[Int(b.index)])
            let shared = min(first.count, second.count)
            for place in 0..<shared {
                let (x, y) = (bytes[first.lowerBound + place], bytes[second.lowerBound + place])
                if x != y { return x < y }
            }
            return first.count == second.count ? a.index < b.index : first.count < second.count
        }
        return keys.map(\.index)
    }

    /// The eight bytes of a string from `place` on as a number, so that their order is the numbers'; zero where it ends.
    private static func eight(_ bytes: Span<UInt8>, _ range: Range<Int>, _ place: Int) -> UInt64 {
        var value: UInt64 = 0
        for position in (range.lowerBound + place)..<(range.lowerBound + place + 8) {
            value = value << 8 | (position < range.upperBound ? UInt64(bytes[position]) : 0)
        }
        return value
    }

    /// Bytes that some string starts with.
    var firstBytes: [Bool] { starts.map { $0 > 0 } }

    /// Where a walk through a text starts.
    static let root = 0

    /// The node that `byte` leads to; nil where no string goes on so.
    @inline(__always) func child(of node: Int, by byte: UInt8) -> Int? {
        if node == Self.root {
            let child = Int(starts[Int(byte)])
            return child > 0 ? child : nil
        }
        let labels = labels.span
        var low = Int(firstChildren[node])
        var high = Int(firstChildren[node + 1])
        while high - low > 8 {
            let middle = (low + high) / 2
            if labels[middle] <= byte { low = middle } else { high = middle }
        }
        while low < high {
            if labels[low] == byte { return low }
            low += 1
        }
        return nil
    }

    /// The string that ends at a node; -1 for none.
    @inline(__always) func number(at node: Int) -> Int32 { numbers[node] }

    /// The string that is `text[range]` as a whole.
    func number(of text: Span<UInt8>, _ range: Range<Int>) -> Int32? {
        var node = Self.root
        for position in range {
            guard let child = child(of: node, by: text[position]) else { return nil }
            node = child
        }
        return numbers[node] >= 0 ? numbers[node] : nil
    }
}
