package import Corpus

/// What can be asked of a store within a transaction.
///
/// Operations take all keys of a request at once, since behind some stores each call is a round trip. Every stored
/// article has a key, which is never used again for another one: whoever knows the keys of yesterday finds by
/// ``articleKeys()`` what came and went since.
///
/// Three kinds of rows are stored: articles, which are read from files or upserted one by one; the embeddings of
/// texts; and bytes that were derived from all of them (lookups, checkpoints, densities).
///
/// | what happens | lookups and densities | checkpoints | revision |
/// |---|---|---|---|
/// | a file begins, ends or the corpora change | deleted | deleted | + 1 where articles changed |
/// | an article is upserted or removed | unchanged | deleted | + 1 |
/// | vectors of a model are deleted | those of the model deleted | those of the model deleted | unchanged |
package protocol StoreAccess: FileAccess, ArticleAccess, VectorAccess, LookupAccess, ListChangeAccess {}

/// Corpora and their files.
package protocol FileAccess {
    /// The corpus paths that the store was last updated from.
    func corpora() throws -> [String]
    func setCorpora(_ paths: [String]) throws

    /// All files, by path.
    func sources() throws -> [String: SourceRecord]
    /// One file, by its path; nil for one that the store has not.
    func source(ofFile path: String) throws -> SourceRecord?
    /// The contents of all files but those at the `known` paths, in no particular order; the articles of a file in its
    /// order. Upserted articles are of no file.
    func contents(except known: Set<String>) throws -> [SourceContents]

    /// Begins to add files.
    func insertion() throws -> any FileInsertion
    /// Stores new stamps of files whose articles did not change.
    func restamp(_ sources: [SourceRecord]) throws
    /// Removes files with their articles; unknown paths are ignored.
    func remove(paths: [String]) throws

    /// By what rules the files were read, as ``setReadingStamp(_:)`` was last told; nil before.
    func readingStamp() throws -> String?
    func setReadingStamp(_ stamp: String) throws
}

/// Adds files to a store, one after the other.
///
/// An article of a file replaces an upserted article of its id, since the file is the later write.
package protocol FileInsertion {
    /// A file, replacing what was stored under its path.
    mutating func begin(_ source: SourceRecord) throws
    /// The next articles of the file.
    mutating func add(_ articles: [Article]) throws
    /// The next problems of the file.
    mutating func add(_ problems: [InputProblem]) throws
    /// Ends all files; until then some rows may be on their way.
    mutating func finish() throws
}

/// Single articles.
package protocol ArticleAccess {
    /// Stores articles in order, each in place of whatever articles have its id, from files or upserted.
    ///
    /// An article that replaces one of a file stays until the file itself changes.
    ///
    /// - Returns: the keys, all of them new. Of two articles with one id only the later is stored, and the earlier's
    ///   key names nothing.
    /// - Throws: ``StoreError/refused(id:detail:)`` for an article that would not read back as it is.
    func upsert(_ articles: [Article]) throws -> [Int64]

    /// Removes all articles of some ids, from files or upserted. One of a file is back when the file itself changes.
    ///
    /// - Returns: for each id whether there was such an article.
    func remove(ids: [ArticleID]) throws -> [Bool]

    /// A number that grows by one with each transaction that changes articles, and only then. It tells a reader whether
    /// what it knows is out of date.
    func revision() throws -> Int64

    /// What came and went in the transactions after a revision, for whoever knows the articles as they were then.
    ///
    /// - Returns: nil where the store does not remember that far back, or at all; ``articleKeys()`` tells as well.
    /// - Complexity: O(what changed).
    func articleChanges(after revision: Int64) throws -> ArticleKeyChanges?

    /// The keys of all articles, ascending.
    ///
    /// - Complexity: O(articles), without reading them.
    func articleKeys() throws -> [Int64]

    /// In which languages the articles are.
    ///
    /// - Complexity: O(articles), without reading them.
    func articleLanguages() throws -> ArticleLanguages

    /// When articles were published, as they say it, in no particular order; of those that say nothing, nothing.
    ///
    /// - Complexity: O(articles), without reading them.
    func publicationDates() throws -> [(key: Int64, text: String)]

    /// The keys of all upserted articles, ascending, which is the order of their last upsert.
    func upsertedKeys() throws -> [Int64]

    /// The keys of articles as ``articles(at:)``, ``FileAccess/contents(except:)`` or the files gave them: the upserted
    /// one of that id, else the one at that origin. Nil for one that is not stored.
    ///
    /// - Complexity: O(all articles).
    func articleKeys(of articles: [Article]) throws -> [Int64?]

    /// The keys of the articles with some ids; nil where there is none. Of several articles of files with one id, the
    /// one with the lowest key.
    func articleKeys(ofIDs ids: [ArticleID]) throws -> [Int64?]

    /// The key of the first article of a file, else of the first upserted article whose origin is in that file; nil
    /// where there is none.
    func articleKey(ofFile path: String) throws -> Int64?

    /// The articles with some keys, in their order.
    ///
    /// - Throws: ``StoreError`` where one is missing.
    func articles(at keys: [Int64]) throws -> [Article]
}

