import Archive
import HTTPTypes
import Hummingbird
import Kernels

/// What `If-Match` and `If-None-Match` say (RFC 9110, 13.1).
enum EntityTags: Equatable {
    /// `*`: whatever there is.
    case any
    /// Strong tags without their quotation marks, and weak ones without `W/` as well.
    case some([String])

    /// - Returns: nil where the header is not there.
    /// - Throws: ``Problem`` where it is no list of tags.
    init?(_ name: HTTPField.Name, of request: Request) throws(Problem) {
        let values = request.headers[values: name]
        guard !values.isEmpty else { return nil }
        let text = values.joined(separator: ",")
        guard text.trimmingSpaces != "*" else {
            self = .any
            return
        }
        var tags: [String] = []
        for part in text.split(separator: ",") {
            var tag = part.trimmingSpaces[...]
            if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
            guard tag.count >= 2, tag.hasPrefix("\""), tag.hasSuffix("\"") else {
                throw Problem(.badRequest, "The header \(name) is no list of entity tags.")
            }
            tags.append(String(tag.dropFirst().dropLast()))
        }
        self = .some(tags)
    }

    func contains(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .some(let tags): tags.contains(tag)
        }
    }
}

extension ArticleChange.Condition {
    /// What the headers of a request ask for.
    init(_ request: Request) throws(Problem) {
        let (match, noneMatch) = (
            try EntityTags(.ifMatch, of: request), try EntityTags(.ifNoneMatch, of: request)
        )
        switch (match, noneMatch) {
        case (nil, nil): self = .none
        case (.any?, nil): self = .exists
        case (.some(let tags)?, nil): self = .isVersion(Set(tags.compactMap { ArticleVersion($0) }))
        case (nil, .any?): self = .isMissing
        default:
            throw Problem(
                .badRequest,
                "Changes take If-Match with tags or *, or If-None-Match with * alone, not both."
            )
        }
    }
}

extension Response {
    /// An answer that clients and caches may keep and ask about again.
    ///
    /// - Parameter entityTag: without quotation marks.
    /// - Returns: that nothing has changed, where the request names the tag.
    static func tagged(
        _ bytes: [UInt8],
        _ entityTag: String,
        for request: Request,
        type: String = "application/json"
    ) throws(Problem) -> Response {
        let headers: HTTPFields = [.eTag: "\"\(entityTag)\"", .cacheControl: "no-cache"]
        if let known = try EntityTags(.ifNoneMatch, of: request), known.contains(entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        var response = Response(bytes: bytes, type: type)
        response.headers.append(contentsOf: headers)
        return response
    }
}

/// A tag for bytes: sixteen hexadecimal digits.
func entityTag(of bytes: [UInt8]) -> String {
    let digits = String(contentHash(bytes), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}

extension StringProtocol {
    fileprivate var trimmingSpaces: String {
        let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
