/// The page that an address leads to: two addresses of one page are equal.
///
///     CanonicalURL("https://www.x.example/a/?utm_source=feed") == CanonicalURL("http://m.x.example/a#top")
///
/// Left aside is what only says how a reader came or in which form the page is served: the scheme, `www.`,
/// `m.` and `amp.` hosts, fragments, AMP paths and caches, tracking parameters, the order of the others. Whatever
/// may select another content stays. Paths keep their case, because servers tell it apart.
///
/// Not RFC 3986 in full: what is no web address is compared as it is.
public struct CanonicalURL: Hashable, Sendable, CustomStringConvertible {
    /// Bytes of an address from which on it is compared as it is. Browsers and servers end at 2,048 to 8,192.
    private static let longest = 4096

    /// Host and path without the scheme, as in `x.example/a?id=1`; what was given, where it is no web address.
    public let description: String

    /// - Returns: nil for an empty text.
    /// - Complexity: O(bytes of `url`), and O(n log n) for n parameters.
    public init?(_ url: String) {
        let bytes = Array(url.utf8)
        guard !bytes.isEmpty else { return nil }
        guard bytes.count <= Self.longest, let address = WebAddress(bytes[...]) else {
            description = url
            return
        }
        description = address.canonical
    }
}
