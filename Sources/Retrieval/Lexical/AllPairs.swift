import Kernels
import Platform
import Synchronization

extension InvertedIndex {
    /// The `k` other documents with the highest dot product with each of `docs`, of those above 0, in their order; on all
    /// cores.
    ///
    /// Most documents at once take about half the time of ``nearest(to:k:_:)`` for each: documents that may be near are
    /// found tile by tile with weights of 16 bits, each pair of documents looked at once, as in Bayardo, Ma, Srikant,
    /// "Scaling up all pairs similarity search" (2007); then their exact scores decide. Where that does not tell them
    /// apart, all postings of the document are added up.
    ///
    /// - Parameters:
    ///   - progress: receives the number of documents done so far, from any thread; of work that all share, as many as
    ///     it amounts to.
    ///   - tile: documents of a tile; a multiple of 64, see ``PostingTiles``.
    ///   - keep: makes what is kept of a document's nearest, best first; called from any thread.
    /// - Precondition: no weight is negative.
    /// - Returns: what `keep` made; lists and scores are those of ``nearest(to:k:_:)``, but for the document itself.
    /// - Complexity: for most documents O(sum of the squares of the document frequencies + documents²), of which the
    ///   latter 32 a step, with 6 x (1.5 `k` + 16) bytes a document and 4 a posting; for few O(their postings + their
    ///   number x documents).
    package func nearest<Output: Sendable>(
        toEach docs: [DocID],
        k: Int,
        tile: Int = PostingTiles.standardLength,
        progress: (@Sendable (Int) -> Void)? = nil,
        keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        if 2 * docs.count >= documentCount, k > 0, let pairs = AllPairs(self, k: k, tile: tile) {
            pairs.search { progress?(docs.count * 9 / 10 * $0 / $1) }
            return pairs.lists(of: docs, progress, keep)
        }
        return concurrentMap(docs.count, progress: progress, scratch: ScoreAccumulator(count: documentCount))
        {
            keep(docs[$0], nearestOthers(to: docs[$0], k: k, &$1))
        }
    }

    /// The `k` other documents with the highest dot product with one document.
    fileprivate func nearestOthers(to doc: DocID, k: Int, _ scores: inout ScoreAccumulator) -> [Candidate] {
        guard k > 0 else { return [] }
        let found = nearest(to: matrix.vector(of: doc.index), k: min(k, documentCount - 1) + 1, &scores)
        return Array(found.lazy.filter { $0.doc != doc }.prefix(k))
    }
}

/// The search for all documents' nearest at once.
private struct AllPairs: Sendable {
    /// Documents whose lists lie together, and that are searched for together; a tile at most.
    private let portion: Int
    /// Pairs after which a worker puts them into their lists.
    private static let mostPairs = 32_768

    private let index: InvertedIndex
    private let tiles: PostingTiles
    private let k: Int
    private let portions: [Portion]

    /// The lists of some documents, which threads put candidates into one after another.
    private final class Portion: Sendable {
        let lists: Mutex<CandidateLists>
        init(_ lists: consuming CandidateLists) { self.lists = Mutex(lists) }
    }

    /// Documents that are searched for, and where.
    private struct Step {
        let portion: Int
        let tile: Int
    }

    /// A document for a list of a portion.
    private struct Pair {
        let list: Int
        let document: UInt32
        let score: UInt16
    }

