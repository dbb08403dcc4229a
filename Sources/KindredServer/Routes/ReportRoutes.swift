import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Recommendation

/// What the archive as a whole is like.
struct ReportRoutes {
    private let reports: MadeInBackground<ArchiveReport>

    init(archive: Archive) {
        reports = MadeInBackground(of: archive) { try await $0.report(progress: $1) }
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/report", [.get: report])] }

    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        switch try reports.answer() {
        case .beingMade(let share): return .beingMade(share)
        case .made(let report, let isCurrent):
            let bytes = report.json(isCurrent: isCurrent).bytes
            return .tagged(bytes, entityTag(of: bytes), for: request)
        }
    }
}

extension ArchiveReport {
    /// - Parameter isCurrent: whether nothing has changed since it was made.
    fileprivate func json(isCurrent: Bool) -> JSONValue {
        .object([
            ("current", .bool(isCurrent)),
            ("articles", .integer(articles)),
            (
                "lists",
                .object([
                    ("limit", .integer(limit)), ("full", .integer(full)),
                    ("short", .integer(summary.lists - full - summary.empty)),
                    ("empty", .integer(summary.empty)), ("entries", .integer(summary.entries)),
                    (
                        "lacking",
                        .list(
                            lacking.map {
                                .object([
                                    ("reason", .text($0.reason.rawValue)), ("short", .integer($0.short)),
                                    ("empty", .integer($0.empty)),
                                    ("articles", .list($0.articles.map(\.json))),
                                ])
                            }
                        )
                    ),
                ])
            ),
            (
                "orphans",
                .object([("count", .integer(orphanCount)), ("articles", .list(orphans.map(\.json)))])
            ),
            (
                "hubs",
                .list(
                    hubs.map { .object([("article", $0.article.json), ("lists", .integer($0.lists))]) }
                )
            ),
            (
                "languages",
                .list(
                    languages.map {
                        .object([("language", .text($0.language)), ("articles", .integer($0.articles))])
                    }
                )
            ),
            ("newest", .list(newest.map(\.json))),
        ])
    }
}

extension ArchiveReport.Named {
    /// The article by the keys of an entry, and its language.
    var json: JSONValue { .object(members) }

    var members: [(key: String, value: JSONValue?)] {
        [
            ("id", .text(id.rawValue)), ("title", .text(title)),
            ("publishedDateTime", published.map { .text($0.entryText) }),
            ("provider", provider.map { JSONValue($0) }), ("language", language.map { .text($0) }),
        ]
    }
}
