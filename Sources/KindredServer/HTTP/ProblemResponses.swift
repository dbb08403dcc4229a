import Archive
import HTTPTypes
import Hummingbird
import Logging

/// Turns what was thrown into the problem that a client is told.
struct ProblemResponses: RouterMiddleware {
    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return problem(error, context).response(from: request, context: context)
        }
    }

    private func problem(_ error: any Error, _ context: ServiceContext) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case ArchiveError.unknownArticle(let id, _):
            return Problem(.unknownArticle, "No article has the id \(id.excerpt).")
        case let error as ArchiveError:
            // Its text names files, which are the operator's business.
            context.logger.error("archive failed", metadata: ["error": "\(error)"])
            return Problem(
                .storeFailed,
                "The archive cannot be read or written at present; the service's log says why.",
                headers: [.retryAfter: "5"]
            )
        case let error as any HTTPResponseError:
            return error.status == .notFound
                ? Problem(.unknownAddress, "The reference at /reference lists all addresses.")
                : Problem(.badRequest, "The request cannot be read.")
        default:
            context.logger.error("request failed", metadata: ["error": "\(error)"])
            return Problem(.internalError, "The service's log says why.")
        }
    }
}
