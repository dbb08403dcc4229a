import Corpus
import Kernels
import Retrieval
import Semantic

/// The articles that came to a collection after its snapshot was made, in the order in which they came, analysed once.
///
/// Each has a slot, which nobody else gets after it is hidden. Slots lie in segments of a fixed size, of which only the
/// last one changes when an article is added: a copy that a reader holds shares all the others, so that adding costs a
/// copy of one segment and not of everything that was added before. No search tree is needed over them: a question
/// passes over the terms and the embeddings of all, which for 5,000 news items are some 2 MB.
struct AddedArticles: Sendable {
    /// Articles of a segment; at some 600 bytes each, a copy of the last one takes microseconds.
    static let segmentSize = 256

    private var segments: [AddedSegment] = []
    /// Slots, of which some may be hidden.
    private(set) var slotCount = 0
    /// Articles that are not hidden.
    private(set) var count = 0

    /// The article of a slot.
    subscript(slot: Int) -> AddedArticle {
        segments[slot / Self.segmentSize].articles[slot % Self.segmentSize]
    }

    func isHidden(_ slot: Int) -> Bool { segments[slot / Self.segmentSize].isHidden[slot % Self.segmentSize] }

    /// How near the nearest of an article are; NaN until it is set.
    func density(of slot: Int) -> Float {
        segments[slot / Self.segmentSize].densities[slot % Self.segmentSize]
    }

    mutating func setDensity(of slot: Int, _ density: Float) {
        segments[slot / Self.segmentSize].densities[slot % Self.segmentSize] = density
    }

    /// The slots of articles that are not hidden, ascending.
    var slots: [Int] { (0..<slotCount).filter { !isHidden($0) } }

    /// Adds an article in a slot of its own.
    ///
    /// - Complexity: O(terms + dimension), and a copy of the last segment where somebody else holds it too.
    mutating func append(_ article: AddedArticle, density: Float) {
        if slotCount.isMultiple(of: Self.segmentSize) { segments.append(AddedSegment()) }
        segments[segments.count - 1].append(article, density: density)
        slotCount += 1
        count += 1
    }

    /// Leaves an article out of everything from now on.
    ///
    /// - Precondition: it is not hidden.
    mutating func hide(_ slot: Int) {
        precondition(!isHidden(slot), "slot \(slot) is hidden already")
        segments[slot / Self.segmentSize].isHidden[slot % Self.segmentSize] = true
        count -= 1
    }

    /// The slot of the article with this id that is not hidden.
    ///
    /// - Complexity: O(slots), a comparison of numbers each.
    func slot(of id: ArticleID) -> Int? {
        let name = AddedSegment.name(of: id)
        return firstSlot {
            $0.names.indices(of: name)
        } where: {
            $0.article.id == id
        }
    }

    /// The first slot of an article that leads to a page and is not hidden.
    ///
    /// - Complexity: O(addresses), a comparison of numbers each.
    func slot(at url: String) -> Int? {
        guard let hash = ArticleLinks(web: url).pageHashes.first, let page = CanonicalURL(url) else {
            return nil
        }
        return firstSlot { segment in
            segment.pages.indices(of: hash).map { Int(segment.owners[$0]) }
        } where: {
            $0.article.links.pages.contains(page)
        }
    }

    private func firstSlot(
        _ likely: (AddedSegment) -> [Int],
        where isWanted: (AddedArticle) -> Bool
    ) -> Int? {
        for (number, segment) in segments.enumerated() {
            for place in likely(segment) where !segment.isHidden[place] && isWanted(segment.articles[place]) {
                return number * Self.segmentSize + place
            }
        }
        return nil
    }

    /// The slots of the `k` articles with the highest fused score above 0 that are not hidden, best first.
    ///
    /// - Parameters:
    ///   - embedding: nil where words decide alone.
    ///   - own: a slot that is not wanted.
    /// - Complexity: O(terms of all added articles + slots x dimension).
    func nearest(
        to terms: ForeignTerms,
        _ embedding: EmbeddingMatrix.Embedding?,
        k: Int,
        besides own: Int?
    ) -> [Int] {
        guard count > 0 else { return [] }
        let weights = embedding == nil ? FusionWeights.termsOnly : .standard
        var query = SparseQuery()
        terms.set(&query)
        var all: [Float] = []
        all.reserveCapacity(slotCount)
        for segment in segments { segment.appendScores(query, embedding, weights, to: &all) }
        if let own { all[own] = 0 }
        var scores = ScoreAccumulator(count: slotCount)
        scores.add(all.span)
        return scores.takeBest(k).map { Int($0.document) }
    }
}

extension [UInt64] {
    /// Where a number lies.
    fileprivate func indices(of number: UInt64) -> [Int] {
        contains(number) ? indices.filter { self[$0] == number } : []
    }
}
