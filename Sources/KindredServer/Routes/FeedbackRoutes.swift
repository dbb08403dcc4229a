import Corpus
import Evaluation
import HTTPTypes
import Hummingbird

/// What readers were shown and chose, and what that says of experiments.
struct FeedbackRoutes {
    /// Nil where the archive has no folder to keep it in.
    private let log: FeedbackLog?
    private let reports: ExperimentReports?
    private let limits: ReadingLimits
    /// Lists that are tried, by name.
    private let tried: [RankingExperiment]

    init(log: FeedbackLog?, limits: ReadingLimits, experiments: [String: RankingExperiment]) {
        (self.log, self.limits) = (log, limits)
        tried = experiments.values.sorted { $0.name < $1.name }
        reports = log.map { ExperimentReports(of: $0.folder) }
    }

    /// Events of one request.
    private static let mostEvents = 1000
    /// Bytes of one request.
    private static let largest = 1 << 20

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/feedback", [:], readerWrites: [.post: feedback]),
            Endpoint("/v1/experiments", [.get: experiments]),
        ]
    }

    @Sendable private func feedback(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        let body = try await request.jsonBody(upTo: Self.largest)
        let events: FeedbackBody
        do throws(InputProblem) {
            events = try JSONDocument(body, limits: limits).decoded()
        } catch {
            throw Problem(error)
        }
        guard events.events.count <= Self.mostEvents else {
            throw Problem(.tooLarge, "The body has more than \(Self.mostEvents) events.")
        }
        try await Self.required(log).append(events.events)
        return Response(.object([("kept", .integer(events.events.count))]))
    }

    @Sendable private func experiments(_ request: Request, _ context: ServiceContext) async throws -> Response
    {
        try QueryParameters(request).finish()
        let results = try await Self.required(reports).results()
        var response = Response(
            .object([
                ("experiments", .list(results.map(\.json))), ("tried", .list(tried.map(\.json))),
            ])
        )
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private static func required<Part>(_ part: Part?) throws(Problem) -> Part {
        guard let part else { throw Problem(.internalError, "The archive has no folder to keep it in.") }
        return part
    }
}

private struct FeedbackBody: Decodable {
    var events: [FeedbackEvent]

    private enum CodingKeys: CodingKey { case events }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        events = try container.decode([FeedbackEvent].self, forKey: .events)
    }
}
