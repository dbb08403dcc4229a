import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Recommendation
import Storage

/// One article: what it is, what belongs beside it, and its changes.
struct ArticleRoutes {
    let archive: Archive
    let writes: WriteQueue
    let cache: AnswerCache
    let limits: ReadingLimits
    let experiments: [String: RankingExperiment]
    /// Whether choices may be written into articles' files.
    let writesFiles: Bool

    /// Says of an article that its choices can be written into its file.
    private static let fileHeader = HTTPField.Name("Kindred-File")

    var endpoints: [Endpoint] {
        [
            Endpoint("/v1/articles/{id}", [.get: article], writes: [.put: put, .delete: delete]),
            Endpoint("/v1/articles/{id}/related", [.get: related]),
            Endpoint("/v1/articles/{id}/related.html", [.get: fragment]),
        ]
    }

    private func options(_ query: RelatedQuery) -> RankingOptions { query.options(beside: archive.lists) }

    @Sendable private func article(_ request: Request, _ context: ServiceContext) async throws -> Response {
        try QueryParameters(request).finish()
        let id = try context.articleID
        guard let article = try await archive.storedArticle(id) else { throw Problem.unknownArticle(id) }
        var response = Response.tagged(article.json, ArticleVersion(article).description, for: request)
        // The article itself says nothing where its language is only shown by its text.
        response.headers[.contentLanguage] = article.knownLanguage.flatMap {
            HTTPField.isValidValue($0) ? $0 : nil
        }
        if writesFiles, article.hasEditableFile, let name = Self.fileHeader {
            response.headers[name] = "writable"
        }
        return response
    }

    @Sendable private func related(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.articleID
        var parameters = try QueryParameters(request)
        // Who shows lists need not know which of them are tried.
        let impression = parameters.text("impression")
        if let impression {
            guard (1...100).contains(impression.utf8.count),
                impression.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
            else {
                throw Problem(
                    .badRequest,
                    "The parameter impression has from 1 to 100 characters of ASCII and no spaces."
                )
            }
        }
        if let name = parameters.text("experiment") {
            return Response(try await interleaved(id, name, impression, &parameters).json)
        }
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let answer = try await cache.answer(to: "\(request.uri)", of: archive) {
            try await archive.list(ofArticleWith: id, options: options(query), explains: query.explains).json
        }
        return .tagged(answer.bytes, answer.entityTag, for: request)
    }

    /// A list in which the entries of the list that there is and of one that is tried take turns.
    private func interleaved(
        _ id: ArticleID,
        _ name: String,
        _ impression: String?,
        _ parameters: inout QueryParameters
    ) async throws -> InterleavedList {
        guard let experiment = experiments[name] else {
            throw Problem(
                .unknownExperiment,
                "There is no experiment \(name.excerpt); the service is told them by --experiment."
            )
        }
        let impression = impression ?? String(UInt64.random(in: .min ... .max), radix: 36)
        let tried = try experiment.query(beside: parameters)
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let explains = query.explains
        async let a = archive.list(ofArticleWith: id, options: options(query), explains: explains)
        async let b = archive.list(ofArticleWith: id, options: options(tried), explains: explains)
        return InterleavedList(try await a, try await b, name, impression, limit: options(query).limit)
    }

    /// The list as a piece of a page, which runs nothing.
    @Sendable private func fragment(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.articleID
        var parameters = try QueryParameters(request)
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let answer = try await cache.answer(to: "\(request.uri)", of: archive) {
            let list = try await archive.list(ofArticleWith: id, options: options(query), explains: false)
            return ListFragment(of: Article(id: id, title: ""), list.entries.map(\.article)).bytes
        }
        let html = "text/html; charset=utf-8"
        return .tagged(answer.bytes, answer.entityTag, for: request, type: html)
    }

    @Sendable private func put(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.articleID
        var parameters = try QueryParameters(request)
        let isInFile = try parameters.flag("file")
        guard writesFiles || !isInFile else {
            throw Problem(.filesNotWritten, "It was started without --write-files.")
        }
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let conditions = [ArticleChange.Condition](request)
        let body = try await request.jsonBody(upTo: limits.jsonLineBytes)
        let (article, warnings) = try Self.article(body, id, limits)
        return try await writes.alone(with: id) {
            try await stored(article, inFile: isInFile, warnings, conditions, query, request)
        }
    }

