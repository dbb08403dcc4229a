import Corpus
import Platform
import Recommendation
import Semantic
import Storage

/// Which rows of the store a state knows.
struct StateRows: Sendable {
    /// The snapshot that the state began with; nil for one that was not read from a store.
    var snapshot: StoredSnapshot?
    /// The keys of the articles that came after the snapshot, in the order in which they came.
    var additions: [Int64] = []
    /// Whether there are articles that others stored and that were not compared with the rest so far, or by another model.
    var lacksArticles = false
}

/// What an archive answers from: one state of its articles. A value, so a question goes on with the state that it began
/// with, whatever is written meanwhile.
struct ArchiveState: Sendable {
    /// The articles, whoever reads those of the snapshot.
    enum Collection: Sendable {
        /// Read row by row from the store.
        case stored(GrowingCollection<StoreReader>)
        /// All in memory.
        case resident(GrowingCollection<ResidentReader>)
    }

    var collection: Collection
    /// Of the store, when this state was read from it or written to it.
    var revision: Int64
    /// Errors in files of the collection.
    var problems: [InputProblem]
    /// What a stored collection's rows are called.
    var rows = StateRows()

    /// The number of articles.
    var count: Int {
        switch collection {
        case .stored(let collection): collection.count
        case .resident(let collection): collection.count
        }
    }

    /// How many articles the snapshot has, and how many were added, replaced or removed since.
    var growth: (base: Int, changes: Int) {
        switch collection {
        case .stored(let collection): (collection.base.count, collection.changeCount)
        case .resident(let collection): (collection.base.count, collection.changeCount)
        }
    }

    /// How many articles were added since the snapshot, those counted that are gone by now.
    var additionSlots: Int {
        switch collection {
        case .stored(let collection): collection.additionSlots
        case .resident(let collection): collection.additionSlots
        }
    }

    /// - Returns: nil where the snapshot does not suffice.
    func answer(to subject: Subject, _ options: RankingOptions) throws -> GrowingAnswer? {
        switch collection {
        case .stored(let collection): try collection.answer(to: subject, options: options)
        case .resident(let collection): try collection.answer(to: subject, options: options)
        }
    }

    /// - Returns: nil where the snapshot does not suffice.
    func explanation(of first: Article, and second: Article) throws -> Explanation? {
        switch collection {
        case .stored(let collection): try collection.explanation(of: first, and: second)
        case .resident(let collection): try collection.explanation(of: first, and: second)
        }
    }

    func article(withID id: ArticleID) throws -> Article? {
        switch collection {
        case .stored(let collection): try collection.article(withID: id)
        case .resident(let collection): try collection.article(withID: id)
        }
    }

    /// The article that somebody calls by id, URL or the path of a file that the archive has read.
    ///
    /// - Returns: nil where none is called so; no file is read.
    func article(named name: String, in store: any ArticleStore) throws -> Article? {
        guard SourceFile.format(ofName: name) == .markdown, let path = try? realPath(name) else {
            return try article(named: name)
        }
        let stored = try store.read { access in
            try access.articleKey(ofFile: path).map { try access.articles(at: [$0])[0] }
        }
        return try stored ?? article(named: name)
    }

    private func article(named name: String) throws -> Article? {
        switch collection {
        case .stored(let collection): try collection.article(named: name)
        case .resident(let collection): try collection.article(named: name)
        }
    }

    /// - Returns: whether there is more to do.
    func analyseAhead() throws -> Bool {
        switch collection {
        case .stored(let collection): try collection.analyseAhead()
        case .resident(let collection): try collection.analyseAhead()
        }
    }

    /// - Returns: how near the article's nearest neighbours are.
    mutating func upsert(_ article: Article, _ embedding: EmbeddingMatrix.Embedding?) throws -> Float {
        switch collection {
        case .stored(var collection):
            defer { self.collection = .stored(collection) }
            return try collection.upsert(article, embedding: embedding)
        case .resident(var collection):
            defer { self.collection = .resident(collection) }
            return try collection.upsert(article, embedding: embedding)
        }
    }

    mutating func remove(_ id: ArticleID) throws -> Bool {
        switch collection {
        case .stored(var collection):
            defer { self.collection = .stored(collection) }
            return try collection.remove(id)
        case .resident(var collection):
            defer { self.collection = .resident(collection) }
            return try collection.remove(id)
        }
    }
}
