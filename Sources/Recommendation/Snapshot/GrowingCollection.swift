package import Corpus
package import Semantic

/// A collection that grows, shrinks and corrects itself while it answers: an article is published, and stands in lists a
/// few milliseconds later.
///
///     var collection = GrowingCollection(recommender)
///     try collection.upsert(published)
///     let list = try collection.answer(to: .article(published))?.ranking
///
/// It begins with a snapshot, whose articles a reader has. Articles that come later are analysed once; those that go are
/// hidden. How rare terms and topics are, and how near the neighbours of articles, stays as it was when the snapshot or
/// the article came, so that nothing has to be computed anew. A percent of changes alters little of that; when
/// ``changeCount`` passes a few thousand, a new snapshot of all articles is in order. Without changes the answers are
/// those of ``Recommender``, bit by bit.
///
/// A value: a copy goes on answering from the state in which it was taken, shares almost all memory with what it was
/// taken from, and costs as much to take as a few references. What is changed after that copies at most some hundred
/// articles' numbers, never all that were added.
///
/// A position tells an article: those of the snapshot come first, then those added, in the order in which they came.
package struct GrowingCollection<Reader: SnapshotReader> {
    /// What the collection began with.
    package let base: CollectionSnapshot
    package let reader: Reader
    /// The model that the snapshot's embeddings are of; nil where words decide alone.
    package let model: (any EmbeddingModel)?
    package let relatedness: RelatednessModel
    /// Articles of the snapshot that were needed before, shared by all copies.
    let kept: KeptArticles
    private(set) var added = AddedArticles()
    private(set) var hidden = HiddenPositions()
    private(set) var range: CollectionRange
    /// Of the article added last, until something else changes: whoever adds an article asks for its list next.
    var newestCandidates: FoundCandidates?

    /// A collection as it was when the snapshot was made.
    ///
    /// - Parameter limit: bytes of analysed articles that are kept in memory, a kilobyte or two for a news item.
    package init(
        _ base: CollectionSnapshot,
        _ reader: Reader,
        model: (any EmbeddingModel)?,
        relatedness: RelatednessModel,
        keeping limit: Int = 256 << 20
    ) {
        kept = KeptArticles(positions: base.count, limit: limit)
        self.base = base
        self.reader = reader
        self.model = model
        self.relatedness = relatedness
        range = base.range
    }

    /// The number of articles.
    package var count: Int { base.count - hidden.count + added.count }

    /// How many articles were added, those counted that were removed or replaced again: the number of the next one.
    package var additionSlots: Int { added.slotCount }

    /// The number of articles that are there and not in the snapshot.
    package var additionCount: Int { added.count }

    /// How far the collection has gone from the snapshot: articles added, removed and replaced.
    package var changeCount: Int { added.slotCount + hidden.count }

    /// The articles that are there and not in the snapshot, in the order in which they came.
    package var addedArticles: [Article] { added.slots.map { added[$0].article } }

    /// The positions of the snapshot whose articles were removed or replaced, ascending.
    package var hiddenPositions: [Int] { hidden.positions }

    /// Adds an article, which from then on may stand in any list, in place of the one with its id if there is one.
    ///
    /// - Parameter embedding: of ``EmbeddedText/content`` by the collection's model; computed where it is nil.
    /// - Returns: how near its nearest neighbours are, for ``restore(_:)``.
    /// - Throws: what the reader throws, and ``PackedPostings/Damaged``; the collection is then as it was.
    /// - Complexity: that of one question.
    @discardableResult
    package mutating func upsert(
        _ article: Article,
        embedding: EmbeddingMatrix.Embedding? = nil
    ) throws -> Float {
        var next = self
        if let position = try position(of: article.id) { next.hide(position) }
        let position = next.append(analysed(article, embedding), density: .nan)
        let density = try next.neighbourhoodOfNewest(at: position)
        next.added.setDensity(of: position - base.count, density)
        self = next
        return density
    }

    /// Removes the article with this id.
    ///
    /// - Returns: whether there was one.
    /// - Throws: what the reader throws.
    package mutating func remove(_ id: ArticleID) throws -> Bool {
        guard let position = try position(of: id) else { return false }
        hide(position)
        return true
    }

    /// An article as it was added before, for a collection that is opened again.
    package struct Addition: Sendable {
        package var article: Article
        /// Computed where it is nil and the collection has a model.
        package var embedding: EmbeddingMatrix.Embedding?
        /// What ``GrowingCollection/upsert(_:embedding:)`` gave.
        package var density: Float

        package init(_ article: Article, embedding: EmbeddingMatrix.Embedding?, density: Float) {
            self.article = article
            self.embedding = embedding
            self.density = density
        }
    }

    /// Adds articles in their order, each in place of the one with its id, without asking how near their neighbours are.
    ///
    /// - Throws: what the reader throws; the collection is then as it was.
    /// - Complexity: O(total text), on all cores.
    package mutating func restore(_ additions: [Addition]) throws {
        var next = self
        let analysed = analysed(additions)
        for (addition, article) in zip(additions, analysed) {
            if let position = try next.position(of: addition.article.id) { next.hide(position) }
            _ = next.append(article, density: addition.density)
        }
        self = next
    }

    /// Leaves articles of the snapshot out, for a collection that is opened again.
    ///
    /// - Parameter positions: what ``hiddenPositions`` was; those that are none of the snapshot's are passed over.
    package mutating func hide(positions: [Int]) {
        newestCandidates = nil
        for position in positions where (0..<base.count).contains(position) { hidden.insert(position) }
    }

    /// Leaves articles out that were added, for a collection that follows what somebody else wrote.
    ///
    /// - Parameter numbers: of the additions, in the order in which they came.
    package mutating func hide(additions numbers: [Int]) {
        newestCandidates = nil
        for slot in numbers where !added.isHidden(slot) { added.hide(slot) }
    }

    private mutating func hide(_ position: Int) {
        newestCandidates = nil
        if position < base.count { hidden.insert(position) } else { added.hide(position - base.count) }
    }

    private mutating func append(_ article: AddedArticle, density: Float) -> Int {
        newestCandidates = nil
        added.append(article, density: density)
        // What goes does not make the range narrower: that would take a look at all others.
        range.extend(to: article.article)
        return base.count + added.slotCount - 1
    }
}

extension GrowingCollection: Sendable where Reader: Sendable {}

/// What a search for one article found.
struct FoundCandidates: Sendable {
    let position: Int
    /// How many were looked for.
    let depth: Int
    let positions: Set<Int>
}
