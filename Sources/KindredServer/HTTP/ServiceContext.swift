import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// What is known of a request beside what it says.
struct ServiceContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The name of the token that it was sent with; nil without a valid one.
    var tokenName: String?
    /// Whoever sent it, or passed it on.
    let address: String

    init(source: Source) {
        coreContext = .init(source: source)
        address = source.channel.remoteAddress?.ipAddress ?? ""
    }
}

extension Request {
    /// The whole body of a request with JSON in it.
    ///
    /// - Throws: ``Problem`` where it has another type, is encoded or has more than `limit` bytes.
    func jsonBody(upTo limit: Int) async throws -> [UInt8] {
        try expectBody(type: "application/json")
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw Problem.bodyTooLarge(limit)
        }
        var bytes: [UInt8] = []
        for try await part in body {
            guard bytes.count + part.readableBytes <= limit else { throw Problem.bodyTooLarge(limit) }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return bytes
    }

    /// - Throws: ``Problem`` where the body is of another media type, or packed.
    func expectBody(type: String) throws(Problem) {
        if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
            throw Problem(
                .unsupportedMediaType,
                "The body is packed (\(encoding.excerpt)); send it as it is.",
                headers: [.acceptEncoding: "identity"]
            )
        }
        let given = headers[.contentType] ?? ""
        let name = given.split(separator: ";").first.map { $0.trimmed.lowercased() } ?? ""
        let charset = given.lowercased().split(separator: ";").dropFirst().map(\.trimmed)
            .first { $0.hasPrefix("charset=") }
        let isUTF8 =
            charset.map { ["charset=utf-8", "charset=\"utf-8\"", "charset=us-ascii"].contains($0) } ?? true
        guard name == type, isUTF8 else {
            throw Problem(
                .unsupportedMediaType,
                "The body must be \(type) in UTF-8; the header Content-Type says \(given.excerpt)."
            )
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

extension Problem {
    static func bodyTooLarge(_ limit: Int) -> Problem {
        Problem(.tooLarge, "The body has more than \(limit) bytes.", headers: [.connection: "close"])
    }
}
