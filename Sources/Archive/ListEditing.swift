package import Corpus
import Foundation
import Kernels
package import Platform
package import Recommendation
package import Storage
import Synchronization

/// Puts related lists into article files, or finds out what would change.
package struct ListEditing: Sendable {
    /// One file and the list that it should have.
    package struct Job: Sendable {
        package var path: String
        /// Best first.
        package var entries: [Article]
        /// Those that only top the list up.
        package var fallback: Set<ArticleID>
        /// The file as it was when its article was read.
        package var source: SourceRecord?

        package init(
            path: String,
            entries: [Article],
            fallback: Set<ArticleID> = [],
            source: SourceRecord?
        ) {
            (self.path, self.entries, self.fallback, self.source) = (path, entries, fallback, source)
        }

        /// The list of an article as it is to be written.
        package init(path: String, _ ranking: Ranking, source: SourceRecord?) {
            self.init(
                path: path,
                entries: ranking.entries.map(\.article),
                fallback: Set(ranking.entries.lazy.filter(\.isFallback).map(\.article.id)),
                source: source
            )
        }
    }

    /// What became of one file.
    package struct Outcome: Sendable {
        package var path: String
        package var problem: InputProblem?
        /// Both versions of a file whose list would change, where nothing is written; empty otherwise.
        package var before: [UInt8] = []
        package var after: [UInt8] = []
        /// Of the file just written.
        package var newStamp: FileStamp?
        package var newHash: UInt64 = 0
        /// Whether the list changes, or did, and nothing prevented it.
        package var isChanged = false
        /// Whether the file's editor locked the list, so that nothing was compared or written.
        package var isLocked = false
    }

    private let jobs: [Job]
    private let style: ListStyle
    private let replacement: ListReplacement
    private let rules: ReadingRules
    private let collection: NamesOnDemand

    /// - Parameters:
    ///   - replacement: which lists may be replaced; one that is kept is a problem of kind `authored`.
    ///   - collection: the articles that a program's list may name.
    package init(
        _ jobs: [Job],
        style: ListStyle = .standard,
        replacing replacement: ListReplacement = .machineMade,
        rules: ReadingRules,
        among collection: [Article]
    ) {
        self.jobs = jobs
        self.collection = NamesOnDemand(collection)
        self.style = style
        self.replacement = replacement
        self.rules = rules
    }

    /// Files whose new bytes wait beside them at a time: bounds the extra space on the disk.
    private static let batch = 1024

    /// Edits all files on all cores; one file's problem does not stop the others.
    ///
    /// - Parameters:
    ///   - isWriting: false only compares.
    ///   - replaced: keeps what is replaced.
    ///   - isInterrupted: asked now and then; once it answers true no further file is written, and nothing is left behind.
    /// - Returns: one result a job, in their order.
    /// - Throws: where `replaced` cannot keep what is about to be lost; what is then not written stays as it is.
    package func run(
        writing isWriting: Bool,
        keeping replaced: ReplacedLists? = nil,
        isInterrupted: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (Int) -> Void
    ) throws -> [Outcome] {
        let written = replaced?.writtenTexts() ?? [:]
        guard isWriting else {
            return concurrentMap(jobs.count, progress: progress) {
                edit(jobs[$0], isWriting: false, written[jobs[$0].path]).result
            }
        }
        for folder in Set(jobs.map { splitPath($0.path).folder }) { removeLeftovers(in: folder) }
        var results: [Outcome] = []
        var parts = 0
        var announced: [String: ReplacedLists.AnnouncedTexts] = [:]
        var announcements = 0
        // Before this run's own announcements take their place.
        if let replaced, replaced.hasAnnounced { try replaced.note(writtenTexts: written) }
        for start in stride(from: 0, to: jobs.count, by: Self.batch) {
            let range = start..<min(jobs.count, start + Self.batch)
            // They wait for the disk half of the time, so more workers than cores keep the cores busy.
            let workers = 4 * Cores.count
            let done: @Sendable (Int) -> Void = { progress(start + $0) }
            let edits = concurrentMap(range.count, workers: workers, progress: done) { number in
                let job = jobs[range.lowerBound + number]
                return isInterrupted()
                    ? Edit(result: Outcome(path: job.path)) : edit(job, isWriting: true, written[job.path])
            }
            if isInterrupted() {
                for edit in edits { edit.staged?.abandon() }
                break
            }
            let records = edits.compactMap(\.replaced)
            if let replaced, !records.isEmpty {
                do {
                    try replaced.keep(records, part: parts)
                    var next: [String: ReplacedLists.AnnouncedTexts] = [:]
                    for (job, edit) in zip(jobs[range], edits) where edit.staged != nil {
                        next[job.path] = style.signature(of: job.entries).map {
                            .init(texts: ListStyle.fingerprint(of: $0), file: edit.result.newHash)
                        }
                    }
                    if !next.isEmpty { try replaced.announce(next, part: announcements) }
                    announcements += next.isEmpty ? 0 : 1
                    announced.merge(next) { $1 }
                } catch {
                    for edit in edits { edit.staged?.abandon() }
                    throw error
                }
                parts += 1
            }
            var problems = StagedEdit.flush(edits.compactMap(\.staged)).makeIterator()
            results += zip(jobs[range], edits).map { job, edit in
                guard let staged = edit.staged else { return edit.result }
                return commit(job, edit.result, staged, problems.next() ?? nil)
            }
        }
        let changed = Set(results.lazy.filter(\.isChanged).map(\.path))
        synchronize(folders: Set(changed.map { splitPath($0).folder }))
        // Only what cannot be undone by a power cut any more: the lists before were known by what was noted of them.
        let texts = announced.filter { changed.contains($0.key) }.mapValues(\.texts)
        if !texts.isEmpty { try replaced?.note(writtenTexts: written.merging(texts) { $1 }) }
        return results
    }

    /// An edit, ready to be committed where it is to be written.
    private struct Edit {
        var result: Outcome
        var staged: StagedEdit?
        var replaced: ReplacedLists.Record?
    }

    private func edit(_ job: Job, isWriting: Bool, _ written: UInt64?) -> Edit {
        var result = Outcome(path: job.path)
        do throws(InputProblem) {
            let file = try ArticleFile(path: job.path, rules: rules)
            if try file.isLocked {
                result.isLocked = true
                return Edit(result: result)
            }
            // Where another run wrote the very same list meanwhile, nothing is left to do.
            if file.alreadyLists(job.entries, fallback: job.fallback, style: style) {
                return Edit(result: result)
            }
            guard job.source?.isSame(as: file) ?? true else { throw .changedMeanwhile(job.path) }
            guard
                let edited = try file.edited(
                    listing: job.entries,
                    fallback: job.fallback,
                    style: style,
                    replacing: replacement,
                    written: written,
                    isKnown: collection.isKnown
                )
            else {
                return Edit(result: result)
            }
            result.isChanged = true
            if isWriting {
                result.newHash = contentHash(edited)
                return Edit(
                    result: result,
                    staged: try file.stage(edited),
                    replaced: ReplacedLists.Record(
                        path: job.path,
                        replacing: file.bytes,
                        with: edited,
                        hash: result.newHash
                    )
                )
            }
            result.before = file.bytes
            result.after = edited
            return Edit(result: result)
        } catch {
            if error.kind == .changedMeanwhile, lists(job) { return Edit(result: Outcome(path: job.path)) }
            result.problem = error
            result.isChanged = false
            return Edit(result: result)
        }
    }

    /// Whether the file has the wanted list by now, by another run's hand.
    private func lists(_ job: Job) -> Bool {
        (try? ArticleFile(path: job.path, rules: rules))?
            .alreadyLists(job.entries, fallback: job.fallback, style: style) ?? false
    }

    /// - Parameter problem: what prevented the flushing.
    private func commit(
        _ job: Job,
        _ result: Outcome,
        _ staged: StagedEdit,
        _ problem: InputProblem?
    ) -> Outcome {
        var result = result
        do throws(InputProblem) {
            if let problem { throw problem }
            result.newStamp = try staged.commit()
        } catch {
            if lists(job) { return Outcome(path: job.path) }
            result.problem = error
            result.isChanged = false
        }
        return result
    }
}

/// What the articles of a corpus are called, found out when somebody asks: few lists need it.
private final class NamesOnDemand: Sendable {
    private let articles: [Article]
    private let made = Mutex<ListedArticles?>(nil)

    init(_ articles: [Article]) { self.articles = articles }

    /// Whether an entry of a list names one of the articles; nil where there are none.
    var isKnown: ((ExistingLists.Entry) -> Bool)? {
        articles.isEmpty ? nil : { self.names.article(meantBy: $0) != nil }
    }

    private var names: ListedArticles {
        made.withLock { made in
            let names = made ?? ListedArticles(articles)
            made = names
            return names
        }
    }
}

extension SourceRecord {
    /// Whether a file still has the content that was indexed.
    func isSame(as file: ArticleFile) -> Bool {
        file.content.stamp == stamp && isSettled || Kernels.contentHash(file.bytes) == contentHash
    }
}
