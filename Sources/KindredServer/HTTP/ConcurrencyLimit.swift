import HTTPTypes
import Hummingbird
import Synchronization

/// Refuses requests while too many are being answered, so that those that are go on at their usual pace.
struct ConcurrencyLimit: RouterMiddleware {
    private final class Running: Sendable {
        let count = Atomic<Int>(0)
    }

    private let limit: Int
    private let running = Running()

    init(_ limit: Int) { self.limit = limit }

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        defer { running.count.subtract(1, ordering: .relaxed) }
        guard running.count.add(1, ordering: .relaxed).newValue <= limit else {
            throw Problem(
                .busy,
                "\(limit) requests are being answered already; try again in a second.",
                headers: [.retryAfter: "1"]
            )
        }
        return try await next(request, context)
    }
}
