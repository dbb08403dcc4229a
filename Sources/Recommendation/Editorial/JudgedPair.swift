import Retrieval

/// A candidate as judged beside its subject.
struct JudgedPair: Sendable {
    let doc: DocID
    let signals: SignalValues
    /// Of being related.
    let logOdds: Float
}
