package import Corpus
package import Kernels

/// One pass that brings a store up to date with the files, and the collection that results.
package struct IndexUpdate: Sendable {
    /// Files by what became of them; those with errors are counted as well.
    package struct Counts: Hashable, Sendable {
        package var added = 0
        package var changed = 0
        package var removed = 0
        package var unchanged = 0
        /// Markdown files without front matter, which hold no article.
        package var withoutFrontMatter = 0
        package var skippedLinks = 0
    }

    package let counts: Counts
    /// All articles of the corpora, in the order of their listing.
    package let contents: CorpusContents
    /// The files as they were when last read, by path.
    package let sources: [String: StoredSource]

    /// Lists the files below `corpora`, reads those that are new or changed, and updates the store.
    ///
    /// A file counts as unchanged where size and times are the stored ones, or else where its content's hash
    /// is. Holds the store's lock throughout, so two processes do not do the same work twice.
    ///
    /// - Parameters:
    ///   - listing: of the corpora's files, where it has been made already.
    ///   - progress: receives (files done, files to read), or lines where there is one file to read;
    ///     from any thread.
    /// - Throws: the store's errors; problems with files are collected in `contents`.
    package init(
        of store: some ArticleStore,
        from corpora: [String],
        listing: SourceListing? = nil,
        limits: ReadingLimits = .init(),
        progress: (@Sendable (Int, Int) -> Void)? = nil
    ) throws {
        let listing = listing ?? SourceListing(corpora)
        let roots = corpora.map(SourcePattern.resolved)
        var (counts, stored) = try store.update { access in
            let counts = try Self.refresh(access, from: listing, limits, progress)
            if try access.corpora() != roots { try access.setCorpora(roots) }
            return (counts, try access.contents())
        }
        let byPath = Dictionary(stored.map { ($0.source.path, $0) }, uniquingKeysWith: { first, _ in first })
        let inOrder = listing.files.compactMap { byPath[$0.path] }
        counts.skippedLinks = listing.skippedLinks
        counts.withoutFrontMatter = inOrder.count {
            $0.articles.isEmpty && $0.problems.isEmpty
                && SourceFile.format(ofName: $0.source.path) == .markdown
        }
        contents = CorpusContents(
            gathering: inOrder.map { ($0.articles, $0.problems) },
            listingProblems: listing.problems
        )
        self.counts = counts
        sources = byPath.mapValues(\.source)
    }

    /// Whether a store holds what the listed files hold now, so far as their stamps tell.
    ///
    /// - Complexity: O(files).
    package static func isCurrent(
        _ access: some StoreAccess,
        from corpora: [String],
        listing: SourceListing
    ) throws -> Bool {
        let known = try access.sources()
        return try access.corpora() == corpora.map(SourcePattern.resolved)
            && known.count == listing.files.count
            && stale(listing, known).isEmpty
    }

    /// Files that have to be read, since nothing says that they are what the store knows.
    private static func stale(_ listing: SourceListing, _ known: [String: StoredSource]) -> [SourceFile] {
        listing.files.filter { file in
            guard let stored = known[file.path] else { return true }
            return stored.stamp != file.stamp || !stored.isSettled || stored.relativePath != file.relativePath
        }
    }

    /// Makes the store hold what the listed files hold now.
    private static func refresh(
        _ access: some StoreAccess,
        from listing: SourceListing,
        _ limits: ReadingLimits,
        _ progress: (@Sendable (Int, Int) -> Void)?
    ) throws -> Counts {
        let known = try access.sources()
        let stale = stale(listing, known)
        // A single file, perhaps of many lines, reports its lines instead of itself.
        let byFile: @Sendable (Int) -> Void = { if stale.count > 1 { progress?($0, stale.count) } }
        let byLine = stale.count == 1 ? progress : nil
        let readings = concurrentMap(stale.count, progress: byFile) { index in
            let file = stale[index]
            let stored = known[file.path]
            return SourceReading(file, limits: limits, progress: byLine) { hash in
                stored?.contentHash == hash && stored?.relativePath == file.relativePath
            }
        }

        var counts = Counts()
        var fresh: [StoredContent] = []
        var restamped: [StoredSource] = []
        for (file, reading) in zip(stale, readings) {
            let source = StoredSource(file, reading)
            let stored = known[file.path]
            if let stored, stored.contentHash == source.contentHash, stored.relativePath == file.relativePath
            {
                if source != stored { restamped.append(source) }
                continue
            }
            if stored == nil { counts.added += 1 } else { counts.changed += 1 }
            fresh.append(
                StoredContent(source: source, articles: reading.articles, problems: reading.problems)
            )
        }
        let present = Set(listing.files.map(\.path))
        let gone = known.keys.filter { !present.contains($0) }.sorted()
        counts.removed = gone.count
        counts.unchanged = listing.files.count - counts.added - counts.changed

        if !gone.isEmpty { try access.remove(paths: gone) }
        if !fresh.isEmpty { try access.put(fresh) }
        if !restamped.isEmpty { try access.restamp(restamped) }
        return counts
    }
}

extension StoredSource {
    /// Changes less than this before the reading may have left no trace in the stamp: kernels keep times
    /// in steps of up to 10 ms, some file systems of 2 s (FAT), which this does not cover.
    private static let settlingTime: Int64 = 20_000_000

    /// The state of a file just read; one that could not be read has no hash and is read again next time.
    fileprivate init(_ file: SourceFile, _ reading: SourceReading) {
        let stamp = reading.stamp ?? file.stamp
        self.init(
            path: file.path,
            relativePath: file.relativePath,
            stamp: stamp,
            contentHash: reading.contentHash ?? 0,
            isSettled: reading.stamp != nil && StoredSource.isSettled(stamp)
        )
    }

    package static func isSettled(_ stamp: FileStamp) -> Bool {
        let age = nanosecondsSince1970() &- max(stamp.modified, stamp.changed)
        // A time in the future says nothing about when the change was.
        return age > settlingTime
    }
}