    private func stored(
        _ article: Article,
        inFile isInFile: Bool,
        _ warnings: [String],
        _ conditions: [ArticleChange.Condition],
        _ query: RelatedQuery,
        _ request: Request
    ) async throws -> Response {
        let before = try await archive.articles(listing: article.id)
        let applied =
            isInFile
            // Files are written one by one, so there is nothing to wait for together.
            ? try await archive.putInFile(article, if: conditions, listedBy: before)
            : try await writes.submit(ArticleChange(.put(article), if: conditions, listedBy: before))
        let (version, isNew): (ArticleVersion, Bool)
        switch applied.outcome {
        case .created(let made): (version, isNew) = (made, true)
        case .replaced(let made), .unchanged(let made): (version, isNew) = (made, false)
        case .refused(let current): throw Problem.versionConflict(current)
        case .removed, .missing: throw Problem(.internalError, "The article was not stored.")
        }
        var changed: [ArticleID] = []
        if let number = applied.number {
            do {
                let after = try await archive.articles(listing: article.id)
                changed = after + before.filter { !after.contains($0) }
                await writes.complete(CompletedChange(number: number, lists: after))
            } catch {
                await writes.completeAll()
                throw error
            }
        }
        let list = try await archive.list(
            ofArticleWith: article.id,
            options: options(query),
            explains: query.explains
        )
        let json = JSONValue.object([
            ("id", .text(article.id.rawValue)),
            ("version", .text(version.description)),
            ("list", list.jsonValue),
            ("changed", .list(changed.map { .text($0.rawValue) })),
            ("warnings", warnings.isEmpty ? nil : .list(warnings.map { .text($0) })),
        ])
        var response = Response(json, status: isNew ? .created : .ok)
        response.headers[.eTag] = "\"\(version)\""
        if isNew { response.headers[.location] = request.uri.path }
        return response
    }

    @Sendable private func delete(_ request: Request, _ context: ServiceContext) async throws -> Response {
        let id = try context.articleID
        try QueryParameters(request).finish()
        let conditions = [ArticleChange.Condition](request)
        return try await writes.alone(with: id) {
            // Afterwards nobody knows any more what it was near.
            let changed = try await archive.articles(listing: id)
            let change = ArticleChange(.remove(id), if: conditions, listedBy: changed)
            switch try await writes.submit(change).outcome {
            case .removed:
                return Response(.object([("changed", .list(changed.map { .text($0.rawValue) }))]))
            case .refused(let current): throw Problem.versionConflict(current)
            default: throw Problem.unknownArticle(id)
            }
        }
    }

    /// The article that a body describes, and what is wrong with it without making it useless.
    static func article(
        _ body: [UInt8],
        _ id: ArticleID?,
        _ limits: ReadingLimits
    ) throws(Problem) -> (Article, warnings: [String]) {
        var warnings: [String] = []
        do {
            var article = try Article(json: body, fallbackID: id, limits: limits) {
                warnings.append("\($0.problem); \($0.remedy)")
            }
            if let id, article.id != id {
                throw Problem(
                    .otherID,
                    "The body says that the article is \(article.id.rawValue.excerpt), the address says another."
                )
            }
            article.origin = nil
            return (article, warnings)
        } catch let problem as Problem {
            throw problem
        } catch let problem as InputProblem {
            throw Problem(problem)
        } catch {
            throw Problem(.internalError, "The article was not read.")
        }
    }
}

extension ServiceContext {
    /// The id that stands in the address.
    var articleID: ArticleID { get throws(Problem) { try articleID(named: "id") } }

    /// One of several ids in the address, by the name of its place.
    func articleID(named name: String) throws(Problem) -> ArticleID {
        guard let id = parameters.get(name)?.decodedPath, !id.isEmpty, id.unicodeScalars.count <= 500,
            !id.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F })
        else {
            throw Problem(
                .badRequest,
                "The id in the address must be percent-encoded UTF-8 of at most 500 characters, none of them a control character."
            )
        }
        return ArticleID(id)
    }
}

extension Article {
    /// Whether it comes from a file that most likely has front matter, as built pages have not.
    fileprivate var hasEditableFile: Bool { isMarkdown && !SourceFile.isHTML(origin?.path ?? "") }
}

extension Problem {
    static func unknownArticle(_ id: ArticleID) -> Problem {
        Problem(.unknownArticle, "No article has the id \(id.rawValue.excerpt).")
    }

    static func versionConflict(_ current: ArticleVersion?) -> Problem {
        guard let current else { return Problem(.versionConflict, "There is no such article.") }
        return Problem(
            .versionConflict,
            "The article has the version \(current); read it again before you change it.",
            headers: [.eTag: "\"\(current)\""]
        )
    }
}

extension AnswerCache {
    /// The answer that was given before, or a new one.
    func answer(
        to question: String,
        of archive: Archive,
        _ make: () async throws -> [UInt8]
    ) async throws -> Answer {
        let generation = archive.generation
        if archive.isGenerationTelling, let answer = answer(to: question, generation) { return answer }
        let bytes = try await make()
        let answer = Answer(bytes: bytes, entityTag: KindredServer.entityTag(of: bytes))
        keep(answer, to: question, generation)
        return answer
    }
}
