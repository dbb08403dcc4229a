package import Corpus
package import Kernels
package import Platform

/// A file as the store last saw it.
package struct SourceRecord: Hashable, Sendable {
    /// Absolute path; the key.
    package var path: String
    package var relativePath: String
    package var stamp: FileStamp
    /// Of the file's bytes.
    package var contentHash: UInt64
    /// False where the file was read so soon after its last change that a further change might have left
    /// the same stamp; such a file is read again next time.
    package var isSettled: Bool

    package init(
        path: String,
        relativePath: String,
        stamp: FileStamp,
        contentHash: UInt64,
        isSettled: Bool
    ) {
        self.path = path
        self.relativePath = relativePath
        self.stamp = stamp
        self.contentHash = contentHash
        self.isSettled = isSettled
    }
}

/// Everything that one file held, as kept by a store.
package struct SourceContents: Sendable {
    package var source: SourceRecord
    package var articles: [Article]
    package var problems: [InputProblem]

    package init(source: SourceRecord, articles: [Article], problems: [InputProblem]) {
        self.source = source
        self.articles = articles
        self.problems = problems
    }
}

/// Where articles are kept between runs.
///
/// One implementation exists, ``SQLiteStore``; the protocols are what another would have to offer.
package protocol ArticleStore: Sendable {
    associatedtype Access: StoreAccess

    /// Runs `body` while no other process can change the store; its changes are kept together or not at all.
    func update<Result>(_ body: (Access) throws -> Result) throws -> Result

    /// Runs `body`, which changes nothing, on one state of the store.
    func read<Result>(_ body: (Access) throws -> Result) throws -> Result
}

/// Adds files to a store, one after the other.
package protocol ContentInsertion {
    /// A file, replacing what was stored under its path.
    mutating func begin(_ source: SourceRecord) throws
    /// The next articles of the file.
    mutating func add(_ articles: [Article]) throws
    /// The next problems of the file.
    mutating func add(_ problems: [InputProblem]) throws
    /// Ends all files; until then some rows may be on their way.
    mutating func finish() throws
}

/// What can be done with a store while it is held.
package protocol StoreAccess {
    associatedtype Insertion: ContentInsertion

    /// The corpus paths that the store was last updated from.
    func corpora() throws -> [String]
    func setCorpora(_ paths: [String]) throws

    /// All files, by path.
    func sources() throws -> [String: SourceRecord]
    /// The contents of all files but those at the `known` paths, in no particular order; the articles of a file in its
    /// order.
    func contents(except known: Set<String>) throws -> [SourceContents]

    /// Begins to add files.
    func insertion() throws -> Insertion
    /// Notes new stamps of files whose articles did not change.
    func restamp(_ sources: [SourceRecord]) throws
    func remove(paths: [String]) throws

    /// Reads the embeddings of texts by one model; nothing where the stored ones have another stamp, which are
    /// forgotten.
    ///
    /// - Parameters:
    ///   - texts: the keys that are still wanted; the others are forgotten.
    ///   - receive: gets each with the key of its text.
    func vectors(
        of model: VectorStamp,
        keeping texts: Set<UInt64>,
        receive: (_ text: UInt64, _ bytes: [UInt8]) throws -> Void
    ) throws
    func put(_ vectors: [(text: UInt64, bytes: [UInt8])], of model: VectorStamp) throws

    /// What the vectors of a model are grouped around, if it is known, and the number of rows that it was made for.
    func centroids(of model: VectorStamp) throws -> (rows: Int, bytes: [UInt8])?
    func put(centroids: [UInt8], rows: Int, of model: VectorStamp) throws
}

/// What stored vectors were made by. Vectors of different models lie side by side and never mix.
package struct VectorStamp: Hashable, Sendable {
    /// The model and the form of its rows: one set of vectors is kept for each name.
    package var name: String
    /// Changes whenever the same text may get another vector, or another form of row.
    package var stamp: String

    package init(name: String, stamp: String) {
        self.name = name
        self.stamp = stamp
    }
}
