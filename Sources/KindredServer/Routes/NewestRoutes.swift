import Archive
import Corpus
import HTTPTypes
import Hummingbird

/// What was published last.
struct NewestRoutes {
    let archive: Archive
    let cache: AnswerCache

    var endpoints: [Endpoint] { [Endpoint("/v1/newest", [.get: newest])] }

    @Sendable private func newest(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...100) ?? 10
        try parameters.finish()
        let answer = try await cache.answer(to: "\(request.uri)", of: archive) {
            let articles = try await archive.newest(limit)
            return JSONValue.object([("newest", .list(articles.map(\.json)))]).bytes
        }
        return .tagged(answer.bytes, answer.entityTag, for: request)
    }
}
