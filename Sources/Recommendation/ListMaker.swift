import Corpus
import Foundation
import Retrieval

/// Turns judged pairs into a list: who may stand in it, in which order, and where it ends.
struct ListMaker: Sendable {
    private let articles: [Article]
    private let index: ComparisonIndex
    private let rules: EditorialRules
    private let bonus: EditorialBonus
    /// Lists nothing below, but to top up.
    let minimumLogOdds: Float
    private let limit: Int
    /// Entries up to which a list is topped up.
    private let fewest: Int
    private let now: Date

    init(
        _ articles: [Article],
        _ index: ComparisonIndex,
        _ bonus: EditorialBonus,
        _ rules: EditorialRules,
        minimumLogOdds: Float,
        limit: Int,
        fewest: Int
    ) {
        self.articles = articles
        self.index = index
        self.rules = rules
        self.bonus = bonus
        self.minimumLogOdds = minimumLogOdds
        self.limit = limit
        self.fewest = fewest
        now = rules.asOf ?? Date()
    }

    /// A finished list.
    struct List {
        let entries: [RelatedEntry]
        /// Of every candidate, where they were asked for.
        let verdicts: [DocID: Verdict]
    }

    /// What comes of the candidates of a subject.
    enum ListOutcome {
        case complete(List)
        /// The list is not full, and most of what was near has been dropped, so there may be more behind it; look for
        /// so many.
        case needsMoreCandidates(Int)
    }

    /// Candidates from which it is worth looking for everything that an entry keeps out once it keeps out one.
    private static let manyCandidates = 32

    /// Entries from the first that a list is varied in: nobody reads so far that variety mattered beyond.
    private static let variedEntries = 32

    private static let terms = SignalRegistry.standard.index(of: .terms)
    private static let seriesSteps = SignalRegistry.standard.index(of: .seriesSteps)

    /// - Parameters:
    ///   - pairs: the judged ones of `candidates`.
    ///   - isTracing: whether verdicts are asked for.
    /// - Complexity: O(candidates x entries that are compared, see ``variedEntries``); beyond that O(candidates).
    func list(
        _ pairs: [JudgedPair],
        of candidates: CandidateList,
        for subject: ListSubject,
        tracing isTracing: Bool = false
    ) -> ListOutcome {
        let list = list(pairs, for: subject, tracing: isTracing)
        let isFull = list.probableCount >= limit
        let dropped = list.droppedCount + candidates.identicalCount
        let isWorthMore = !isFull && 2 * dropped >= candidates.count
        // Whatever may be listed tops up, so all that there was has been dropped.
        let isTooShort = list.entries.count < fewest
        guard !candidates.isTruncated || !(isWorthMore || isTooShort) else {
            return .needsMoreCandidates(4 * candidates.count)
        }
        return .complete(List(entries: list.entries, verdicts: list.verdicts))
    }

    private func list(
        _ pairs: [JudgedPair],
        for subject: ListSubject,
        tracing isTracing: Bool
    ) -> ListInProgress {
        var list = ListInProgress(subject, isTracing: isTracing)
        for pin in subject.pins { list.pin(pin, index.pages.pages(of: pin), index.fingerprint(of: pin)) }
        let isFull = { (list: ListInProgress) in list.entries.count >= max(limit, subject.pins.count) }
        let rest = fill(&list, with: eligible(pairs, subject, &list), pairs, subject, until: isFull)
        if isTracing {
            for candidate in rest where !candidate.isDropped {
                list.verdicts[candidate.doc] = objection(to: candidate, pairs, subject, list) ?? .beyondLimit
            }
        }
        list.isToppingUp = true
        if list.entries.count < fewest {
            let improbable = eligible(pairs, subject, &list)
            fill(&list, with: improbable, pairs, subject) { $0.entries.count >= fewest }
        }
        rules.order.sort(&list.entries)
        return list
    }

    /// Whether nothing but its place speaks against an article beside the entries of a list.
    ///
    /// - Parameters:
    ///   - pair: as it is judged for the list's subject.
    ///   - entries: with their numbers; nil for those that are pinned.
    /// - Complexity: O(entries).
    func mayStand(
        _ pair: JudgedPair,
        beside entries: [(entry: RelatedEntry, doc: DocID?)],
        for subject: ListSubject
    ) -> Bool {
        var list = ListInProgress(subject, isTracing: false)
        for (entry, doc) in entries {
            let article = entry.article
            if let doc, let signals = entry.signals {
                let pair = JudgedPair(doc: doc, signals: signals, logOdds: Float(entry.score))
                list.append(pair, article, index.pages[doc], index.fingerprint(of: doc))
            } else {
                list.pin(article, index.pages.pages(of: article), index.fingerprint(of: article))
            }
        }
        list.isToppingUp = pair.logOdds < minimumLogOdds
        return eligible([pair], subject, &list).contains { objection(to: $0, [pair], subject, list) == nil }
    }

