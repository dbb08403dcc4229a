import Corpus
import Retrieval

/// Turns judged candidates into a list: who may stand in it, in which order, and where it ends.
struct EditorialPass: Sendable {
    /// A candidate with what was found out about it.
    struct Judged {
        let doc: DocID
        let signals: SignalValues
        let logOdds: Float
    }

    /// What the list is for.
    struct Subject {
        /// Nil for a free text.
        let article: Article?
        /// The numbers of its pages.
        let pages: [UInt32]
        let fingerprint: TextFingerprint
        let pins: [Article]
        let excluded: ExcludedArticles
    }

    private let articles: [Article]
    private let index: ComparisonIndex
    private let rules: EditorialRules
    private let bonus: EditorialBonus
    /// Lists nothing below.
    private let minimum: Float
    private let limit: Int

    init(
        _ articles: [Article],
        _ index: ComparisonIndex,
        _ bonus: EditorialBonus,
        _ rules: EditorialRules,
        minimumLogOdds: Float,
        limit: Int
    ) {
        self.articles = articles
        self.index = index
        self.rules = rules
        self.bonus = bonus
        minimum = minimumLogOdds
        self.limit = limit
    }

    /// What came of a pass.
    struct Selection {
        var entries: [RelatedEntry] = []
        /// Candidates that a rule or a copy kept out; where they are many, more candidates may fill the list.
        var dropped = 0
        /// False where more candidates might fill the list, but only part of the collection is there.
        var isComplete = true
        /// Of every candidate, where it was asked for.
        var verdicts: [DocID: Verdict] = [:]
    }

    /// A candidate that may be listed.
    private struct Eligible {
        let judged: Judged
        let place: Double
        /// How close it is to the closest entry already chosen.
        var closeness: Float = 0

        var doc: DocID { judged.doc }
    }

    /// - Complexity: O(candidates x limit).
    func list(_ candidates: [Judged], for subject: Subject, tracing isTracing: Bool = false) -> Selection {
        var state = State(subject, isTracing: isTracing)
        for (place, pin) in subject.pins.enumerated() {
            state.pin(pin, index.pages.pages(of: pin), at: place + 1)
        }
        var waiting = eligible(candidates, subject, &state)
        while state.outcome.entries.count < max(limit, subject.pins.count), !waiting.isEmpty {
            let next = best(waiting)
            let chosen = bestCopy(of: waiting[next], among: waiting)
            let candidate = waiting.remove(at: chosen)
            if let verdict = objection(to: candidate.judged, subject, state) {
                state.drop(candidate.doc, verdict)
                continue
            }
            state.list(
                candidate.judged,
                articles[candidate.doc.index],
                index.pages[candidate.doc],
                index.fingerprint(of: candidate.doc)
            )
            guard rules.diversity > 0, state.outcome.entries.count < limit else { continue }
            for i in waiting.indices {
                let closeness = index.closeness(candidate.doc, waiting[i].doc)
                waiting[i].closeness = max(waiting[i].closeness, closeness)
            }
        }
        if isTracing {
            for rest in waiting {
                state.outcome.verdicts[rest.doc] = objection(to: rest.judged, subject, state) ?? .beyondLimit
            }
        }
        sort(&state.outcome.entries)
        return state.outcome
    }

