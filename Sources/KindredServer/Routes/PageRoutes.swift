import HTTPTypes
import Hummingbird

/// The page for editors and the reference: files that are compiled in.
struct PageRoutes {
    private struct File: Sendable {
        let bytes: [UInt8]
        let type: String
        let entityTag: String

        init(_ bytes: [UInt8], _ type: String) {
            (self.bytes, self.type) = (bytes, type)
            entityTag = KindredServer.entityTag(of: bytes)
        }
    }

    /// Nothing but the page's own files, the archive's images, and this service (W3C, Content Security Policy Level 3).
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' https: data:",
        "connect-src 'self'", "base-uri 'none'", "form-action 'self'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let html = "text/html; charset=utf-8"

    /// By name, below `/page/`.
    private static let files: [String: File] = {
        typealias Files = PackageResources
        let modules = [
            "address": Files.address_js, "api": Files.api_js, "article": Files.article_js,
            "cards": Files.cards_js, "comparing": Files.comparing_js, "editing": Files.editing_js,
            "elements": Files.elements_js, "experiments": Files.experiments_js,
            "judging": Files.judging_js, "language": Files.language_js, "lists": Files.lists_js,
            "making": Files.making_js, "map": Files.map_js, "marking": Files.marking_js,
            "notices": Files.notices_js, "page": Files.page_js, "reference": Files.reference_js,
            "report": Files.report_js, "search": Files.search_js,
            "settings": Files.settings_js, "strings-de": Files.strings_de_js,
            "strings-en": Files.strings_en_js, "token": Files.token_js,
        ]
        var files = ["page.css": File(Files.page_css, "text/css; charset=utf-8")]
        for (name, bytes) in modules { files[name + ".js"] = File(bytes, "text/javascript; charset=utf-8") }
        return files
    }()
    /// For the pages of other sites.
    private static let component = File(
        PackageResources.kindred_related_js,
        "text/javascript; charset=utf-8"
    )
    private static let page = File(PackageResources.index_html, html)
    private static let reference = File(PackageResources.reference_html, html)

    var endpoints: [Endpoint] {
        [
            Endpoint("/", [.get: { request, _ in Self.answer(Self.page, to: request) }]),
            Endpoint("/reference", [.get: { request, _ in Self.answer(Self.reference, to: request) }]),
            Endpoint(
                "/kindred-related.js",
                [.get: { request, _ in Self.answer(Self.component, to: request) }]
            ),
            Endpoint(
                "/page/{name}",
                [
                    .get: { request, context in
                        guard let file = context.parameters.get("name").flatMap({ Self.files[$0] }) else {
                            throw Problem(.unknownAddress, "The page has no such file.")
                        }
                        return Self.answer(file, to: request)
                    }
                ]
            ),
        ]
    }

    private static func answer(_ file: File, to request: Request) -> Response {
        var response = Response.tagged(file.bytes, file.entityTag, for: request, type: file.type)
        response.headers[.contentSecurityPolicy] = policy
        return response
    }
}
