import Archive
import Corpus
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
        case let refusal as FileRefusal: self.init(refusal, logger)
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

    private init(_ refusal: FileRefusal, _ logger: Logger) {
        let archiveIsAsItWas = "Neither the file nor the archive was changed."
        switch refusal {
        case .noFile:
            self.init(
                .noFile,
                "Only a Markdown file of one article is written, no JSON lines, feed or table, and nothing for an article that a program sent. \(archiveIsAsItWas)"
            )
        case .otherKeys:
            self.init(
                .fileNotEditable,
                "The index was read with names of keys (--field) that the service does not know. \(archiveIsAsItWas)"
            )
        case .changed:
            self.init(
                .fileChanged,
                "Somebody has changed the file since it was read; bring the index up to date (`kindred index`), read the article again and repeat the change. \(archiveIsAsItWas)"
            )
        case .problem(let problem):
            logger.warning("file not written", metadata: ["problem": "\(problem)"])
            let place = problem.line.map { "Line \($0): " } ?? ""
            self.init(
                .fileNotEditable,
                "\(place)\(problem.problem); \(problem.remedy). \(archiveIsAsItWas)"
            )
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
