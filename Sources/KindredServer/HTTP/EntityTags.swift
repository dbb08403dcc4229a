import Archive
import HTTPTypes
import Hummingbird
import Kernels

/// What `If-Match` and `If-None-Match` say (RFC 9110, 13.1).
enum EntityTags: Equatable {
    /// `*`: whatever there is.
    case any
    /// Tags without their quotation marks, and weak ones without `W/` as well: a packed answer has the tag of the plain
    /// one. What is no tag stays as it is, and matches none.
    case some([String])

    /// - Returns: nil where the header is not there.
    init?(_ name: HTTPField.Name, of request: Request) {
        let values = request.headers[values: name]
        guard !values.isEmpty else { return nil }
        let parts = values.joined(separator: ",").split(separator: ",").map(\.trimmingSpaces)
        guard parts != ["*"] else {
            self = .any
            return
        }
        self = .some(
            parts.map { part in
                let tag = part.hasPrefix("W/") ? part.dropFirst(2) : part[...]
                let isQuoted = tag.count >= 2 && tag.hasPrefix("\"") && tag.hasSuffix("\"")
                return isQuoted ? String(tag.dropFirst().dropLast()) : part
            }
        )
    }

    func contains(_ tag: String) -> Bool {
        switch self {
        case .any: true
        case .some(let tags): tags.contains(tag)
        }
    }

    /// The versions of an article among the tags.
    fileprivate static func versions(_ tags: [String]) -> Set<ArticleVersion> {
        Set(tags.compactMap { ArticleVersion($0) })
    }
}

extension [ArticleChange.Condition] {
    /// What the headers of a request ask for.
    init(_ request: Request) {
        self = []
        switch EntityTags(.ifMatch, of: request) {
        case .any?: append(.exists)
        case .some(let tags)?: append(.isVersion(EntityTags.versions(tags)))
        case nil: break
        }
        switch EntityTags(.ifNoneMatch, of: request) {
        case .any?: append(.isMissing)
        case .some(let tags)?: append(.isNoVersion(EntityTags.versions(tags)))
        case nil: break
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
    ) -> Response {
        let headers: HTTPFields = [.eTag: "\"\(entityTag)\"", .cacheControl: "no-cache"]
        if let known = EntityTags(.ifNoneMatch, of: request), known.contains(entityTag) {
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