    /// Adds the best of `candidates`, one after the other.
    ///
    /// - Returns: those that the list had no place for.
    @discardableResult
    private func fill(
        _ list: inout ListInProgress,
        with candidates: [EligibleCandidate],
        _ pairs: [JudgedPair],
        _ subject: ListSubject,
        until isDone: (ListInProgress) -> Bool
    ) -> [EligibleCandidate] {
        var waiting = candidates
        if rules.foldsCopies, limit > Self.variedEntries, waiting.count >= LikelyCopies.fewestCandidates {
            let docs = list.docs + waiting.map(\.doc)
            list.likelyCopies = LikelyCopies(docs, in: index, series: rules.foldsSeries)
        } else {
            list.likelyCopies = nil
        }
        if rules.diversity > 0 {
            for doc in list.docs.prefix(Self.variedEntries) { vary(&waiting, by: doc) }
        }
        var isSwept = false
        while !isDone(list), !waiting.isEmpty {
            let first = best(waiting)
            // Of its copies the best that may be listed, else itself. What is better and may not be is dropped.
            var outOfTheWay: [Int] = []
            var next: Int?
            for i in betterCopies(of: first, among: waiting, list.likelyCopies) + [first] {
                outOfTheWay.append(i)
                if waiting[i].isDropped { continue }
                guard let verdict = objection(to: waiting[i], pairs, subject, list) else {
                    next = i
                    break
                }
                list.drop(waiting[i].doc, verdict)
            }
            let chosen = next.map { waiting[$0] }
            for i in outOfTheWay.sorted(by: >) { waiting.remove(at: i) }
            guard let chosen else {
                // Where one is a copy, hundreds may be; whatever is against a candidate stays against it.
                if !isSwept, waiting.count >= Self.manyCandidates {
                    sweep(&waiting, pairs, subject, &list)
                    isSwept = true
                }
                continue
            }
            list.append(
                pairs[chosen.index],
                articles[chosen.doc.index],
                index.pages[chosen.doc],
                index.fingerprint(of: chosen.doc),
                isFallback: list.isToppingUp
            )
            isSwept = false
            guard rules.diversity > 0, list.entries.count < min(limit, Self.variedEntries) else { continue }
            vary(&waiting, by: chosen.doc)
        }
        return waiting
    }

    private func vary(_ waiting: inout [EligibleCandidate], by chosen: DocID) {
        let closeness = index.closeness(of: chosen, to: waiting.map(\.doc))
        for i in waiting.indices { waiting[i].closeness = max(waiting[i].closeness, closeness[i]) }
    }

    /// Whatever is probable enough, or tops up, and no rule keeps out, best first.
    private func eligible(
        _ pairs: [JudgedPair],
        _ subject: ListSubject,
        _ list: inout ListInProgress
    ) -> [EligibleCandidate] {
        var eligible: [EligibleCandidate] = []
        var rules = rules
        // A stopgap in another language helps nobody, even where such articles may be listed.
        if list.isToppingUp { rules.anyLanguage = false }
        for (number, pair) in pairs.enumerated() {
            // Most candidates end here; nobody asks what else is against them.
            let isAsked =
                list.isToppingUp
                ? pair.logOdds < minimumLogOdds : pair.logOdds >= minimumLogOdds || list.isTracing
            guard isAsked else { continue }
            if let candidate = candidate(articles[pair.doc.index], pair, number, subject, rules, &list) {
                eligible.append(candidate)
            }
        }
        return eligible.sorted { $0.isAbove($1) }
    }

    /// Nil where a rule keeps the article out, or it is not probable enough.
    private func candidate(
        _ article: Article,
        _ pair: JudgedPair,
        _ number: Int,
        _ subject: ListSubject,
        _ rules: EditorialRules,
        _ list: inout ListInProgress
    ) -> EligibleCandidate? {
        let pages = index.pages[pair.doc]
        if let own = subject.article, article.isSame(as: own) || PageIndex.share(pages, subject.pages) {
            list.drop(pair, .same, ifAtLeast: minimumLogOdds)
        } else if let pin = subject.pins.firstIndex(where: { $0.id == article.id }) {
            if list.isTracing { list.verdicts[pair.doc] = .pinned(pin + 1) }
        } else if subject.excluded.contains(article, pages) {
            list.drop(pair, .excluded, ifAtLeast: minimumLogOdds)
        } else if let own = subject.article, article.isTranslation(of: own) {
            list.drop(pair, .translation(of: own.id), ifAtLeast: minimumLogOdds)
        } else if let why = rules.unlistable(article, under: subject.article, now: now) {
            list.drop(pair, .unlistable(why), ifAtLeast: minimumLogOdds)
        } else if let rule = rules.objection(to: article, under: subject.article) {
            list.drop(pair, .filtered(rule), ifAtLeast: minimumLogOdds)
        } else if pair.logOdds < minimumLogOdds, !list.isToppingUp {
            list.verdicts[pair.doc] = .improbable
        } else {
            let score = Double(pair.logOdds) + bonus(quality: article.quality, day: article.daysSince1970)
            return EligibleCandidate(index: number, pair, article, score: score)
        }
        return nil
    }

