import Corpus
import Kernels
package import Platform

/// The files that may have changed since the store was last updated.
struct StaleFiles {
    private let files: [SourceFile]
    private let known: [String: SourceRecord]
    private let rules: ReadingRules
    private let corrected: Set<ArticleID>

    /// What became of them.
    struct Findings {
        /// What new and changed files hold, in their order.
        var fresh: [SourceContents] = []
        /// The stamps of files whose content is the stored one.
        var restamped: [SourceRecord] = []
    }

    /// - Parameters:
    ///   - known: what the store has, by path.
    ///   - corrected: the ids of upserted articles, where files are read again by other rules: those of a file that
    ///     did not change stay in place of its own.
    init(
        _ files: [SourceFile],
        _ known: [String: SourceRecord],
        _ rules: ReadingRules,
        corrected: Set<ArticleID>
    ) {
        self.files = files
        self.known = known
        self.rules = rules
        self.corrected = corrected
    }

    /// Reads the files on all cores and writes those that did change, while further ones are read.
    ///
    /// - Parameter progress: receives (files done, files), or lines where there is one file; from any thread.
    func read(into access: any StoreAccess, _ progress: (@Sendable (Int, Int) -> Void)?) throws -> Findings {
        var findings = Findings()
        guard !files.isEmpty else { return findings }
        var insertion: any FileInsertion = try access.insertion()
        if files.count == 1 {
            try readInPortions(files[0], &insertion, &findings, progress)
        } else {
            var next = 0
            let done: @Sendable (Int) -> Void = { progress?($0, files.count) }
            try concurrentStream(files.count, ahead: 64, progress: done) { index in
                SourceReading(files[index], rules, isKnown: { isStored($0, files[index]) })
            } receive: { readings throws in
                for reading in readings {
                    try store(reading, of: files[next], &insertion, &findings)
                    next += 1
                }
            }
        }
        if !findings.fresh.isEmpty { try insertion.finish() }
        return findings
    }

    /// Writes what was read of a file, unless the store has it.
    private func store(
        _ reading: SourceReading,
        of file: SourceFile,
        _ insertion: inout any FileInsertion,
        _ findings: inout Findings
    ) throws {
        let source = SourceRecord(file, reading)
        if isStored(source.contentHash, file) {
            if source != known[file.path] { findings.restamped.append(source) }
            return
        }
        let articles = uncorrected(reading.articles, of: source)
        try insertion.begin(source)
        try insertion.add(articles)
        try insertion.add(reading.problems)
        findings.fresh.append(
            SourceContents(source: source, articles: articles, problems: reading.problems)
        )
    }

    /// The same for one file, which may hold a whole archive: its articles are written while the next are read.
    private func readInPortions(
        _ file: SourceFile,
        _ insertion: inout any FileInsertion,
        _ findings: inout Findings,
        _ progress: (@Sendable (Int, Int) -> Void)?
    ) throws {
        var begun: SourceRecord?
        let reading = try SourceReading(file, rules, progress: progress) { hash in
            isStored(hash, file)
        } portion: { reading, articles throws in
            let source = begun ?? SourceRecord(file, reading)
            if begun == nil { try insertion.begin(source) }
            begun = source
            try insertion.add(uncorrected(articles, of: source))
        }
        guard let begun else { return try store(reading, of: file, &insertion, &findings) }
        try insertion.add(reading.problems)
        findings.fresh.append(
            SourceContents(
                source: begun,
                articles: uncorrected(reading.articles, of: begun),
                problems: reading.problems
            )
        )
    }

    /// A file's articles without those that were corrected since, if the file is the same as then.
    private func uncorrected(_ articles: [Article], of source: SourceRecord) -> [Article] {
        // Where the rules have changed, hashes are known by their complement.
        guard !corrected.isEmpty, known[source.path]?.contentHash == ~source.contentHash else {
            return articles
        }
        return articles.filter { !corrected.contains($0.id) }
    }

    /// Whether a file's content is what the store has of it.
    private func isStored(_ hash: UInt64, _ file: SourceFile) -> Bool {
        guard let stored = known[file.path] else { return false }
        return stored.contentHash == hash && stored.relativePath == file.relativePath
    }
}

extension SourceRecord {
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
            isSettled: reading.stamp != nil && SourceRecord.isSettled(stamp)
        )
    }

    package static func isSettled(_ stamp: FileStamp) -> Bool {
        let age = nanosecondsSince1970() &- max(stamp.modified, stamp.changed)
        // A time in the future says nothing about when the change was.
        return age > settlingTime
    }
}

extension SourceContents {
    /// Whether the store would give back the very same: it ends texts at NUL, has no numbers that are none, and writes
    /// pinned entries in a form of its own.
    ///
    /// - Complexity: O(bytes of what no reading has checked yet).
    var comesBackAsItIs: Bool {
        problems.allSatisfy { $0.path == source.path && !$0.problem.hasNUL && !$0.remedy.hasNUL }
            && articles.allSatisfy(\.comesBackAsItIs)
    }
}
