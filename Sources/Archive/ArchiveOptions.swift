public import Corpus
public import Semantic

/// How an archive is opened.
public struct ArchiveOptions: Sendable {
    /// How embeddings are stored: 8 bits a number, or 32 for four times the size. Default `int8`.
    public var precision = Precision.int8
    /// Which weights turn signals into probabilities. Default: those that `kindred tune` saved beside the index, else
    /// the shipped ones.
    public var weights = WeightsChoice.automatic
    /// Receives the steps of long work, from any thread. Default: nobody.
    public var onProgress: (@Sendable (ArchiveProgress) -> Void)?
    /// Receives what a user may want to know, such as which model was chosen. Default: nobody.
    public var onNote: (@Sendable (String) -> Void)?

    public init() {}

    var observer: WorkObserver {
        WorkObserver(progress: { [onProgress] in onProgress?($0) }, note: { [onNote] in onNote?($0) })
    }
}

extension Archive {
    /// Where an archive keeps what it knows.
    public enum Location: Hashable, Sendable, ExpressibleByStringLiteral {
        /// In a folder of its own, such as `site/.kindred`, which is made where it is missing.
        case folder(String)
        /// In memory, gone with the process.
        case inMemory

        public init(stringLiteral path: String) { self = .folder(path) }
    }

    /// What an update did.
    public struct UpdateReport: Hashable, Sendable {
        /// Articles in the archive now.
        public var articles: Int
        /// Files that were new, changed, deleted or unchanged since the last update.
        public var added, changed, removed, unchanged: Int
        /// What was wrong with files; everything else was read all the same.
        public var problems: [InputProblem]
    }
}
