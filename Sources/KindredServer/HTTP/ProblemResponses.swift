import Archive
import HTTPTypes
import Hummingbird
import Logging
import NIOHTTP1
import Platform

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
            return Problem(of: error, context.logger).response(from: request, context: context)
        }
    }
}

extension Problem {
    /// What a client is told of an error; what it need not know goes into the log.
    init(of error: any Error, _ logger: Logger) {
        switch error {
        case let problem as Problem: self = problem
        case ArchiveError.unknownArticle(let id, _):
            self.init(.unknownArticle, "No article has the id \(id.excerpt).")
        case is ArchiveError, is FileError:
            // Their text names files, which are the operator's business.
            logger.error("archive failed", metadata: ["error": "\(error)"])
            self = .storeFailed
        case is HTTPParserError: self.init(.badRequest, "The body is not sent as HTTP has it.")
        case let error as any HTTPResponseError:
            self =
                error.status == .notFound
                ? Problem(.unknownAddress, "The reference at /reference lists all addresses.")
                : Problem(.badRequest, "The request cannot be read.")
        default:
            logger.error("request failed", metadata: ["error": "\(error)"])
            self.init(.internalError, "The service's log says why.")
        }
    }

    static var storeFailed: Problem {
        Problem(
            .storeFailed,
            "The archive cannot be read or written at present. The service's log says why: where the disk is full, free space; then send it again.",
            headers: [.retryAfter: "5"]
        )
    }
}
