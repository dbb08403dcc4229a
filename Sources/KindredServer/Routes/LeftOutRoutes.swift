import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Recommendation

/// Why a list has no more entries.
struct LeftOutRoutes {
    let archive: Archive

    /// Articles of an answer.
    private static let most = 20

    var endpoints: [Endpoint] { [Endpoint("/v1/articles/{id}/left-out", [.get: leftOut])] }

    @Sendable private func leftOut(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.articleID
        var parameters = try QueryParameters(request)
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let found = try await archive.leftOut(ofListOf: id, options: query.options(beside: archive.lists))
        let articles = found.articles.prefix(Self.most).map { article, verdict in
            JSONValue.object(
                ArchiveReport.Named(article).members + [
                    ("reason", Lack(verdict).map { .text($0.rawValue) }),
                    ("of", verdict.other.map { .text($0.rawValue) }),
                ]
            )
        }
        return Response(
            .object([
                ("id", .text(id.rawValue)), ("reason", .text(found.reason.rawValue)),
                ("articles", .list(articles)),
            ])
        )
    }
}

extension Verdict {
    /// The article that another one repeats.
    fileprivate var other: ArticleID? {
        switch self {
        case .copy(let id), .template(let id), .translation(let id), .series(let id): id
        default: nil
        }
    }
}
