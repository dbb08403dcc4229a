import HTTPTypes
import Hummingbird

/// Lets pages of the sites that the service is told of read lists and tell what readers chose (Fetch Standard, CORS
/// protocol). All others get no such leave, and neither may change anything without a token.
struct ReaderOrigins: RouterMiddleware {
    /// In lower case, as browsers send them: `https://www.example.com`.
    let origins: Set<String>

    /// How long browsers keep the leave.
    private static let seconds = "600"

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        guard let origin = request.headers[.origin], origins.contains(origin.lowercased()) else {
            return try await next(request, context)
        }
        if request.method == .options, request.headers[.accessControlRequestMethod] != nil {
            return Response(
                status: .noContent,
                headers: [
                    .accessControlAllowOrigin: origin,
                    .accessControlAllowMethods: "GET, HEAD, POST",
                    .accessControlAllowHeaders: "Content-Type, If-None-Match",
                    .accessControlMaxAge: Self.seconds,
                    .vary: "Origin",
                ]
            )
        }
        var response = try await next(request, context)
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = "ETag"
        response.headers.append(HTTPField(name: .vary, value: "Origin"))
        return response
    }
}

/// A site whose pages may ask: a scheme and a host, perhaps with a port, and nothing else.
///
/// - Returns: as browsers send it; nil for what is none.
func webOrigin(_ text: String) -> String? {
    let lower = text.lowercased()
    let rest = ["https://", "http://"].lazy.filter(lower.hasPrefix).map { lower.dropFirst($0.count) }.first
    guard let rest, !rest.isEmpty,
        rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !"/?#@\\\"'*,".utf8.contains($0) })
    else { return nil }
    return lower
}