    /// Whatever is probable enough and no rule keeps out, by place.
    private func eligible(_ candidates: [Judged], _ subject: Subject, _ state: inout State) -> [Eligible] {
        var found: [Eligible] = []
        for candidate in candidates {
            // Most candidates end here; nobody asks what else is against them.
            if candidate.logOdds < minimum, !state.isTracing { continue }
            let article = articles[candidate.doc.index]
            let pages = index.pages[candidate.doc]
            if let own = subject.article, article.isSame(as: own) || PageIndex.share(pages, subject.pages) {
                state.drop(candidate.doc, .same)
            } else if let place = subject.pins.firstIndex(where: { $0.id == article.id }) {
                if state.isTracing { state.outcome.verdicts[candidate.doc] = .pinned(place + 1) }
            } else if subject.excluded.contains(article, pages) {
                state.drop(candidate.doc, .excluded)
            } else if let rule = rules.objection(to: article, under: subject.article) {
                state.drop(candidate.doc, .filtered(rule))
            } else if candidate.logOdds < minimum {
                state.outcome.verdicts[candidate.doc] = .improbable
            } else {
                found.append(
                    Eligible(
                        judged: candidate,
                        place: Double(candidate.logOdds)
                            + bonus(quality: article.quality, day: article.daysSince1970)
                    )
                )
            }
        }
        // Equally good: the newer first, so that an older article never stands above an equal newer one.
        return found.sorted { a, b in
            if a.place != b.place { return a.place > b.place }
            let (first, second) = (articles[a.doc.index].daysSince1970, articles[b.doc.index].daysSince1970)
            if first != second { return first ?? -.infinity > second ?? -.infinity }
            return a.doc < b.doc
        }
    }

    private func best(_ waiting: [Eligible]) -> Int {
        guard rules.diversity > 0 else { return 0 }
        var best = 0
        var bestValue = -Double.infinity
        for (i, candidate) in waiting.enumerated() {
            let value = candidate.place - rules.diversity * Double(candidate.closeness)
            if value > bestValue { (best, bestValue) = (i, value) }
        }
        return best
    }

    /// Of a candidate's copies the one to show: of the best quality, then the earliest.
    private func bestCopy(of candidate: Eligible, among waiting: [Eligible]) -> Int {
        let own = waiting.firstIndex { $0.doc == candidate.doc } ?? 0
        guard rules.foldsCopies else { return own }
        let fingerprint = index.fingerprint(of: candidate.doc)
        var best = own
        for (i, other) in waiting.enumerated() where i != own {
            guard isBetterCopy(articles[other.doc.index], than: articles[waiting[best].doc.index]),
                index.fingerprint(of: other.doc).isCopy(of: fingerprint)
                    || index.saysTheSame(other.doc, candidate.doc)
            else { continue }
            best = i
        }
        return best
    }

    private func isBetterCopy(_ a: Article, than b: Article) -> Bool {
        let (quality, other) = (a.quality ?? -.infinity, b.quality ?? -.infinity)
        if quality != other { return quality > other }
        return a.daysSince1970 ?? .infinity < b.daysSince1970 ?? .infinity
    }

    /// What is against listing a document beside those chosen so far.
    private func objection(to candidate: Judged, _ subject: Subject, _ state: State) -> Verdict? {
        let doc = candidate.doc
        let article = articles[doc.index]
        // Which of several pages is found first makes no difference: they lead to one entry.
        for page in index.pages[doc] {
            if let shown = state.pages[page] { return .copy(of: shown) }
        }
        if rules.foldsCopies {
            let fingerprint = index.fingerprint(of: doc)
            if let own = subject.article {
                if fingerprint.isCopy(of: subject.fingerprint)
                    || index.saysTheSame(doc, cosine: Float(candidate.signals[.terms]))
                {
                    return .copy(of: own.id)
                }
                if fingerprint.hasSameTitle(as: subject.fingerprint) { return .template(of: own.id) }
                // One article of the same form may be worth reading, a list of them is not.
                if state.hasTemplateOfSubject, fingerprint.sharesTemplate(with: subject.fingerprint) {
                    return .template(of: own.id)
                }
            }
            for chosen in state.chosen {
                if fingerprint.isCopy(of: chosen.fingerprint)
                    || chosen.doc.map({ index.saysTheSame(doc, $0) }) ?? false
                {
                    return .copy(of: chosen.id)
                }
                if fingerprint.sharesTemplate(with: chosen.fingerprint)
                    || fingerprint.hasSameTitle(as: chosen.fingerprint)
                {
                    return .template(of: chosen.id)
                }
            }
        }
        if let most = rules.maxPerProvider, let key = article.providerKey,
            state.providers[key, default: 0] >= most
        {
            return .providerFull(key)
        }
        return nil
    }

