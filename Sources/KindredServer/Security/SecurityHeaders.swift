import HTTPTypes
import Hummingbird

/// Headers that every answer has, so that a browser takes it for nothing but what it is.
struct SecurityHeaders: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.xContentTypeOptions] = "nosniff"
        response.headers[.contentSecurityPolicy] =
            response.headers[.contentSecurityPolicy] ?? "default-src 'none'"
        response.headers[Self.referrerPolicy] = "no-referrer"
        return response
    }

    private static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .referer
}
