import Retrieval

/// The candidates of one subject, as a search returns them.
struct CandidateList: Sendable {
    let subject: ResolvedSubject
    /// The subject as pairs are compared, where it is not indexed, since its vectors are expensive.
    let compared: ComparedArticle?
    /// Those of the nearest others by fused score that were retained, best first.
    let candidates: [RetainedCandidate]
    /// How many others were nearest, retained or not.
    let count: Int
    /// Of these the number with the subject's very text that nobody needs to judge, since no list shows them.
    var identicalCount = 0
    /// Whether there may be more.
    let isTruncated: Bool
    /// What is near to the subject.
    let neighbourhood: Neighbourhood

    var density: Float { neighbourhood.density }
}

/// A candidate with what is known of it before the density of its neighbourhood is.
struct RetainedCandidate: Sendable {
    let doc: DocID
    /// The most that its log-odds can be, whatever is near to it, without ``Signal/neighbourhood``; nil where nobody needs
    /// them.
    let logOdds: Float?
}

/// Which candidates a search retains.
enum CandidateRetention: Sendable {
    case all
    /// Those that may stand in a list. Of a hundred these are a few, and the rest would fill the memory of a large
    /// job; signals are cheap just after a search, as long as its documents are in the cache.
    case listable
}
