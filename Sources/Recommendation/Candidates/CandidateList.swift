import Retrieval

/// The candidates of one subject, as a search returns them.
struct CandidateList: Sendable {
    let subject: ResolvedSubject
    private let outsider: Outsider?
    /// Those of the nearest others by fused score that were retained, best first.
    let candidates: [RetainedCandidate]
    /// How many others were nearest, retained or not.
    let count: Int
    /// Of these the number with the subject's very text that nobody needs to judge, since no list shows them.
    let identicalCount: Int
    /// Whether there may be more.
    let isTruncated: Bool
    /// What is near to the subject.
    let neighbourhood: Neighbourhood

    var density: Float { neighbourhood.density }

    /// The subject as pairs are compared, where it is not indexed, since its vectors are expensive.
    var compared: ComparedArticle? { outsider?.compared }

    init(
        subject: ResolvedSubject,
        compared: ComparedArticle? = nil,
        candidates: [RetainedCandidate],
        count: Int,
        identicalCount: Int = 0,
        isTruncated: Bool,
        neighbourhood: Neighbourhood
    ) {
        self.subject = subject
        outsider = compared.map(Outsider.init)
        self.candidates = candidates
        self.count = count
        self.identicalCount = identicalCount
        self.isTruncated = isTruncated
        self.neighbourhood = neighbourhood
    }

    /// A box, since a large job has many lists, none of which needs it.
    private final class Outsider: Sendable {
        let compared: ComparedArticle

        init(_ compared: ComparedArticle) { self.compared = compared }
    }
}

/// A candidate with what is known of it before the density of its neighbourhood is.
struct RetainedCandidate: Sendable {
    let doc: DocID
    /// NaN stands for nil, which would take a third more.
    private let bound: Float

    /// The most that its log-odds can be, whatever is near to it, without ``Signal/neighbourhood``; nil where nobody needs
    /// them.
    var logOdds: Float? { bound.isNaN ? nil : bound }

    init(doc: DocID, logOdds: Float?) {
        self.doc = doc
        bound = logOdds ?? .nan
    }
}

/// Which candidates a search retains.
enum CandidateRetention: Sendable {
    case all
    /// Those that may stand in a list. Of a hundred these are a few, and the rest would fill the memory of a large
    /// job; signals are cheap just after a search, as long as its documents are in the cache.
    case listable
}
