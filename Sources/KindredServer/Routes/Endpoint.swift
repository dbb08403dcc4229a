import HTTPTypes
import Hummingbird
import Logging

/// An address of the service and what can be done there; anything else is answered by saying what can.
struct Endpoint {
    typealias Handler = @Sendable (Request, ServiceContext) async throws -> Response

    let path: RouterPath
    /// What anybody may do.
    let reads: [HTTPRequest.Method: Handler]
    /// What needs a token.
    let writes: [HTTPRequest.Method: Handler]
    /// What pages of the site may send for their readers, and others with a token.
    let readerWrites: [HTTPRequest.Method: Handler]

    init(
        _ path: RouterPath,
        _ reads: [HTTPRequest.Method: Handler],
        writes: [HTTPRequest.Method: Handler] = [:],
        readerWrites: [HTTPRequest.Method: Handler] = [:]
    ) {
        (self.path, self.reads, self.writes, self.readerWrites) = (path, reads, writes, readerWrites)
    }

    /// What clients may ask of an address (RFC 9110, RFC 5789, and what is about to become one).
    private static let methods: [HTTPRequest.Method] =
        [.get, .head, .post, .put, .delete, .patch, .options, .trace, .connect]
        + ["QUERY"].compactMap { HTTPRequest.Method($0) }

    /// The methods that do something here, by name.
    var methodNames: [String] {
        // The router answers HEAD where it can answer GET.
        let methods = Array(reads.keys) + writes.keys + readerWrites.keys
        return (methods.map(\.rawValue) + (reads[.get] == nil ? [] : ["HEAD"])).sorted()
    }

    func add(to router: Router<ServiceContext>, _ access: WriteAccess) {
        for (method, handler) in reads { router.on(path, method: method, use: handler) }
        for (method, handler) in writes {
            router.on(path, method: method) { request, context -> Response in
                var context = context
                try access.check(request, &context)
                let response = try await handler(request, context)
                context.logger.info("change", metadata: ["token": "\(context.tokenName ?? "")"])
                return response
            }
        }
        for (method, handler) in readerWrites {
            router.on(path, method: method) { request, context -> Response in
                var context = context
                try access.checkReader(request, &context)
                return try await handler(request, context)
            }
        }
        let names = methodNames
        for method in Self.methods where !names.contains(method.rawValue) {
            let allowed = names.joined(separator: ", ")
            router.on(path, method: method) { _, _ -> Response in
                throw Problem(.methodNotAllowed, "This address knows \(allowed).", headers: [.allow: allowed])
            }
        }
    }
}
