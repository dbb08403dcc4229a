import Kernels
import Synchronization

extension InvertedIndex {
    /// The `k` other documents with the highest dot product with each document, of those above 0; on all cores.
    ///
    /// The documents that may be among them are found tile by tile with weights of 16 bits, each pair of documents
    /// looked at once, as in Bayardo, Ma, Srikant, "Scaling up all pairs similarity search" (2007); then their exact
    /// scores decide. Where that does not tell them apart, all postings of the document are added up.
    ///
    /// - Parameters:
    ///   - progress: receives the number of documents done so far, from any thread; of work that all documents share,
    ///     as many as it amounts to.
    ///   - keep: makes what is kept of a document's nearest, best first; called from any thread.
    /// - Returns: what `keep` made, by DocID; lists and scores are those of ``nearest(to:k:_:)``, but for the document
    ///   itself.
    /// - Complexity: O(sum over terms of the square of their document frequency / 2 + documents² / 64), with
    ///   6 x (1.5 `k` + 16) bytes a document and 4 a posting.
    package func nearestOthers<Output: Sendable>(
        k: Int,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        guard k > 0, let pairs = AllPairs(self, k: k) else {
            return (0..<documentCount).map { keep(DocID($0), []) }
        }
        pairs.search(progress)
        return pairs.lists(progress, keep)
    }
}

/// The search for all documents' nearest at once.
private struct AllPairs: Sendable {
    /// Documents whose lists lie together, and that are searched for together.
    private static let portion = 1024
    /// Pairs after which a worker puts them into their lists.
    private static let mostPairs = 32_768

    private let index: InvertedIndex
    private let tiles: PostingTiles
    private let k: Int
    private let portions: [Portion]

    private final class Portion: Sendable {
        let lists: Mutex<CandidateLists>
        init(_ lists: consuming CandidateLists) { self.lists = Mutex(lists) }
    }

    private struct Pair {
        let list: Int
        let document: UInt32
        let score: UInt16
    }

    /// Nil where no document has a term.
    init?(_ index: InvertedIndex, k: Int) {
        guard let tiles = index.tiles() else { return nil }
        self.index = index
        self.k = min(k, index.documentCount)
        self.tiles = tiles
        let count = index.documentCount
        portions = stride(from: 0, to: count, by: Self.portion).map { first in
            let documents = first..<min(count, first + Self.portion)
            return Portion(
                CandidateLists(
                    k: min(k, count),
                    slacks: documents.map { Self.slack(index.matrix.termCount(of: $0)) }
                )
            )
        }
    }

    /// By how much the score of a document of `terms` terms may be too low: each product is rounded down, and so are
    /// its factors, whose squares add up to 1 at most; a sixteenth of `terms` is more than floats lose.
    private static func slack(_ terms: Int) -> UInt16 {
        let terms = Double(terms)
        return UInt16(min(65_000, (terms * 17 / 16 + 1.5 * terms.squareRoot() + 4).rounded(.up)))
    }

    /// Fills the lists.
    func search(_ progress: (@Sendable (Int) -> Void)?) {
        let perTile = PostingTiles.length / Self.portion
        // Each portion first with its own tile, which says what is near; then with every other tile from one side.
        let own = portions.indices.map { (portion: $0, tile: $0 / perTile) }
        var others: [(portion: Int, tile: Int)] = []
        let tileCount = tiles.tileCount
        for distance in stride(from: 1, through: tileCount / 2, by: 1) {
            for (portion, tile) in own {
                // Tiles that are opposite each other see each other from both sides.
                if 2 * distance == tileCount, tile >= distance { continue }
                others.append((portion, (tile + distance) % tileCount))
            }
        }
        let all = own.count + others.count
        let shared = index.documentCount * 9 / 10
        _ = concurrentMap(
            own.count,
            grain: 1,
            progress: { progress?(shared * $0 / all) },
            scratch: TileScores()
        ) { search(own[$0].portion, own[$0].tile, &$1) }
        let others1 = others
        _ = concurrentMap(
            others.count,
            grain: 1,
            progress: { progress?(shared * (own.count + $0) / all) },
            scratch: TileScores()
        ) { search(others1[$0].portion, others1[$0].tile, &$1) }
    }

