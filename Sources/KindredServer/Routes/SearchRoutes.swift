import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Recommendation

/// What is similar to something that is not in the archive: a text, a draft.
struct SearchRoutes {
    let archive: Archive
    let cache: AnswerCache
    let limits: ReadingLimits

    /// Characters of a text that is searched for, as openapi.json says; a longer one is an article and goes to
    /// `/v1/related`.
    private static let longestQuery = 500
    private static let limit = 10
    /// Bytes of a question: a whole book. Anybody may ask, and many at once must not fill the memory.
    private static let largest = 1 << 20

    var endpoints: [Endpoint] {
        [Endpoint("/v1/search", [.get: search]), Endpoint("/v1/related", [.post: related])]
    }

    @Sendable private func search(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        guard let text = parameters.text("q"), !text.allSatisfy(\.isWhitespace) else {
            throw Problem(.badRequest, "The parameter q says what to look for.")
        }
        guard text.unicodeScalars.count <= Self.longestQuery else {
            throw Problem(.badRequest, "The parameter q has more than \(Self.longestQuery) characters.")
        }
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        // Whoever looks for something is no reader of lists, whose rules say nothing here.
        let options = query.options(beside: RankingOptions(limit: Self.limit, precision: .full))
        let answer = try await cache.answer(to: "\(request.uri)", of: archive) {
            try await archive.list(of: .text(text), options: options, explains: query.explains).json
        }
        return .tagged(answer.bytes, answer.entityTag, for: request)
    }

    @Sendable private func related(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let query = try RelatedQuery(&parameters)
        try parameters.finish()
        let body = try await request.jsonBody(upTo: min(Self.largest, limits.jsonLineBytes))
        let question: RelatedQuestion
        do throws(InputProblem) {
            question = try JSONDocument(body, limits: limits).decoded()
        } catch {
            throw Problem(error)
        }
        if let like = question.like {
            return Response(try await several(like, unlike: question.unlike ?? [], query).jsonValue)
        }
        guard question.unlike == nil else {
            throw Problem(.badRequest, "The body has unlike without like.")
        }
        let subject = try await question.part.subject(in: archive)
        let usual = if case .text = subject { archive.lists.forFewWords } else { archive.lists }
        let options = query.options(beside: usual)
        return Response(
            try await archive.list(of: subject, options: options, explains: query.explains).jsonValue
        )
    }
}

extension SearchRoutes {
    /// Subjects of one question that it shall be like, and as many that it shall be unlike.
    private static var mostSubjects: Int { 10 }

    private func several(
        _ like: [QuestionPart],
        unlike: [QuestionPart],
        _ query: RelatedQuery
    ) async throws -> RelatedList {
        guard !like.isEmpty, max(like.count, unlike.count) <= Self.mostSubjects else {
            throw Problem(
                .badRequest,
                "The list like has from 1 to \(Self.mostSubjects) parts, and unlike no more either."
            )
        }
        var subjects: [Subject] = []
        for part in like + unlike { subjects.append(try await part.subject(in: archive)) }
        return try await archive.list(
            like: Array(subjects.prefix(like.count)),
            unlike: Array(subjects.dropFirst(like.count)),
            options: query.options(beside: archive.lists.forFewWords),
            explains: query.explains
        )
    }
}

/// The body of a question: what the answer shall be like, or several of that and what it shall be unlike.
private struct RelatedQuestion: Decodable {
    private enum CodingKeys: CodingKey { case like, unlike }

    let part: QuestionPart
    let like, unlike: [QuestionPart]?

    init(from decoder: any Decoder) throws {
        part = try QuestionPart(from: decoder)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        like = try container.decodeIfPresent([QuestionPart].self, forKey: .like)
        unlike = try container.decodeIfPresent([QuestionPart].self, forKey: .unlike)
    }
}

private struct QuestionPart: Decodable {
    /// The id of an article of the archive.
    var id: String?
    var text: String?
    /// One that need not be in the archive.
    var article: EnclosedArticle?

    func subject(in archive: Archive) async throws -> Subject {
        switch (id, text, article) {
        case (let id?, nil, nil):
            guard let article = try await archive.storedArticle(ArticleID(id)) else {
                throw Problem.unknownArticle(ArticleID(id))
            }
            return .article(article)
        case (nil, let text?, nil):
            guard !text.allSatisfy(\.isWhitespace) else { throw Problem(.badRequest, "The text is empty.") }
            return .text(text)
        case (nil, nil, let enclosed?):
            var article = enclosed.article
            article.detectLanguage()
            return .article(article)
        default:
            throw Problem(
                .badRequest,
                "What is asked for has one of the keys id, text and article, or is a list like."
            )
        }
    }
}
