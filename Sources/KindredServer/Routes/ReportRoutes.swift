import Archive
import Corpus
import Evaluation
import Experiments
import HTTPTypes
import Hummingbird
import Logging
import Platform
import Recommendation

/// What the archive as a whole is like.
struct ReportRoutes {
    private let archive: Archive
    private let reports: MadeInBackground<ArchiveReport>
    private let reading = BlockingWork("kindred.report", isSerial: true)

    init(archive: Archive) {
        self.archive = archive
        reports = MadeInBackground(of: archive) { try await $0.report(progress: $1) }
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/report", [.get: report])] }

    @Sendable private func report(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        switch try reports.answer() {
        case .beingMade(let share): return .beingMade(share)
        case .made(let report, let isCurrent):
            let judged = await judgedLists(report, context)
            let bytes = report.json(isCurrent: isCurrent, judged).bytes
            return .tagged(bytes, entityTag(of: bytes), for: request)
        }
    }

    /// The lists of articles of which something was judged; nil where judgements cannot be kept or read. Judging goes on
    /// while the archive stays as it is, so that they are read each time.
    private func judgedLists(_ report: ArchiveReport, _ context: ServiceContext) async -> JudgedLists? {
        guard let path = archive.labelsPath else { return nil }
        do {
            return try await reading.run {
                let judged = try LabelsFile(path).judged
                var lists: [String: [JudgedLists.Entry]] = [:]
                var labels: [String: [String: Label]] = [:]
                for query in judged.queries {
                    guard let list = report.lists[ArticleID(query)] else { continue }
                    lists[query] = list.map { JudgedLists.Entry($0.rawValue) }
                    // What is gone can stand in no list.
                    labels[query] = judged.labels(of: query)
                        .filter { report.lists[ArticleID($0.key)] != nil }
                }
                return JudgedLists(lists, qrels: Qrels(labels: labels), limit: report.limit)
            }
        } catch {
            context.logger.error("judgements cannot be read", metadata: ["error": "\(error)"])
            return nil
        }
    }
}

extension JudgedLists {
    /// What the lists are worth, with 95 % intervals of the shares where there is more than one list.
    fileprivate var json: JSONValue {
        let figures = figures()
        let intervals = intervals(Resampling())
        func share(_ share: Double?, _ interval: Interval?) -> JSONValue? {
            guard let share else { return nil }
            return .object([
                ("value", .number(share)), ("low", interval.map { .number($0.low) }),
                ("high", interval.map { .number($0.high) }),
            ])
        }
        return .object([
            ("lists", .integer(figures.queries)), ("entries", .integer(figures.entries)),
            ("judged", .integer(figures.judged)), ("right", .integer(figures.right)),
            ("places", .integer(figures.places)),
            ("rightShare", share(figures.rightShare, intervals.right)),
            ("filledShare", share(figures.filledShare, intervals.filled)),
        ])
    }
}

extension ArchiveReport {
    /// - Parameter isCurrent: whether nothing has changed since it was made.
    /// - Parameter judged: the lists of which something was judged.
    fileprivate func json(isCurrent: Bool, _ judged: JudgedLists?) -> JSONValue {
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
            ("judged", judged?.json),
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
