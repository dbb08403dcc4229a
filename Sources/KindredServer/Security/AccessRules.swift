import HTTPTypes
import Hummingbird
import Logging

/// Lets requests in that come by the service's own names, and no changes that another site's page asks for.
///
/// A page in a browser can send requests to a loopback address under a name of its own (DNS rebinding) or from its own
/// origin (request forgery); the headers Host and Origin give both away.
struct AccessRules: RouterMiddleware {
    /// Names under which the service is reached, in lower case and without port; empty allows all.
    let hosts: Set<String>
    /// Sites whose pages may send something; what a token is needed for needs one all the same.
    let origins: Set<String>

    func handle(
        _ request: Request,
        context: ServiceContext,
        next: (Request, ServiceContext) async throws -> Response
    ) async throws -> Response {
        // The first one is no header any more by now; one more could mean something else to a proxy.
        guard !request.headers.contains(where: { $0.name.canonicalName == "host" }) else {
            throw Problem(.badRequest, "There is more than one header Host.")
        }
        let authority = request.head.authority ?? ""
        let host = Self.host(authority)
        guard hosts.isEmpty || hosts.contains(host) else {
            throw Problem(
                .wrongHost,
                "The header Host says \(host.excerpt); the service is told its names by --host."
            )
        }
        let isSafe = [.get, .head, .options].contains(request.method)
        if !isSafe, let origin = request.headers[.origin] {
            let own = ["http://\(authority)", "https://\(authority)"].map { $0.lowercased() }
            guard own.contains(origin.lowercased()) || origins.contains(origin.lowercased()) else {
                throw Problem(.foreignOrigin, "The header Origin says \(origin.excerpt).")
            }
        }
        return try await next(request, context)
    }

    /// The name in an authority, without its port; all of it where it is none.
    static func host(_ authority: String) -> String {
        let name: Substring
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            name = authority[...end]
        } else {
            name = authority.prefix { $0 != ":" }
        }
        let port = authority[name.endIndex...]
        let hasPort = port.hasPrefix(":") && port.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        return (port.isEmpty || hasPort ? name : authority[...]).lowercased()
    }
}

/// Who may change something.
struct WriteAccess: Sendable {
    /// Nil where nobody may.
    let tokens: WriteTokens?
    /// Sites whose pages may tell what readers saw and chose.
    var origins: Set<String> = []
    private let readers = RateLimit(perSecond: 10, burst: 100)

    init(tokens: WriteTokens?, origins: Set<String> = []) { (self.tokens, self.origins) = (tokens, origins) }

    /// - Throws: ``Problem`` where the request has no token that allows it.
    func check(_ request: Request, _ context: inout ServiceContext) throws(Problem) {
        guard let tokens else {
            throw Problem(.writesNotAllowed, "It was started without --token-file.")
        }
        guard let header = request.headers[.authorization], let name = tokens.name(ofHeader: header) else {
            throw Problem(
                .unauthorized,
                "Send the header `Authorization: Bearer TOKEN` with a token of the service's token file.",
                headers: [.wwwAuthenticate: "Bearer realm=\"kindred\""]
            )
        }
        context.tokenName = name
    }

    /// - Throws: ``Problem`` where the request neither comes from a page of the site nor has a token.
    func checkReader(_ request: Request, _ context: inout ServiceContext) throws(Problem) {
        if let origin = request.headers[.origin], origins.contains(origin.lowercased()) {
            try readers.check(context.address)
        } else {
            try check(request, &context)
        }
    }
}
