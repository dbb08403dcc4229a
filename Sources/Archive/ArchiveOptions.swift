public import Corpus
public import Recommendation
public import Semantic

/// How an archive is opened.
public struct ArchiveOptions: Sendable {
    /// How embeddings are stored: 8 bits a number, or 32 for four times the size. Default `int8`.
    public var precision = Precision.int8
    /// Which weights turn signals into probabilities. Default: those that `kindred tune` saved beside the index, else
    /// the shipped ones.
    public var weights = WeightsChoice.automatic
    /// The folder of what lies beside an archive's index, weights and labels, for one in a database. Default: none.
    public var folder: String?
    /// How lists are made where a question does not say it, such as those that a change made others. Default: as
    /// `RankingOptions` has it.
    public var lists = RankingOptions()
    /// How files are read. Default: the standard names of fields and limits.
    public var rules = ReadingRules()
    /// Receives the steps of long work, from any thread. Default: nobody.
    public var onProgress: (@Sendable (ArchiveProgress) -> Void)?
    /// Receives what a user may want to know, such as which model was chosen. Default: nobody.
    public var onNote: (@Sendable (String) -> Void)?

    public init() {}

    var observer: WorkObserver {
        WorkObserver(progress: { [onProgress] in onProgress?($0) }, note: { [onNote] in onNote?($0) })
    }
}
