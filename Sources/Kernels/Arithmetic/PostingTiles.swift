import CKernels
import Foundation

/// Posting lists for scoring many queries with one tile of documents at a time.
///
/// Scores are products of weights in 16 bits, rounded down, so they tell which documents may be near, not how near.
/// Lists with a few documents a tile are kept tile by tile, in four bytes a posting; the others are read as they are.
package struct PostingTiles: Sendable {
    /// Documents of a tile, unless a test says otherwise: their scores fill the first cache. With half as many the lists
    /// are in twice as many pieces, which takes a fifth more time; with twice as many it takes a third more.
    package static let standardLength = 16_384
    /// The score that stands for the product of two vectors that are as long as the longest.
    package static let unit = Int(POSTING_UNIT)
    /// Documents a tile, on average, from which on a list is kept tile by tile: so the offsets take no more room than
    /// what they lead to.
    private static let fewest = 2

    /// The number of documents.
    package let count: Int
    /// Documents of a tile.
    package let length: Int
    private let scale: Float
    private let lists: Int
    private let numbers: [Int32]
    private let offsets: [UInt32]
    private let documents: [UInt16]
    private let weights: [UInt16]
    private let allOffsets: [Int]
    private let allDocuments: [UInt32]
    private let allWeights: [Float]

    /// The number of tiles.
    package var tileCount: Int { (count + length - 1) / length }

    /// - Parameters:
    ///   - count: the number of documents.
    ///   - offsets: where each term's list begins in `documents`; one more entry than terms.
    ///   - documents: lists end to end, each ascending strictly.
    ///   - weights: one a posting, above 0.
    ///   - longest: above 0; the length of the longest document as a vector, so no weight is larger.
    ///   - length: documents of a tile; a multiple of 64 up to 16,384.
    /// - Complexity: O(postings + terms).
    package init(
        count: Int,
        offsets all: [Int],
        documents allDocuments: [UInt32],
        weights allWeights: [Float],
        longest: Float,
        length: Int = standardLength
    ) {
        precondition(
            length > 0 && length <= Self.standardLength && length % Int(POSTING_BLOCK) == 0,
            "tiles of \(length)"
        )
        precondition(
            all.last == allDocuments.count && allDocuments.count == allWeights.count,
            "a weight a posting"
        )
        precondition(longest > 0 && allDocuments.count <= UInt32.max, "vectors have a length")
        self.count = count
        (allOffsets, self.allDocuments, self.allWeights) = (all, allDocuments, allWeights)
        let scale = 1 / longest
        self.scale = scale
        self.length = length
        let tiles = (count + length - 1) / length
        let long = (0..<(all.count - 1)).filter { all[$0 + 1] - all[$0] >= Self.fewest * tiles }
        var numbers = [Int32](repeating: -1, count: all.count - 1)
        for (number, term) in long.enumerated() { numbers[term] = Int32(number) }
        let row = long.count + 1
        var offsets = [UInt32](repeating: 0, count: tiles * row)
        var places = [UInt16](repeating: 0, count: long.reduce(0) { $0 + all[$1 + 1] - all[$1] })
        var codes = places
        allDocuments.withUnsafeBufferPointer { allDocuments in
            allWeights.withUnsafeBufferPointer { allWeights in
                for (number, term) in long.enumerated() {
                    for posting in all[term]..<all[term + 1] {
                        precondition(
                            allDocuments[posting] < count && allWeights[posting] <= longest * 1.001,
                            "a posting of the collection"
                        )
                        offsets[Int(allDocuments[posting]) / length * row + number] += 1
                    }
                }
                var sum: UInt32 = 0
                for place in offsets.indices {
                    let size = offsets[place]
                    offsets[place] = sum
                    sum += size
                }
                for (number, term) in long.enumerated() {
                    var posting = all[term]
                    while posting < all[term + 1] {
                        let tile = Int(allDocuments[posting]) / length
                        var place = Int(offsets[tile * row + number])
                        let end = UInt32((tile + 1) * length)
                        while posting < all[term + 1], allDocuments[posting] < end {
                            places[place] = UInt16(truncatingIfNeeded: allDocuments[posting] % UInt32(length))
                            codes[place] = UInt16(min(65_535, allWeights[posting] * scale * 65_535))
                            place += 1
                            posting += 1
                        }
                    }
                }
            }
        }
        lists = long.count
        self.numbers = numbers
        self.offsets = offsets
        documents = places
        weights = codes
    }

    /// The documents of a tile.
    package func documents(of tile: Int) -> Range<Int> {
        (tile * length)..<min(count, (tile + 1) * length)
    }

    fileprivate func withTiles(_ body: (UnsafePointer<posting_tiles>) -> Void) {
        numbers.withUnsafeBufferPointer { numbers in
            offsets.withUnsafeBufferPointer { offsets in
                documents.withUnsafeBufferPointer { documents in
                    weights.withUnsafeBufferPointer { weights in
                        allOffsets.withUnsafeBytes { allOffsets in
                            allDocuments.withUnsafeBufferPointer { allDocuments in
                                allWeights.withUnsafeBufferPointer { allWeights in
                                    var tiles = posting_tiles(
                                        length: length,
                                        scale: scale,
                                        lists: lists,
                                        numbers: numbers.baseAddress,
                                        offsets: offsets.baseAddress,
                                        documents: documents.baseAddress,
                                        weights: weights.baseAddress,
                                        all_offsets: allOffsets.baseAddress?.assumingMemoryBound(
                                            to: Int64.self
                                        ),
                                        all_documents: allDocuments.baseAddress,
                                        all_weights: allWeights.baseAddress
                                    )
                                    body(&tiles)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fileprivate var termCount: Int { numbers.count }
}

/// The scores of one tile's documents for one query, filled by adding its postings and emptied by taking those that
/// are high enough; each worker has its own.
package struct TileScores: ~Copyable {
    private let scores: UnsafeMutablePointer<UInt16>
    private let places: UnsafeMutablePointer<UInt16>
    private let taken: UnsafeMutablePointer<UInt16>
    private let maxima: UnsafeMutablePointer<UInt16>
    private let length: Int
    private let level: KernelLevel

    /// - Parameter length: documents of a tile.
    package init(length: Int, at level: KernelLevel = .best) {
        precondition(length > 0 && length % Int(POSTING_BLOCK) == 0, "tiles of \(length)")
        self.length = length
        self.level = level
        scores = .allocate(capacity: length)
        scores.initialize(repeating: 0, count: length)
        places = .allocate(capacity: length + 1)
        taken = .allocate(capacity: length + 1)
        maxima = .allocate(capacity: length / Int(POSTING_BLOCK))
    }

    deinit {
        scores.deallocate()
        places.deallocate()
        taken.deallocate()
        maxima.deallocate()
    }

    /// Adds the products of a query's weights and those of a tile's documents.
    ///
    /// - Parameters:
    ///   - weights: row-major, one a term; no longer than the longest document.
    /// - Complexity: O(postings of the terms in the tile).
    package mutating func add(
        _ terms: Span<UInt32>,
        _ weights: Span<Float>,
        from tiles: PostingTiles,
        tile: Int
    ) {
        precondition(weights.count == terms.count, "a weight a term")
        precondition(tile < tiles.tileCount && length == tiles.length, "a tile of those documents")
        for term in terms.indices { precondition(terms[term] < tiles.termCount, "a term of the collection") }
        terms.withUnsafeBufferPointer { terms in
            weights.withUnsafeBufferPointer { weights in
                tiles.withTiles {
                    level.table.pointee.add_postings(
                        terms.count,
                        terms.baseAddress,
                        weights.baseAddress,
                        $0,
                        tile,
                        scores
                    )
                }
            }
        }
    }

    /// Makes a document's score 0.
    package mutating func clear(_ place: Int) {
        precondition(place < length, "a place in the tile")
        scores[place] = 0
    }

    /// A score that at least `k` documents reach: the k-th of the largest of each 64; 0 where there are no so many.
    ///
    /// - Complexity: O(tile).
    package mutating func floor(ofBest k: Int) -> UInt16 {
        let count = length / Int(POSTING_BLOCK)
        guard k > 0, k <= count else { return 0 }
        level.table.pointee.largest_scores(length, scores, maxima)
        return nthLargest(UnsafeMutableBufferPointer(start: maxima, count: count), k)
    }

    /// Makes all scores 0, and calls `body` with place and value of those that reached `limit` or their own of `limits`.
    ///
    /// - Parameter limits: one a document of a tile.
    /// - Complexity: O(tile).
    package mutating func take(
        from limit: UInt16,
        or limits: Span<UInt16>,
        _ body: (_ place: Int, _ score: UInt16) -> Void
    ) {
        precondition(limits.count == length, "a limit a document")
        let found = limits.withUnsafeBufferPointer {
            level.table.pointee.take_scores(length, scores, limit, $0.baseAddress, places, taken)
        }
        for i in 0..<found { body(Int(places[i]), taken[i]) }
    }
}

/// The `k`-th largest value; reorders them.
///
/// Hoare, "Algorithm 65: Find" (1961).
///
/// - Precondition: 0 < `k` <= the number of values.
/// - Complexity: O(n) on average.
func nthLargest(_ values: UnsafeMutableBufferPointer<UInt16>, _ k: Int) -> UInt16 {
    var (low, high) = (0, values.count - 1)
    while low < high {
        let pivot = values[(low + high) / 2]
        var (i, j) = (low, high)
        while i <= j {
            while values[i] > pivot { i += 1 }
            while values[j] < pivot { j -= 1 }
            if i <= j {
                values.swapAt(i, j)
                i += 1
                j -= 1
            }
        }
        if k - 1 <= j { high = j } else if k - 1 >= i { low = i } else { break }
    }
    return values[k - 1]
}
