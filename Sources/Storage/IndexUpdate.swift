package import Corpus
import Kernels

/// One pass that brings a store up to date with the files, and the collection that results.
package struct IndexUpdate: Sendable {
    /// Files by what became of them; those with errors are counted as well.
    package struct Counts: Hashable, Sendable {
        package var added = 0
        package var changed = 0
        package var removed = 0
        package var unchanged = 0
        /// Files that hold no article; `contents` says why.
        package var passedOver = 0
    }

    package let counts: Counts
    /// All articles of the corpora, in the order of their listing, and then the upserted ones, in the order of their
    /// last upsert.
    package let contents: CorpusContents
    /// The files as they were when last read, by path.
    package let sources: [String: SourceRecord]
    /// Of the store once it was up to date.
    package let revision: Int64

    /// Lists the files below `corpora`, reads those that are new or changed, and updates the store.
    ///
    /// A file counts as unchanged where size and times are the stored ones, or else where its content's hash
    /// is. Holds the store's lock throughout, so two processes do not do the same work twice.
    ///
    /// - Parameters:
    ///   - listing: of the corpora's files, where it has been made already.
    ///   - rules: by which files are read; all of them are read again where these have changed.
    ///   - progress: receives (files done, files to read), or lines where there is one file to read;
    ///     from any thread.
    /// - Throws: the store's errors; problems with files are collected in `contents`.
    package init(
        of store: any ArticleStore,
        from corpora: [String],
        listing: SourceListing? = nil,
        rules: ReadingRules = ReadingRules(),
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        let listing = listing ?? SourceListing(corpora)
        let roots = corpora.map(SourcePattern.resolved)
        let (updated, stored, upserted, revision) = try store.update { access in
            let (counts, fresh) = try Self.refresh(access, from: listing, rules, progress)
            if try access.corpora() != roots { try access.setCorpora(roots) }
            let known = fresh.filter(\.comesBackAsItIs)
            let others = try access.contents(except: Set(known.map(\.source.path)))
            return (counts, known + others, try access.upsertedArticles(), try access.revision())
        }
        var counts = updated
        let byPath = Dictionary(stored.map { ($0.source.path, $0) }, uniquingKeysWith: { first, _ in first })
        let inOrder = listing.files.compactMap { byPath[$0.path] }
        contents = CorpusContents(
            gathering: inOrder.map { ($0.articles, $0.problems) } + [(upserted, [])],
            listing: listing
        )
        counts.passedOver = contents.passedOver.count
        self.counts = counts
        self.revision = revision
        sources = byPath.mapValues(\.source)
    }

    /// Whether a store holds what the listed files hold now, so far as their stamps tell.
    ///
    /// - Complexity: O(files).
    package static func isCurrent(
        _ access: any StoreAccess,
        from corpora: [String],
        listing: SourceListing,
        rules: ReadingRules
    ) throws -> Bool {
        let known = try access.sources(readBy: ReadingStamp(rules, listing))
        return try access.corpora() == corpora.map(SourcePattern.resolved)
            && known.count == listing.files.count
            && stale(listing, known).isEmpty
    }

    /// Files that have to be read, since nothing says that they are what the store knows.
    private static func stale(_ listing: SourceListing, _ known: [String: SourceRecord]) -> [SourceFile] {
        listing.files.filter { file in
            guard let stored = known[file.path] else { return true }
            return stored.stamp != file.stamp || !stored.isSettled || stored.relativePath != file.relativePath
        }
    }

    /// Makes the store hold what the listed files hold now.
    ///
    /// - Returns: `fresh` is what new and changed files hold.
    private static func refresh(
        _ access: any StoreAccess,
        from listing: SourceListing,
        _ rules: ReadingRules,
        _ progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> (counts: Counts, fresh: [SourceContents]) {
        let reading = ReadingStamp(rules, listing)
        let known = try access.sources(readBy: reading)
        let stale = stale(listing, known)
        let present = Set(listing.files.map(\.path))
        let gone = known.keys.filter { !present.contains($0) }.sorted()
        if !gone.isEmpty { try access.remove(paths: gone) }

        let isReadByOtherRules = try access.readingStamp() != reading.rawValue
        let corrected = isReadByOtherRules ? Set(try access.upsertedArticles().map(\.id)) : []
        let findings = try StaleFiles(stale, known, rules, corrected: corrected).read(into: access, progress)
        if !findings.restamped.isEmpty { try access.restamp(findings.restamped) }
        if isReadByOtherRules { try access.setReadingStamp(reading.rawValue) }
        var counts = Counts()
        counts.added = findings.fresh.count { known[$0.source.path] == nil }
        counts.changed = findings.fresh.count - counts.added
        counts.removed = gone.count
        counts.unchanged = listing.files.count - findings.fresh.count
        return (counts, findings.fresh)
    }
}