    private func best(_ waiting: [EligibleCandidate]) -> Int {
        guard rules.diversity > 0 else { return 0 }
        var best = 0
        var bestValue = -Double.infinity
        for (i, candidate) in waiting.enumerated() {
            let value = candidate.score - rules.diversity * Double(candidate.closeness)
            if value > bestValue { (best, bestValue) = (i, value) }
        }
        return best
    }

    /// The copies of a candidate that are better to show, best first.
    private func betterCopies(
        of candidate: Int,
        among waiting: [EligibleCandidate],
        _ likely: LikelyCopies?
    ) -> [Int] {
        guard rules.foldsCopies else { return [] }
        let own = waiting[candidate]
        let partners = likely.map { Set($0[own.doc]) }
        if let partners, partners.isEmpty { return [] }
        let fingerprint = index.fingerprint(of: own.doc)
        let copies = waiting.indices.filter { i in
            waiting[i].isBetterCopy(than: own) && partners?.contains(waiting[i].doc) ?? true
                && (index.fingerprint(of: waiting[i].doc).isCopy(of: fingerprint)
                    || index.saysTheSame(waiting[i].doc, own.doc))
        }
        guard copies.count > 1 else { return copies }
        return copies.sorted { a, b in
            if waiting[a].isBetterCopy(than: waiting[b]) { return true }
            return a < b && !waiting[b].isBetterCopy(than: waiting[a])
        }
    }

    /// Drops whatever may not be listed beside the entries so far, so that it is looked at once. It goes on waiting as
    /// long as anything else does, since a better copy that may be listed takes its place.
    private func sweep(
        _ waiting: inout [EligibleCandidate],
        _ pairs: [JudgedPair],
        _ subject: ListSubject,
        _ list: inout ListInProgress
    ) {
        for i in waiting.indices where !waiting[i].isDropped {
            if let verdict = objection(to: waiting[i], pairs, subject, list) {
                list.drop(waiting[i].doc, verdict)
                waiting[i].isDropped = true
            } else {
                waiting[i].comparedCount = list.chosen.count
            }
        }
        if waiting.allSatisfy(\.isDropped) { waiting = [] }
    }

    /// What is against listing a candidate beside the entries so far; it is against it for good.
    private func objection(
        to candidate: EligibleCandidate,
        _ pairs: [JudgedPair],
        _ subject: ListSubject,
        _ list: ListInProgress
    ) -> Verdict? {
        let doc = candidate.doc
        // Which of several pages is found first makes no difference: they lead to one entry.
        for page in index.pages[doc] {
            if let shown = list.pages[page] { return .copy(of: shown) }
        }
        if let key = articles[doc.index].page.translationKey, let shown = list.translations[key] {
            return .translation(of: shown)
        }
        if rules.foldsCopies {
            let fingerprint = index.fingerprint(of: doc)
            // The release notes before and after these are alike, and both belong beside them.
            let isNextInSeries = pairs[candidate.index].signals[column: Self.seriesSteps] == 1
            if let own = subject.article {
                if fingerprint.isCopy(of: subject.fingerprint)
                    || index.saysTheSame(
                        doc,
                        as: subject.fingerprint,
                        cosine: pairs[candidate.index].signals[column: Self.terms]
                    )
                {
                    return .copy(of: own.id)
                }
                if fingerprint.hasSameTitle(as: subject.fingerprint) { return .template(of: own.id) }
                // One article of the same form may be worth reading, a list of them is not.
                if !isNextInSeries, list.hasTemplateOfSubject || list.isToppingUp,
                    fingerprint.sharesTemplate(with: subject.fingerprint)
                {
                    return .template(of: own.id)
                }
            }
            for chosen in list.compared(with: candidate) {
                if fingerprint.isCopy(of: chosen.fingerprint)
                    || chosen.doc.map({ index.saysTheSame(doc, $0) }) ?? false
                {
                    return .copy(of: chosen.id)
                }
                if !isNextInSeries && fingerprint.sharesTemplate(with: chosen.fingerprint)
                    || fingerprint.hasSameTitle(as: chosen.fingerprint)
                {
                    return .template(of: chosen.id)
                }
                if rules.foldsSeries, fingerprint.isSibling(of: chosen.fingerprint) {
                    return .series(of: chosen.id)
                }
            }
        }
        if let most = rules.maxPerProvider, let key = articles[doc.index].providerKey,
            list.providers[key, default: 0] >= most
        {
            return .providerFull(key)
        }
        return nil
    }
}
