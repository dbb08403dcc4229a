import Corpus
import HTTPTypes
import Hummingbird
import NIOCore

/// Why a request was not answered as it was meant, as RFC 9457 has it.
///
/// What it says goes to whoever asked, so it names neither files of the server nor what its code was doing.
struct Problem: Error, HTTPResponseError {
    /// Kinds of problems, by the names under which the reference explains them.
    enum Kind: String, CaseIterable {
        case badRequest = "bad-request"
        case unauthorized
        case writesNotAllowed = "writes-not-allowed"
        case foreignOrigin = "foreign-origin"
        case unknownArticle = "unknown-article"
        case unknownAddress = "unknown-address"
        case unknownExperiment = "unknown-experiment"
        case methodNotAllowed = "method-not-allowed"
        case otherID = "other-id"
        case filesNotWritten = "files-not-written"
        case noFile = "no-file"
        case fileChanged = "file-changed"
        case fileNotEditable = "file-not-editable"
        case versionConflict = "version-conflict"
        case tooLarge = "too-large"
        case unsupportedMediaType = "unsupported-media-type"
        case wrongHost = "wrong-host"
        case invalidArticle = "invalid-article"
        case tooManyRequests = "too-many-requests"
        case internalError = "internal-error"
        case busy
        case storeFailed = "store-failed"

        var status: HTTPResponse.Status {
            switch self {
            case .badRequest: .badRequest
            case .unauthorized: .unauthorized
            case .writesNotAllowed, .foreignOrigin, .filesNotWritten: .forbidden
            case .unknownArticle, .unknownAddress, .unknownExperiment: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .otherID, .noFile, .fileChanged, .fileNotEditable: .conflict
            case .versionConflict: .preconditionFailed
            case .tooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .wrongHost: .misdirectedRequest
            case .invalidArticle: .unprocessableContent
            case .tooManyRequests: .tooManyRequests
            case .internalError: .internalServerError
            case .busy, .storeFailed: .serviceUnavailable
            }
        }

        var title: String {
            switch self {
            case .badRequest: "The request cannot be understood"
            case .unauthorized: "A token is needed"
            case .writesNotAllowed: "This service allows no changes"
            case .foreignOrigin: "Pages of other sites may not change anything"
            case .unknownArticle: "There is no such article"
            case .unknownAddress: "There is nothing at this address"
            case .unknownExperiment: "There is no such experiment"
            case .methodNotAllowed: "This address does not do that"
            case .otherID: "The body is about another article than the address"
            case .filesNotWritten: "This service writes no files"
            case .noFile: "The article has no file that can be written"
            case .fileChanged: "The article's file is another than the archive thinks"
            case .fileNotEditable: "The article's file cannot be written safely"
            case .versionConflict: "The article is another than you think"
            case .tooLarge: "The request is too large"
            case .unsupportedMediaType: "The body is of a type that is not read"
            case .wrongHost: "The service does not answer under this name"
            case .invalidArticle: "The article cannot be read"
            case .tooManyRequests: "Too many requests"
            case .internalError: "The service failed"
            case .busy: "The service is busy"
            case .storeFailed: "The archive cannot be read or written"
            }
        }
    }

    let kind: Kind
    /// What is wrong with this request and what to do about it, in whole sentences.
    let detail: String
    var headers = HTTPFields()

    init(_ kind: Kind, _ detail: String, headers: HTTPFields = HTTPFields()) {
        (self.kind, self.detail, self.headers) = (kind, detail, headers)
    }

    /// An article that cannot be read.
    init(_ problem: InputProblem) {
        let kind: Kind =
            switch problem.kind {
            case .tooLarge: .tooLarge
            case .invalidJSON, .invalidUTF8: .badRequest
            default: .invalidArticle
            }
        self.init(kind, "\(problem.problem.capitalizedSentence); \(problem.remedy).")
    }

    /// The same with a sentence more.
    func adding(_ sentence: String) -> Problem { Problem(kind, "\(detail) \(sentence)", headers: headers) }

    var status: HTTPResponse.Status { kind.status }

    var json: JSONValue {
        .object([
            ("type", .text("/reference#\(kind.rawValue)")),
            ("title", .text(kind.title)),
            ("status", .integer(status.code)),
            ("detail", .text(detail)),
        ])
    }

    func response(from request: Request, context: some RequestContext) -> Response {
        var response = Response(json, status: status, type: "application/problem+json")
        response.headers.append(contentsOf: headers)
        response.headers[.cacheControl] = "no-store"
        return response
    }
}

extension String {
    /// The same with a capital letter at its beginning.
    fileprivate var capitalizedSentence: String { prefix(1).uppercased() + dropFirst() }
}

extension Response {
    /// A JSON value.
    init(_ json: JSONValue, status: HTTPResponse.Status = .ok, type: String = "application/json") {
        self.init(bytes: json.bytes, status: status, type: type)
    }

    init(bytes: [UInt8], status: HTTPResponse.Status = .ok, type: String) {
        self.init(
            status: status,
            headers: [.contentType: type],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
        )
    }
}
