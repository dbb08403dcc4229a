import Foundation
import Kernels

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
        description = String(decoding: address.canonical, as: UTF8.self)
    }

    /// A hash of the page that `url` leads to, the same for every address of it, without making its text.
    ///
    /// - Returns: nil for an empty text.
    /// - Complexity: as of ``init(_:)``.
    static func hash(of url: String) -> UInt64? {
        let bytes = Array(url.utf8)
        guard !bytes.isEmpty else { return nil }
        if let plain = PlainAddress.canonical(bytes) { return contentHash(bytes[plain]) }
        let address = bytes.count <= longest ? WebAddress(bytes[...]) : nil
        let canonical = address?.canonical ?? bytes
        guard canonical.contains(where: { $0 >= 0x80 }) else { return contentHash(canonical) }
        // Texts are equal where their characters are, however these are composed.
        let text = String(decoding: canonical, as: UTF8.self).precomposedStringWithCanonicalMapping
        return contentHash(Array(text.utf8))
    }
}
