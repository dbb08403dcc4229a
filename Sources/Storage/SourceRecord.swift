package import Corpus
package import Platform

/// A file as the store last saw it.
package struct SourceRecord: Hashable, Sendable {
    /// Absolute path; the key.
    package var path: String
    package var relativePath: String
    package var stamp: FileStamp
    /// Of the file's bytes.
    package var contentHash: UInt64
    /// False where the file was read so soon after its last change that a further change might have left
    /// the same stamp; such a file is read again next time.
    package var isSettled: Bool

    package init(
        path: String,
        relativePath: String,
        stamp: FileStamp,
        contentHash: UInt64,
        isSettled: Bool
    ) {
        self.path = path
        self.relativePath = relativePath
        self.stamp = stamp
        self.contentHash = contentHash
        self.isSettled = isSettled
    }
}

/// Everything that one file held, as a store has it.
package struct SourceContents: Sendable {
    package var source: SourceRecord
    package var articles: [Article]
    package var problems: [InputProblem]

    package init(source: SourceRecord, articles: [Article], problems: [InputProblem]) {
        self.source = source
        self.articles = articles
        self.problems = problems
    }
}