    /// Nil where no document has a term.
    init?(_ index: InvertedIndex, k: Int, tile: Int) {
        guard let tiles = index.tiles(of: tile) else { return nil }
        let portion = tile % 1024 == 0 ? 1024 : tile
        self.portion = portion
        self.index = index
        self.k = min(k, index.documentCount)
        self.tiles = tiles
        let count = index.documentCount
        portions = stride(from: 0, to: count, by: portion).map { first in
            let documents = first..<min(count, first + portion)
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
    ///
    /// - Parameter progress: receives how many of how many steps are done, from any thread.
    func search(_ progress: @Sendable (_ done: Int, _ all: Int) -> Void) {
        // Each portion first with its own tile, which says what is near; then each pair of tiles from one side.
        let own = portions.indices.map { Step(portion: $0, tile: $0 / portionsPerTile) }
        var others: [Step] = []
        for distance in stride(from: 1, through: tiles.tileCount / 2, by: 1) {
            // Tiles that are opposite each other would meet twice.
            let opposite = 2 * distance == tiles.tileCount
            for step in own where !opposite || step.tile < distance {
                others.append(Step(portion: step.portion, tile: (step.tile + distance) % tiles.tileCount))
            }
        }
        let all = own.count + others.count
        withoutActuallyEscaping(progress) { progress in
            run(own) { progress($0, all) }
            run(others) { progress(own.count + $0, all) }
        }
    }

    private func run(_ steps: [Step], progress: @escaping @Sendable (Int) -> Void) {
        _ = concurrentMap(
            steps.count,
            grain: 1,
            progress: progress,
            scratch: TileScores(length: tiles.length)
        ) { search(steps[$0], &$1) }
    }

    /// Scores the documents of a portion with those of a tile.
    private func search(_ step: Step, _ scores: inout TileScores) {
        let first = step.portion * portion
        let documents = first..<min(index.documentCount, first + portion)
        let others = tiles.documents(of: step.tile)
        let isOwn = others.contains(first)
        var limits = limits(of: step.portion)
        // In its own tile each pair is met from both sides.
        var otherLimits = isOwn ? Array(repeating: .max, count: tiles.length) : self.limits(ofTile: step.tile)
        // Box 0 is the portion's, the others are those of the tile's portions.
        var mail = Array(repeating: [Pair](), count: 1 + portionsPerTile)
        var waiting = 0
        for document in documents {
            let row = document - first
            index.matrix.addRow(document, of: tiles, step.tile, to: &scores)
            if isOwn {
                scores.clear(document - others.lowerBound)
                let floor = scores.floor(ofBest: k)
                limits[row] = portions[step.portion].lists.withLock {
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
                    mail[1 + place / portion].append(
                        Pair(list: place % portion, document: UInt32(document), score: score)
                    )
                }
            }
            if waiting >= Self.mostPairs {
                deliver(&mail, step)
                waiting = 0
                limits = self.limits(of: step.portion)
                if !isOwn { otherLimits = self.limits(ofTile: step.tile) }
            }
        }
        deliver(&mail, step)
    }

    private var portionsPerTile: Int { tiles.length / portion }

    private func limits(of number: Int) -> [UInt16] { portions[number].lists.withLock { $0.limits } }

    /// The limits of a tile's documents, and beyond the last document none that can be reached.
    private func limits(ofTile tile: Int) -> [UInt16] {
        let numbers = (tile * portionsPerTile)..<min(portions.count, (tile + 1) * portionsPerTile)
        let all = numbers.flatMap { limits(of: $0) }
        return all + repeatElement(.max, count: tiles.length - all.count)
    }

    /// Puts pairs into the lists; what others put there meanwhile does no harm, since limits only rise.
    private func deliver(_ mail: inout [[Pair]], _ step: Step) {
        for box in mail.indices where !mail[box].isEmpty {
            let target = box == 0 ? step.portion : step.tile * portionsPerTile + box - 1
            portions[target].lists.withLock { lists in
                for pair in mail[box] { lists.insert(pair.document, score: pair.score, into: pair.list) }
            }
            mail[box].removeAll(keepingCapacity: true)
        }
    }

    /// What is kept of the exact lists of `docs`.
    func lists<Output: Sendable>(
        of docs: [DocID],
        _ progress: (@Sendable (Int) -> Void)?,
        _ keep: @Sendable (DocID, [Candidate]) -> Output
    ) -> [Output] {
        let shared = docs.count * 9 / 10
        let done: @Sendable (Int) -> Void = { progress?(shared + (docs.count - shared) * $0 / docs.count) }
        return concurrentMap(
            docs.count,
            progress: done,
            scratch: ExactScratch(count: index.documentCount)
        ) { number, scratch in
            let doc = docs[number]
            let (portion, list) = doc.index.quotientAndRemainder(dividingBy: portion)
            let candidates = portions[portion].lists.withLock { $0.candidates(of: list) }
            return keep(doc, nearest(doc, candidates, &scratch))
        }
    }

    private func nearest(_ doc: DocID, _ candidates: [UInt32]?, _ scratch: inout ExactScratch) -> [Candidate]
    {
        guard let candidates else { return index.nearestOthers(to: doc, k: k, &scratch.scores) }
        index.matrix.set(&scratch.query, to: doc.index)
        var products = [Float](repeating: 0, count: candidates.count)
        var span = products.mutableSpan
        index.matrix.dotProducts(of: candidates.span, with: scratch.query, into: &span)
        return zip(candidates, products).filter { $1 > 0 }
            .map { Candidate(doc: DocID($0), score: $1) }.best(k)
    }
}

/// What a worker needs to score documents exactly.
private struct ExactScratch: ~Copyable {
    var query = SparseQuery()
    var scores: ScoreAccumulator

    init(count: Int) { scores = ScoreAccumulator(count: count) }
}

extension [Candidate] {
    /// The `k` best: by score descending, then DocID.
    ///
    /// - Precondition: scores are above 0.
    /// - Complexity: O(n log n).
    fileprivate func best(_ k: Int) -> [Candidate] {
        // Bits of positive floats are in the floats' order, so that one comparison of integers does it.
        var keys = map { UInt64($0.score.bitPattern) << 32 | UInt64(~$0.doc.rawValue) }
        keys.sort(by: >)
        return keys.prefix(k).map {
            Candidate(
                doc: DocID(~UInt32(truncatingIfNeeded: $0)),
                score: Float(bitPattern: UInt32(truncatingIfNeeded: $0 >> 32))
            )
        }
    }
}
