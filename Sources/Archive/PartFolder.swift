package import Corpus
import Foundation
import Kernels
import Platform
package import Recommendation
import Storage

/// The folder in which processes that share a job leave what their searches found, for each other.
///
/// A file stands there as a whole or not at all, and the same search writes the same bytes: any number of processes may
/// make the same part at once.
package struct PartFolder {
    /// A part that is not there, or is not of this job.
    package enum Failure: Error, Hashable, Sendable {
        case missing(path: String)
        /// Made of other articles, by other settings or by another version of Kindred, or damaged.
        case foreign(path: String)
    }

    private let path: String
    /// Those of all parts.
    private let articles: [Article]
    /// Of all that searches depend on, at the beginning of each file.
    private let fingerprint: [UInt8]

    /// - Parameters:
    ///   - articles: those of all parts.
    ///   - corpus: whose articles the recommender has.
    package init(
        at path: String,
        for articles: [Article],
        _ corpus: IndexedCorpus,
        _ recommender: Recommender
    ) {
        (self.path, self.articles) = (path, articles)
        let sources = corpus.update.sources.values
            .map { "\($0.relativePath) \(String($0.contentHash, radix: 16))" }.sorted()
        let model = recommender.vectors.map { VectorStamp($0.model, $0.precision) }
        let parts =
            [
                String(recommender.searchSettings, radix: 16),
                String(CollectionSnapshot.fingerprint, radix: 16),
                String(corpus.rules.fingerprint, radix: 16),
                model?.name ?? "", model?.stamp ?? "",
            ] + sources + articles.map(\.id.rawValue)
        fingerprint = Self.bytes(contentHash(Array(parts.joined(separator: "\n").utf8)))
    }

    /// Writes what was found for a part.
    ///
    /// - Throws: `FileError`.
    package func keep(_ found: Recommender.PartSearches, of part: ListPart) throws {
        try makeFolder(path)
        try write(found.bytes, file(part, "searches"))
        try write(found.densities, file(part, "densities"))
    }

    /// What was found for a part; the recommender learns from what all parts found.
    ///
    /// - Throws: ``Failure``, `FileError`.
    package func searches(of part: ListPart, for recommender: Recommender) throws -> Recommender.PartSearches
    {
        for other in part.all {
            let densities = file(other, "densities")
            guard recommender.learn(try read(densities), of: other.of(articles)) else {
                throw Failure.foreign(path: densities)
            }
        }
        let own = file(part, "searches")
        guard let found = recommender.searches(for: part.of(articles), from: try read(own)) else {
            throw Failure.foreign(path: own)
        }
        return found
    }

    private func file(_ part: ListPart, _ ending: String) -> String {
        "\(path)/\(part.number)-of-\(part.count).\(ending)"
    }

    private func write(_ content: [UInt8], _ file: String) throws {
        try writeFile(file, fingerprint + Self.bytes(contentHash(content)) + content)
    }

    private func read(_ file: String) throws -> [UInt8] {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try readFile(file, limit: .max).bytes
        } catch {
            throw error.isMissing ? Failure.missing(path: file) as any Error : error
        }
        let content = bytes.dropFirst(16)
        guard bytes.prefix(16).elementsEqual(fingerprint + Self.bytes(contentHash(content))) else {
            throw Failure.foreign(path: file)
        }
        return Array(content)
    }

    private static func bytes(_ hash: UInt64) -> [UInt8] {
        PackedNumbers([UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32)]).bytes
    }
}