/// Articles that came and went.
package struct ArticleKeyChanges: Hashable, Sendable {
    /// The keys of those that came and are still there, ascending.
    package let added: [Int64]
    /// The keys of those that are gone, ascending; some may have come only after the revision.
    package let removed: [Int64]

    package init(added: [Int64], removed: [Int64]) { (self.added, self.removed) = (added, removed) }
}

/// The embeddings of texts, by model.
package protocol VectorAccess {
    /// Reads the embeddings of texts by one model; nothing where the stored ones have another stamp, which are deleted.
    ///
    /// - Parameters:
    ///   - texts: the texts to keep; the vectors of others are deleted.
    ///   - receive: gets each with the key of its text.
    func vectors(
        of model: VectorStamp,
        keeping texts: Set<UInt64>,
        receive: (_ text: UInt64, _ bytes: [UInt8]) throws -> Void
    ) throws

    /// Stores embeddings; nothing where the store has those of another stamp under the model's name. Lookups stay, as
    /// one text has one vector for a stamp.
    func put(_ vectors: [(text: UInt64, bytes: [UInt8])], of model: VectorStamp) throws

    /// The keys of texts' embeddings by a model, in the order of `texts`; nil for one that is not stored.
    func vectorKeys(of texts: [UInt64], _ model: VectorStamp) throws -> [Int64?]

    /// Reads the embeddings with some keys, in their order.
    ///
    /// - Throws: ``StoreError`` where one is missing.
    func vectors(at keys: [Int64], receive: ([UInt8]) throws -> Void) throws

    /// What the vectors of a model are grouped around, if it is known and whole, and the number of rows that it was made
    /// for.
    func centroids(of model: VectorStamp) throws -> (rows: Int, bytes: [UInt8])?
    func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws
}

/// Bytes and numbers derived from all articles.
package protocol LookupAccess {
    /// The bytes stored under a name; nil where there are none of this scope, or they are not what was stored.
    func lookup(_ name: String, _ scope: LookupScope) throws -> [UInt8]?
    /// Stores bytes in place of those under the name for the scope's model.
    func put(lookup bytes: [UInt8], _ name: String, _ scope: LookupScope) throws

    /// A part of a long job's results; nil where there is none of this name and scope, or it is damaged.
    func checkpoint(_ name: String, _ scope: LookupScope) throws -> [UInt8]?
    func put(checkpoint bytes: [UInt8], _ name: String, _ scope: LookupScope) throws
    /// Deletes all checkpoints of the scope's model.
    func removeCheckpoints(_ scope: LookupScope) throws

    /// Stores how near the neighbours of articles are that were upserted after the lookups were made; articles that are
    /// no longer there are ignored.
    func setDensities(_ densities: [(key: Int64, value: Float)], _ scope: LookupScope) throws
    /// By key of article.
    func densities(_ scope: LookupScope) throws -> [Int64: Float]
}

extension ArticleAccess {
    package func articleChanges(after revision: Int64) throws -> ArticleKeyChanges? { nil }

    /// Stores one article; see ``upsert(_:)-([Article])``.
    @discardableResult
    package func upsert(_ article: Article) throws -> Int64 { try upsert([article])[0] }

    /// Removes the articles of one id; see ``remove(ids:)``.
    @discardableResult
    package func remove(id: ArticleID) throws -> Bool { try remove(ids: [id])[0] }

    package func articleKey(ofID id: ArticleID) throws -> Int64? { try articleKeys(ofIDs: [id])[0] }

    /// All upserted articles, in the order of their last upsert.
    package func upsertedArticles() throws -> [Article] { try articles(at: upsertedKeys()) }
}

extension LookupAccess {
    package func setDensity(_ value: Float, of key: Int64, _ scope: LookupScope) throws {
        try setDensities([(key, value)], scope)
    }
}
