import Archive
import Corpus
import HTTPTypes
import Hummingbird

/// The archive's articles as places in a plane.
struct MapRoutes {
    /// Both answers that a map can become, since it may have some megabytes.
    private struct Answers {
        let current, old: (bytes: [UInt8], entityTag: String)

        init(_ map: ArchiveMap) {
            let answers = [true, false].map { isCurrent in
                let bytes = map.json(isCurrent: isCurrent).bytes
                return (bytes: bytes, entityTag: KindredServer.entityTag(of: bytes))
            }
            (current, old) = (answers[0], answers[1])
        }
    }

    private let maps: MadeInBackground<Answers>

    init(archive: Archive) {
        maps = MadeInBackground(of: archive) { Answers(try await $0.map(progress: $1)) }
    }

    var endpoints: [Endpoint] { [Endpoint("/v1/map", [.get: map])] }

    @Sendable private func map(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        switch try maps.answer() {
        case .beingMade(let share): return .beingMade(share)
        case .made(let answers, let isCurrent):
            let answer = isCurrent ? answers.current : answers.old
            return .tagged(answer.bytes, answer.entityTag, for: request)
        }
    }
}

extension ArchiveMap {
    /// - Parameter isCurrent: whether nothing has changed since it was made.
    fileprivate func json(isCurrent: Bool) -> JSONValue {
        .object([
            ("current", .bool(isCurrent)), ("articles", .integer(articles)),
            (
                "points",
                .list(
                    points.map { point in
                        .object(
                            point.article.members + [
                                ("topic", point.topic.map { .text($0) }),
                                ("x", .number(Double(point.x).rounded(toPlaces: 4))),
                                ("y", .number(Double(point.y).rounded(toPlaces: 4))),
                            ]
                        )
                    }
                )
            ),
        ])
    }
}