    /// Scores the documents of a portion with those of a tile.
    private func search(_ portion: Int, _ tile: Int, _ scores: inout TileScores) {
        let first = portion * Self.portion
        let documents = first..<min(index.documentCount, first + Self.portion)
        let others = tiles.documents(of: tile)
        let isOwn = others.contains(first)
        let none = [UInt16](repeating: .max, count: PostingTiles.length)
        var limits = limits(of: portion)
        var otherLimits = isOwn ? none : self.limits(ofTile: tile)
        var mail = Array(repeating: [Pair](), count: 1 + PostingTiles.length / Self.portion)
        var waiting = 0
        for document in documents {
            let row = document - first
            index.matrix.addRow(document, of: tiles, tile, to: &scores)
            if isOwn {
                scores.clear(document - others.lowerBound)
                let floor = scores.floor(ofBest: k)
                limits[row] = portions[portion].lists.withLock {
                    $0.raise(row, to: floor)
                    return $0.limits[row]
                }
            }
            let limit = limits[row]
            scores.take(from: limit, or: otherLimits.span) { place, score in
                let other = others.lowerBound + place
                waiting += 1
                if score >= limit {
                    mail[0].append(Pair(list: row, document: UInt32(other), score: score))
                }
                if score >= otherLimits[place] {
                    mail[1 + place / Self.portion].append(
                        Pair(list: place % Self.portion, document: UInt32(document), score: score)
                    )
                }
            }
            if waiting >= Self.mostPairs {
                deliver(&mail, portion, tile)
                waiting = 0
                limits = self.limits(of: portion)
                if !isOwn { otherLimits = self.limits(ofTile: tile) }
            }
        }
        deliver(&mail, portion, tile)
    }

    private func limits(of portion: Int) -> [UInt16] { portions[portion].lists.withLock { $0.limits } }

    private func limits(ofTile tile: Int) -> [UInt16] {
        let perTile = PostingTiles.length / Self.portion
        var all: [UInt16] = []
        all.reserveCapacity(PostingTiles.length)
        for portion in (tile * perTile)..<min(portions.count, (tile + 1) * perTile) { all += limits(of: portion) }
        all += repeatElement(.max, count: PostingTiles.length - all.count)
        return all
    }

    private func deliver(_ mail: inout [[Pair]], _ portion: Int, _ tile: Int) {
        for box in mail.indices where !mail[box].isEmpty {
            let target = box == 0 ? portion : tile * (PostingTiles.length / Self.portion) + box - 1
            portions[target].lists.withLock { lists in
                for pair in mail[box] { lists.insert(pair.document, score: pair.score, into: pair.list) }
            }
            mail[box].removeAll(keepingCapacity: true)
        }
    }

    /// What is kept of each document's exact list.
    func lists<Output: Sendable>(
        _ progress: (@Sendable (Int) -> Void)?,
        _ keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        let count = index.documentCount
        let shared = count * 9 / 10
        return concurrentMap(
            portions.count,
            grain: 1,
            progress: { progress?(min(count, shared + (count - shared) * $0 / portions.count)) },
            scratch: ExactScratch(count: count)
        ) { number, scratch in
            var lists = portions[number].lists.withLock { $0 }
            return (0..<lists.count).map { row in
                let doc = DocID(number * Self.portion + row)
                return keep(doc, nearest(doc, lists.take(row), &scratch))
            }
        }.flatMap(\.self)
    }

    private func nearest(_ doc: DocID, _ candidates: [UInt32]?, _ scratch: inout ExactScratch) -> [Candidate] {
        guard let candidates else {
            let vector = index.matrix.vector(of: doc.index)
            let found = index.nearest(to: vector, k: min(k + 1, index.documentCount), &scratch.scores)
            return Array(found.lazy.filter { $0.doc != doc }.prefix(k))
        }
        index.matrix.set(&scratch.query, to: doc.index)
        let products = index.matrix.dotProducts(of: candidates, with: scratch.query)
        return zip(candidates, products).map { Candidate(doc: DocID($0), score: $1) }
            .filter { $0.score > 0 }.best(k)
    }
}

/// What a worker needs to score documents exactly.
private struct ExactScratch: ~Copyable {
    var query = SparseQuery()
    var scores: ScoreAccumulator

    init(count: Int) { scores = ScoreAccumulator(count: count) }
}
