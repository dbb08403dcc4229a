package import Corpus
package import Recommendation

/// Why a list has no more entries.
package struct LeftOut: Sendable {
    /// What is probable enough for the list and was kept out of it all the same, most probable first, with the reason.
    package let articles: [(article: Article, verdict: Verdict)]

    /// Why the list has no more entries, where it is not full.
    package var reason: Lack { Lack(articles.map(\.verdict)) }
}

extension Archive {
    /// Why the list of the article with this id has no more entries.
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article has the id.
    package func leftOut(ofListOf id: ArticleID, options: RankingOptions) async throws -> LeftOut {
        try await ask { state in
            guard let article = try state.article(withID: id) ?? self.stored(id) else {
                throw ArchiveError.unknownArticle(id.rawValue, near: [])
            }
            return try state.answer(to: .article(article), options).map { LeftOut(articles: $0.dropped) }
        }
    }
}
