import Archive
import Corpus
import HTTPTypes
import Hummingbird

/// What became other since somebody last asked: what a cache or a static site polls.
struct ChangeRoutes {
    let archive: Archive

    /// Changes that one answer tells of at most where nothing is said of it.
    private static let limit = 1000

    var endpoints: [Endpoint] { [Endpoint("/v1/changes", [.get: changes])] }

    @Sendable private func changes(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let place = try parameters.text("since").map { text throws(Problem) -> ListChanges.Cursor in
            guard let place = ListChanges.Cursor(text) else {
                throw Problem(
                    .badRequest,
                    "The parameter since is \(text.excerpt); it must be what an answer of this address called next."
                )
            }
            return place
        }
        let limit = try parameters.integer("limit", in: 1...10_000) ?? Self.limit
        try parameters.finish()
        var response = Response(try await archive.listChanges(after: place, limit: limit).json)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

extension ListChanges {
    var json: JSONValue {
        .object([
            ("lists", .list(ids.map { .text($0.rawValue) })),
            ("all", .bool(isAll)),
            ("next", .text(next.description)),
            ("more", .bool(hasMore)),
        ])
    }
}
