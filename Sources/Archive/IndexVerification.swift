package import Corpus
import Kernels
import Platform
package import Storage

/// Whether an index is sound, and how it differs from the files that it was made from.
package struct IndexVerification: Sendable {
    /// What is damaged in the index, a sentence each.
    package let failures: [String]
    package let corpora: [String]
    /// Files that the index knows.
    package let files: Int
    /// Paths of files that have another content than the index read.
    package let stale: [String]
    /// Paths of files that the index knows and that are no more.
    package let missing: [String]
    /// Paths of files that the index does not know.
    package let new: [String]

    package var isSound: Bool { failures.isEmpty }
    /// Whether the index is sound and agrees with all files.
    package var isCurrent: Bool { isSound && stale.isEmpty && missing.isEmpty && new.isEmpty }

    /// Checks the whole index, and reads every file that it was made from.
    ///
    /// - Throws: the store's errors.
    package init(of store: any ArticleStore, rules: ReadingRules = ReadingRules()) throws {
        failures = try store.integrityFailures()
        let (corpora, known) = try store.read {
            (
                try $0.corpora(),
                try $0.sources(readBy: ReadingStamp(rules, SourceListing($0.corpora())))
            )
        }
        let sources = known.values.sorted { $0.path < $1.path }
        let states = concurrentMap(sources.count) { FileState(of: sources[$0]) }
        func paths(_ state: FileState) -> [String] {
            zip(sources, states).filter { $1 == state }.map(\.0.path)
        }
        self.corpora = corpora
        files = sources.count
        stale = paths(.stale)
        missing = paths(.missing)
        new = SourceListing(corpora).files.map(\.path).filter { known[$0] == nil }
    }

    private enum FileState {
        case current, stale, missing

        init(of source: SourceRecord) {
            let format = SourceFile.format(ofName: source.path) ?? .markdown
            do throws(FileError) {
                let content = try readFile(source.path, limit: format.sizeLimit(ReadingLimits()))
                self = contentHash(content.bytes) == source.contentHash ? .current : .stale
            } catch {
                // A file without a hash could not be read before either: the index knows.
                self = error.isMissing ? .missing : source.contentHash == 0 ? .current : .stale
            }
        }
    }
}
