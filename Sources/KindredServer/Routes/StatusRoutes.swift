import Archive
import Corpus
import HTTPTypes
import Hummingbird

/// How the service is, for machines that watch over it.
struct StatusRoutes {
    let archive: Archive
    let metrics: MetricsRegistry
    let version: String

    var endpoints: [Endpoint] {
        [
            Endpoint("/healthz", [.get: { _, _ in Response(.object([("status", .text("ok"))])) }]),
            Endpoint("/readyz", [.get: ready]),
            Endpoint("/metrics", [.get: metricsText]),
            Endpoint("/version", [.get: versionNumber]),
            Endpoint("/v1/settings", [.get: { _, _ in Response(archive.lists.json) }]),
        ]
    }

    /// Whether questions can be answered: the archive is open, and its file can be read.
    @Sendable private func ready(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try await archive.check()
        return Response(.object([("status", .text("ready")), ("articles", .integer(archive.count))]))
    }

    @Sendable private func metricsText(_ request: Request, _ context: ServiceContext) async -> Response {
        metrics.set("kindred_articles", to: Double(archive.count))
        metrics.set("kindred_pending_changes", to: Double(archive.pendingChanges))
        return Response(bytes: Array(metrics.text.utf8), type: "text/plain; version=0.0.4; charset=utf-8")
    }

    @Sendable private func versionNumber(_ request: Request, _ context: ServiceContext) async -> Response {
        Response(.object([("version", .text(version))]))
    }
}
