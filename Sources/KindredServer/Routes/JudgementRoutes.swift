import Archive
import Corpus
import Evaluation
import Experiments
import HTTPTypes
import Hummingbird
import Logging
import Platform
import Recommendation

/// Judging by hand what is related, as `kindred judge` asks it: by the same pairs, and into a file of the same form.
struct JudgementRoutes {
    /// What is put before judges, and the articles that it is about.
    private struct Material {
        let pool: JudgingPool
        let articles: [String: ArticleToJudge]
    }

    private let archive: Archive
    private let materials: MadeInBackground<Material>
    private let limits: ReadingLimits
    /// Reads and writes the file, one change at a time.
    private let filing = BlockingWork("kindred.judging", isSerial: true)

    /// Pairs of an answer, and the most that may be asked for.
    private static let pairs = 1
    private static let mostPairs = 100
    private static let seed: UInt64 = 1
    /// Bytes of a judgement.
    private static let largest = 64 << 10

    init(archive: Archive, limits: ReadingLimits) {
        (self.archive, self.limits) = (archive, limits)
        materials = MadeInBackground(of: archive) { archive, progress in
            try await archive.survey { articles, vectors, relatedness in
                let methods = PoolPlan.standardMethods.filter { vectors != nil || !$0.needsModel }
                let drawn = PoolPlan.queries(PoolPlan.standardQueryCount, of: articles, seed: Self.seed)
                let plan = PoolPlan(drawn, methods, depth: PoolPlan.standardDepth, seed: Self.seed)
                let all = Double(methods.count * drawn.count)
                let pool = try plan.pool(from: articles, vectors: vectors, relatedness: relatedness) {
                    let before = (methods.firstIndex(of: $0) ?? 0) * drawn.count
                    progress(Double(before + $1) / all)
                }
                let named = Set(pool.pairs.flatMap { [$0.query, $0.document] })
                let found = articles.filter { named.contains($0.id.rawValue) }
                return Material(
                    pool: pool,
                    articles: .init(uniqueKeysWithValues: found.map { ($0.id.rawValue, ArticleToJudge($0)) })
                )
            }
        }
    }

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/judgements", [.get: file]),
            Endpoint("/v1/judgements/next", [.get: next]),
            Endpoint(
                "/v1/judgements/{query}/{document}",
                [:],
                writes: [.put: put, .delete: delete]
            ),
        ]
    }

    // MARK: - Asking

    /// All that was judged, as the file has it.
    @Sendable private func file(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        let bytes = try await inFile(context) { try LabelsFile($0).bytes }
        let type = "text/tab-separated-values; charset=utf-8"
        return .tagged(bytes, entityTag(of: bytes), for: request, type: type)
    }

    @Sendable private func next(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let limit = try parameters.integer("limit", in: 1...Self.mostPairs) ?? Self.pairs
        try parameters.finish()
        let (material, isCurrent): (Material, Bool)
        switch try materials.answer() {
        case .beingMade(let share): return .beingMade(share)
        case .made(let made, let isNewest): (material, isCurrent) = (made, isNewest)
        }
        let judged = try await inFile(context) { try LabelsFile($0).judged }
        let left = material.pool.left(by: judged)
        let pairs = left.prefix(limit).compactMap { pair -> JSONValue? in
            guard let query = material.articles[pair.query], let document = material.articles[pair.document]
            else { return nil }
            return .object([("query", query.json), ("document", document.json)])
        }
        var response = Response(
            .object([
                ("current", .bool(isCurrent)), ("judged", .integer(material.pool.pairs.count - left.count)),
                ("left", .integer(left.count)), ("pairs", .list(pairs)),
            ])
        )
        response.headers[.cacheControl] = "no-store"
        return response
    }

    // MARK: - Judging

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        let pair = try pair(context)
        let body = try await request.jsonBody(upTo: Self.largest)
        let said = try? JSONDocument(body, limits: limits).decoded(Judgement.self).label
        guard let label = said.flatMap({ Label(rawValue: $0) }) else {
            let labels = Label.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem(
                .badRequest,
                "The body must be {\"label\": …} with one of \(labels) in quotation marks."
            )
        }
        for id in [pair.query, pair.document] where try await archive.storedArticle(ArticleID(id)) == nil {
            throw Problem.unknownArticle(ArticleID(id))
        }
        let before = try await inFile(context) { try LabelsFile.set(label, of: pair, in: $0) }
        return Response(
            .object([
                ("query", .text(pair.query)), ("document", .text(pair.document)),
                ("label", .text(label.rawValue)), ("before", before.map { .text($0.rawValue) }),
            ]),
            status: before == nil ? .created : .ok
        )
    }

    @Sendable private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        let pair = try pair(context)
        let before = try await inFile(context) { try LabelsFile.set(nil, of: pair, in: $0) }
        return Response(
            .object([
                ("query", .text(pair.query)), ("document", .text(pair.document)),
                ("before", before.map { .text($0.rawValue) }),
            ])
        )
    }

    /// The pair that the address names.
    private func pair(_ context: ServiceContext) throws(Problem) -> JudgingPool.Pair {
        let ids = [
            try context.articleID(named: "query").rawValue, try context.articleID(named: "document").rawValue,
        ]
        if let id = ids.first(where: { !LabelsFile.canHold($0) }) {
            throw Problem(.badRequest, "A file of judgements cannot hold the id \(id.excerpt).")
        }
        guard ids[0] != ids[1] else {
            throw Problem(.unknownAddress, "An article is not judged beside itself.")
        }
        return JudgingPool.Pair(ids[0], ids[1])
    }

    /// Works on the file of judgements, after whoever works on it already.
    private func inFile<Output: Sendable>(
        _ context: ServiceContext,
        _ body: @escaping @Sendable (String) throws -> Output
    ) async throws -> Output {
        guard let path = archive.labelsPath else {
            throw Problem(.storeFailed, "The archive is in memory, so that judgements cannot be kept.")
        }
        do {
            return try await filing.run { try body(path) }
        } catch let error as InputProblem where error.kind == .changedMeanwhile {
            throw Problem(
                .busy,
                "Somebody else is writing judgements; try again.",
                headers: [.retryAfter: "1"]
            )
        } catch {
            // What it says names files, which are the operator's business.
            let text = (error as? ExperimentFailure).map { "\($0.message) \($0.problems)" } ?? "\(error)"
            context.logger.error("judgements failed", metadata: ["error": "\(text)"])
            throw Problem.storeFailed
        }
    }
}

/// The body of a judgement.
private struct Judgement: Decodable {
    let label: String
}

/// What a judge is shown of an article.
private struct ArticleToJudge {
    let json: JSONValue

    /// Characters of a text: what an editor reads before deciding, several times over.
    private static let shown = 2000

    init(_ article: Article) {
        func text(_ text: String) -> JSONValue? {
            text.isEmpty ? nil : .text(String(text.prefix(Self.shown)))
        }
        json = .object([
            ("id", .text(article.id.rawValue)), ("title", .text(article.title)),
            ("excerpt", text(article.excerpt)), ("body", text(article.body)),
            ("publishedDateTime", article.published.map { .text($0.entryText) }),
            ("provider", article.provider.map { JSONValue($0) }),
            ("language", article.knownLanguage.map { .text($0) }),
            ("webUrl", article.links.primary.map { .text($0) }),
        ])
    }
}