    /// Puts the entries that nobody pinned into the order that readers shall see.
    private func sort(_ entries: inout [RelatedEntry]) {
        let pinned = entries.prefix(while: \.isPinned).count
        func sorted(_ isBefore: (Article, Article) -> Bool?) {
            let rest = entries[pinned...].enumerated().sorted { a, b in
                isBefore(a.element.article, b.element.article) ?? (a.offset < b.offset)
            }
            entries.replaceSubrange(pinned..., with: rest.map(\.element))
        }
        func compare(_ a: Double, _ b: Double) -> Bool? { a == b ? nil : a > b }
        switch rules.order {
        case .relevance: break
        case .newest: sorted { compare($0.daysSince1970 ?? -.infinity, $1.daysSince1970 ?? -.infinity) }
        case .oldest: sorted { compare(-($0.daysSince1970 ?? .infinity), -($1.daysSince1970 ?? .infinity)) }
        case .quality: sorted { compare($0.quality ?? -.infinity, $1.quality ?? -.infinity) }
        }
    }
}

extension EditorialPass {
    /// A list in the making.
    private struct State {
        struct Chosen {
            let id: ArticleID
            /// Nil for an entry that an editor pinned.
            let doc: DocID?
            let fingerprint: TextFingerprint
        }

        let isTracing: Bool
        private let subject: TextFingerprint
        var outcome = Selection()
        private(set) var chosen: [Chosen] = []
        private(set) var pages: [UInt32: ArticleID] = [:]
        private(set) var providers: [String: Int] = [:]
        private(set) var hasTemplateOfSubject = false

        init(_ subject: Subject, isTracing: Bool) {
            self.isTracing = isTracing
            self.subject = subject.fingerprint
        }

        mutating func drop(_ doc: DocID, _ verdict: Verdict) {
            outcome.dropped += 1
            if isTracing { outcome.verdicts[doc] = verdict }
        }

        mutating func pin(_ article: Article, _ pages: [UInt32], at place: Int) {
            let entry = RelatedEntry(article: article, score: 0, isPinned: true)
            add(entry, nil, pages[...], TextFingerprint(article))
        }

        mutating func list(
            _ judged: Judged,
            _ article: Article,
            _ pages: ArraySlice<UInt32>,
            _ fingerprint: TextFingerprint
        ) {
            add(
                RelatedEntry(article: article, score: Double(judged.logOdds), signals: judged.signals),
                judged.doc,
                pages,
                fingerprint
            )
            if isTracing { outcome.verdicts[judged.doc] = .listed(outcome.entries.count) }
        }

        private mutating func add(
            _ entry: RelatedEntry,
            _ doc: DocID?,
            _ pages: ArraySlice<UInt32>,
            _ fingerprint: TextFingerprint
        ) {
            outcome.entries.append(entry)
            chosen.append(Chosen(id: entry.article.id, doc: doc, fingerprint: fingerprint))
            for page in pages where self.pages[page] == nil { self.pages[page] = entry.article.id }
            if let key = entry.article.providerKey { providers[key, default: 0] += 1 }
            if fingerprint.sharesTemplate(with: subject) { hasTemplateOfSubject = true }
        }
    }
}

/// What an editor excluded from one list: by id, or by any address of its page.
struct ExcludedArticles {
    private let names: Set<String>
    private let pages: [UInt32]

    init(_ references: [String], _ index: PageIndex) {
        names = Set(references)
        pages = index.pages(at: references)
    }

    /// - Parameter pages: the numbers of the article's pages.
    func contains(_ article: Article, _ pages: some Sequence<UInt32>) -> Bool {
        !names.isEmpty && (names.contains(article.id.rawValue) || PageIndex.share(pages, self.pages))
    }
}
