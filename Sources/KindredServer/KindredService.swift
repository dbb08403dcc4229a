import Archive
import Corpus
import HTTPTypes
import Hummingbird
import HummingbirdTLS
import Logging
import NIOCore

/// An archive that answers over HTTP.
struct KindredService {
    let archive: Archive
    let access: WriteAccess
    /// Names under which it is reached; empty allows all.
    let hosts: Set<String>
    let metrics = MetricsRegistry()
    var limits = ReadingLimits()
    /// Nil where the archive has no folder to keep feedback in.
    var feedback: FeedbackLog?
    /// Lists that are tried beside those that there are, by name.
    var experiments: [String: RankingExperiment] = [:]
    /// Requests a second that one address may send; nil for any number.
    var requestsPerSecond: Int?
    /// Whether an editor's choices may be written into articles' files.
    var writesFiles = false

    /// Requests that are answered at once: more than both cores can be kept busy with, fewer than would make all slow.
    private static let concurrentRequests = 256

    /// What programs ask, as openapi.json describes it.
    var endpoints: [Endpoint] {
        let cache = AnswerCache()
        let articles = ArticleRoutes(
            archive: archive,
            writes: WriteQueue(archive),
            cache: cache,
            limits: limits,
            experiments: experiments,
            writesFiles: writesFiles
        )
        return articles.endpoints
            + FeedbackRoutes(log: feedback, limits: limits, experiments: experiments).endpoints
            + SearchRoutes(archive: archive, cache: cache, limits: limits).endpoints
            + BulkRoutes(archive: archive, limits: limits).endpoints
            + ChangeRoutes(archive: archive).endpoints
            + ReportRoutes(archive: archive).endpoints
            + NewestRoutes(archive: archive, cache: cache).endpoints
            + LeftOutRoutes(archive: archive).endpoints
            + MapRoutes(archive: archive).endpoints
            + JudgementRoutes(archive: archive, limits: limits).endpoints
            + StatusRoutes(archive: archive, metrics: metrics, version: kindredVersion).endpoints
            + [Endpoint("/openapi.json", [.get: { request, _ in .openAPI(request) }])]
    }

    var router: Router<ServiceContext> {
        let router = Router(context: ServiceContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: RequestMeasures(registry: metrics))
        router.add(middleware: ResponseCompression())
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ProblemResponses())
        router.add(middleware: ReaderOrigins(origins: access.origins))
        router.add(middleware: AccessRules(hosts: hosts, origins: access.origins))
        if let requestsPerSecond {
            let limit = RateLimit(perSecond: requestsPerSecond, burst: 2 * requestsPerSecond)
            router.add(middleware: RateLimitedRequests(limit: limit))
        }
        router.add(middleware: ConcurrencyLimit(Self.concurrentRequests))
        for endpoint in endpoints + PageRoutes().endpoints { endpoint.add(to: router, access) }
        return router
    }
}

extension Response {
    fileprivate static func openAPI(_ request: Request) -> Response {
        let bytes = PackageResources.openapi_json
        return .tagged(bytes, KindredServer.entityTag(of: bytes), for: request)
    }
}
