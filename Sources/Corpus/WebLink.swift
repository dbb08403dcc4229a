import Foundation

/// Addresses on the web as texts have them.
enum WebLink {
    /// Bytes of an address that others are made of; what a feed says once must not make each of its items large.
    static let longestBase = 512
    /// Bytes of an address that many items can have.
    static let longestShared = 2048

    static func isAbsolute(_ text: String) -> Bool {
        let start = text.prefix(8).lowercased()
        return (start.hasPrefix("https://") || start.hasPrefix("http://"))
            && !text.contains(where: \.isWhitespace)
    }

    /// An address as it is meant on a page: relative ones begin at it.
    static func resolved(_ text: String, against base: String?) -> String {
        guard !text.isEmpty, !isAbsolute(text), let base, isAbsolute(base), let page = URL(string: base)
        else {
            return text
        }
        return URL(string: text, relativeTo: page)?.absoluteString ?? text
    }

    /// The host of an address, without `www.`.
    static func host(of address: String) -> String? {
        guard isAbsolute(address), let start = address.range(of: "://")?.upperBound else { return nil }
        let host = address[start...].prefix { !"/?#:".contains($0) }.lowercased()
        return host.isEmpty ? nil : host.hasPrefix("www.") ? String(host.dropFirst(4)) : host
    }
}

extension String {
    /// A name or a language that a feed says once for all its items; nil where it would make each of them large.
    var forEachItem: String? { utf8.count <= 256 ? self : nil }
}
