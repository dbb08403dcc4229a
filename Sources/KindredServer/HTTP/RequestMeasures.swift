import Corpus
import HTTPTypes
import Hummingbird
import Logging
import Metrics

/// Counts and times requests, and logs each without what was asked: neither texts nor who asked.
struct RequestMeasures: RouterMiddleware {
    let registry: MetricsRegistry

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let response = try await next(request, context)
        let duration = ContinuousClock.now - start
        // What clients make up becomes no series of its own.
        let method = Self.methods.contains(request.method) ? request.method.rawValue : "other"
        let path = context.endpointPath ?? "other"
        let dimensions = [("method", method), ("path", path)]
        Counter(
            label: "http_requests_total",
            dimensions: dimensions + [("status", "\(response.status.code)")],
            factory: registry
        ).increment()
        Metrics.Timer(
            label: "http_request_duration_seconds",
            dimensions: dimensions,
            factory: registry
        ).record(duration: duration)
        context.logger.info(
            "request",
            metadata: [
                "method": "\(method)", "path": "\(path)", "status": "\(response.status.code)",
                "milliseconds": "\((duration / .milliseconds(1)).rounded(toPlaces: 2))",
            ]
        )
        return response
    }

    private static let methods: Set<HTTPRequest.Method> = [
        .get, .head, .post, .put, .delete, .patch, .options,
    ]
}
