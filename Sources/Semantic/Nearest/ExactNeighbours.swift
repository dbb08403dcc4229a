import Kernels
import Platform
import Synchronization

extension EmbeddingMatrix {
    /// The `k` best other rows for every row, by comparing all pairs.
    ///
    /// A ``ClusteredIndex`` first finds good rows for each, fast; then the codes of each two rows are multiplied
    /// once for both, and only where they allow that one is among the best of the other is the cosine computed.
    /// So nothing is approximate, and the time is that of count² / 2 products of codes.
    ///
    /// - Returns: a list for each row, in their order, without the row itself. Cosines have the bits of
    ///   ``cosine(of:with:)``; best first, ties by row ascending; rows with which it is NaN are left out.
    /// - Complexity: O(count² · dimension) on all cores; more by some factor where most rows are alike, or not of
    ///   length 1.
    package func nearestToEachRow(k: Int) -> NeighbourTable {
        let search = ExactSearch(self, k: k)
        return search.run()
    }
}

/// All pairs of rows, block by block.
private struct ExactSearch {
    private let matrix: EmbeddingMatrix
    private let rows: CodedRows
    private let blocks: [CodeColumns]
    /// Good rows for each row, to begin with.
    private let start: NeighbourTable

    /// Rows of a block, whose codes stay in the second-level cache, and rows that meet them at a time.
    private static let blockSize = 1024
    private static let rowsAtATime = 128
    /// Clusters that are scanned for good rows: 4, 6 and 12 took longer in all.
    private static let probes = 8
    /// Rows below which that would not be worth it.
    private static let fewRows = 2048

    init(_ matrix: EmbeddingMatrix, k: Int) {
        self.matrix = matrix
        var start = NeighbourTable(count: matrix.count, k: k)
        if k > 0, matrix.count >= Self.fewRows {
            let index = ClusteredIndex(matrix)
            let parts = concurrentMap(index.clusterCount, grain: 4) { cluster in
                index.nearest(toRows: index.rows(inCluster: cluster), k: k, probes: Self.probes)
            }
            for (cluster, part) in parts.enumerated() {
                for (place, row) in index.rows(inCluster: cluster).enumerated() {
                    for neighbour in part[place] { start.insert(neighbour, for: Int(row)) }
                }
            }
            rows = index.rows
        } else {
            rows = CodedRows(matrix, in: CodeSpace(dimension: matrix.dimension))
        }
        self.start = start
        let (coded, count) = (rows, matrix.count)
        blocks = concurrentMap((count + Self.blockSize - 1) / Self.blockSize, grain: 1) { block in
            coded.columns(Self.rows(ofBlock: block, count))
        }
    }

    private static func rows(ofBlock block: Int, _ count: Int) -> Range<UInt32> {
        UInt32(block * blockSize)..<UInt32(min(count, (block + 1) * blockSize))
    }

    /// What is found does not depend on the order in which blocks are compared: the best are the best whoever
    /// comes first, and limits only ever rise to what the best must reach.
    func run() -> NeighbourTable {
        guard start.k > 0 else { return start }
        let table = Mutex(start)
        let tasks = blocks.indices.flatMap { first in blocks.indices[first...].map { (first, $0) } }
        _ = concurrentMap(tasks.count, grain: 1) { task in
            let (first, second) = tasks[task]
            let (mine, others) = (
                Self.rows(ofBlock: first, matrix.count), Self.rows(ofBlock: second, matrix.count)
            )
            let limits = table.withLock { table in
                (mine.map { table.threshold(Int($0)) }, others.map { table.threshold(Int($0)) })
            }
            let found = compare(mine, others, blocks[second], limits)
            guard !found.isEmpty else { return }
            table.withLock { table in
                for pair in found {
                    table.insertNew(Neighbour(row: pair.second, cosine: pair.cosine), for: Int(pair.first))
                    table.insertNew(Neighbour(row: pair.first, cosine: pair.cosine), for: Int(pair.second))
                }
            }
        }
        return table.withLock { $0 }
    }

    /// The pairs of a row of one block and a row of another that may be among the best of either.
    ///
    /// - Parameter limits: the cosines that rows must reach for those of each block.
    private func compare(
        _ mine: Range<UInt32>,
        _ others: Range<UInt32>,
        _ columns: CodeColumns,
        _ limits: (mine: [Float], others: [Float])
    ) -> [(first: UInt32, second: UInt32, cosine: Float)] {
        func thresholds(_ rows: Range<UInt32>, _ limits: [Float]) -> [Int32] {
            zip(rows, limits).map { self.rows.threshold(Int($0), for: $1, in: self.rows.worst) }
        }
        let (all, allOthers) = (thresholds(mine, limits.mine), thresholds(others, limits.others))
        var found: [(first: UInt32, second: UInt32, cosine: Float)] = []
        var pairs = CodePairs()
        var candidates = Candidates()
        for start in stride(from: 0, to: mine.count, by: Self.rowsAtATime) {
            let some = start..<min(mine.count, start + Self.rowsAtATime)
            let chosen = some.map { mine.lowerBound + UInt32($0) }
            let count = pairs.find(columns, rows.codes, chosen, Array(all[some]), allOthers)
            candidates.removeAll()
            for pair in pairs.found(count) {
                let (first, second) = (chosen[pair.place], others.lowerBound + UInt32(pair.column))
                // Within a block each pair comes twice.
                if first < second { candidates.append(query: first, row: second, place: first) }
            }
            candidates.score(matrix, matrix)
            for index in candidates.indices {
                let (first, neighbour) = (candidates.places[index], candidates[index])
                guard
                    neighbour.cosine >= limits.mine[Int(first - mine.lowerBound)]
                        || neighbour.cosine >= limits.others[Int(neighbour.row - others.lowerBound)]
                else { continue }
                found.append((first, neighbour.row, neighbour.cosine))
            }
        }
        return found
    }
}
