package import Corpus
package import Recommendation
import Storage

extension Archive {
    /// Where the labels that editors give its pairs are kept; nil for an archive in memory.
    package var labelsPath: String? { filesPath.map { IndexLocation.labelsPath(besideIndexAt: $0) } }

    /// Works on all articles as they are at one moment, beside questions and changes, one such work at a time.
    ///
    /// - Parameter body: receives the articles, their embeddings where meanings are compared, and what judges pairs.
    /// - Throws: ``ArchiveError``, and what `body` throws.
    package func survey<Output: Sendable>(
        _ body: @escaping @Sendable ([Article], ArticleVectors?, RelatednessModel) throws -> Output
    ) async throws -> Output {
        try await surveying.run {
            try Self.translatingErrors {
                let articles = try self.store.read { try StoredContents.all(in: $0).articles }
                let models = self.models
                return try body(
                    articles,
                    try self.vectors(of: articles, models.embedding),
                    models.relatedness
                )
            }
        }
    }
}
