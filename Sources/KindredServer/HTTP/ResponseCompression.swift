import HTTPTypes
import Hummingbird
import HummingbirdCore
import NIOCore
import Platform

/// Packs answers with gzip for clients that take it.
///
/// What is streamed stays as it is, since each of its lines is to arrive when it is written.
struct ResponseCompression: RouterMiddleware {
    /// Bytes below which packing saves no packet on the network.
    private static let smallest = 1024
    private static let types = ["application/json", "application/problem+json", "text/", "image/svg+xml"]

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        let type = response.headers[.contentType] ?? ""
        guard Self.types.contains(where: type.hasPrefix) else { return response }
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        guard let length = response.body.contentLength, length >= Self.smallest,
            Self.takesGzip(request.headers[values: .acceptEncoding])
        else { return response }
        let bytes = try await response.body.bytes()
        guard let packed = gzip(bytes) else { return response }
        response.headers[.contentEncoding] = "gzip"
        // The same answer in other bytes (RFC 9110, 8.8.1).
        if let tag = response.headers[.eTag], !tag.hasPrefix("W/") { response.headers[.eTag] = "W/\(tag)" }
        response.body = ResponseBody(byteBuffer: ByteBuffer(bytes: packed))
        return response
    }

    /// Whether gzip is among the encodings that a client takes, and not by `q=0` (RFC 9110, 12.5.3).
    static func takesGzip(_ values: [String]) -> Bool {
        var fallback = false
        for part in values.joined(separator: ",").split(separator: ",") {
            let words = part.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            let weight =
                words.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            if words.first == "gzip" { return weight > 0 }
            if words.first == "*" { fallback = weight > 0 }
        }
        return fallback
    }
}

extension ResponseBody {
    /// All that the body writes.
    fileprivate func bytes() async throws -> [UInt8] {
        let collected = CollectedBytes()
        try await write(collected)
        return collected.bytes
    }
}

/// Keeps what is written to it. Used by one task.
private final class CollectedBytes: ResponseBodyWriter {
    private(set) var bytes: [UInt8] = []
    func write(_ buffer: ByteBuffer) async throws { bytes.append(contentsOf: buffer.readableBytesView) }
    func finish(_ trailingHeaders: HTTPFields?) async throws {}
}
