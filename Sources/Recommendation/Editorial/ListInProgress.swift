import Corpus
import Retrieval

/// A list in the making: its entries, and what later ones are compared with.
struct ListInProgress {
    /// An entry as later ones are compared with it.
    struct Chosen {
        let id: ArticleID
        /// Nil for an entry that an editor pinned.
        let doc: DocID?
        let fingerprint: TextFingerprint
    }

    /// Whether verdicts are asked for.
    let isTracing: Bool
    private let subject: TextFingerprint
    var entries: [RelatedEntry] = []
    /// Whether what is added is only to top the list up.
    var isToppingUp = false
    /// Candidates that a rule or a copy kept out, though they are probable enough.
    private(set) var droppedCount = 0
    /// Of every candidate, where they are asked for.
    var verdicts: [DocID: Verdict] = [:]
    private(set) var chosen: [Chosen] = []
    /// Set for long lists.
    var likelyCopies: LikelyCopies?
    /// Where each entry of the collection stands in `chosen`.
    private var places: [DocID: Int] = [:]
    /// The first entry that leads to each page.
    private(set) var pages: [UInt32: ArticleID] = [:]
    /// The entry of each text that has translations, by what these have in common.
    private(set) var translations: [String: ArticleID] = [:]
    /// The number of entries of each provider.
    private(set) var providers: [String: Int] = [:]
    /// Whether an entry has the form of the subject.
    private(set) var hasTemplateOfSubject = false

    init(_ subject: ListSubject, isTracing: Bool) {
        self.isTracing = isTracing
        self.subject = subject.fingerprint
    }

    /// Entries that nobody pinned, in their order.
    var docs: [DocID] { chosen.compactMap(\.doc) }

    /// Entries that are there for more than to top the list up.
    var probableCount: Int { entries.count { !$0.isFallback } }

    /// The entries that a candidate must be compared with, in their order.
    func compared(with candidate: EligibleCandidate) -> ArraySlice<Chosen> {
        guard let likelyCopies else { return chosen[candidate.comparedCount...] }
        let likely = likelyCopies[candidate.doc].compactMap { places[$0] }.sorted()
        return chosen.prefix { $0.doc == nil } + likely.map { chosen[$0] }
    }

    mutating func drop(_ doc: DocID, _ verdict: Verdict) {
        if !isToppingUp { droppedCount += 1 }
        if isTracing { verdicts[doc] = verdict }
    }

    /// Drops a candidate that would not be listed anyway unless its log-odds reach a minimum.
    mutating func drop(_ pair: JudgedPair, _ verdict: Verdict, ifAtLeast minimumLogOdds: Float) {
        if pair.logOdds >= minimumLogOdds {
            drop(pair.doc, verdict)
        } else if isTracing {
            verdicts[pair.doc] = verdict
        }
    }

    mutating func pin(_ article: Article, _ pages: [UInt32], _ fingerprint: TextFingerprint) {
        let entry = RelatedEntry(article: article, score: 0, isPinned: true)
        add(entry, nil, pages[...], fingerprint)
    }

    mutating func append(
        _ pair: JudgedPair,
        _ article: Article,
        _ pages: ArraySlice<UInt32>,
        _ fingerprint: TextFingerprint,
        isFallback: Bool = false
    ) {
        add(
            RelatedEntry(
                article: article,
                score: Double(pair.logOdds),
                signals: pair.signals,
                isFallback: isFallback
            ),
            pair.doc,
            pages,
            fingerprint
        )
        if isTracing {
            verdicts[pair.doc] = isFallback ? .toppedUp(entries.count) : .listed(entries.count)
        }
    }

    private mutating func add(
        _ entry: RelatedEntry,
        _ doc: DocID?,
        _ pages: ArraySlice<UInt32>,
        _ fingerprint: TextFingerprint
    ) {
        entries.append(entry)
        if let doc { places[doc] = chosen.count }
        chosen.append(Chosen(id: entry.article.id, doc: doc, fingerprint: fingerprint))
        for page in pages where self.pages[page] == nil { self.pages[page] = entry.article.id }
        if let key = entry.article.page.translationKey { translations[key] = entry.article.id }
        if let key = entry.article.providerKey { providers[key, default: 0] += 1 }
        if fingerprint.sharesTemplate(with: subject) { hasTemplateOfSubject = true }
    }
}
