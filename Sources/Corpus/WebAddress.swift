/// A web address in parts, each in its one form.
struct WebAddress {
    private var host: ArraySlice<UInt8>
    /// Of segments, without empty ones at the end.
    private var path: [ArraySlice<UInt8>]
    private var parameters: [ArraySlice<UInt8>]
    /// From `#!`, by which some older sites choose the page.
    private var hashBang: ArraySlice<UInt8>

    /// - Returns: nil where `url` has no scheme http or https, or no host.
    init?(_ url: ArraySlice<UInt8>) {
        guard let rest = Self.withoutScheme(url.trimmingSpaces) else { return nil }
        self.init(afterScheme: rest, unwrapping: true)
    }

    /// - Parameter mayUnwrap: whether the address in an AMP cache's path is to be taken; once, so that no address
    ///   leads into a loop.
    private init?(afterScheme rest: ArraySlice<UInt8>, unwrapping mayUnwrap: Bool) {
        let fragment = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
        let query = rest[..<fragment].firstIndex(of: UInt8(ascii: "?")) ?? fragment
        let slash = rest[..<query].firstIndex(of: UInt8(ascii: "/")) ?? query
        guard let host = Self.host(rest[..<slash]) else { return nil }
        self.host = host
        path = Self.segments(rest[slash..<query])
        parameters = query < fragment ? Self.parameters(rest[(query + 1)..<fragment]) : []
        hashBang = rest[fragment...].starts(with: "#!".utf8) ? rest[fragment...] : []

        if mayUnwrap, let prefix = cachePrefix, path.count > prefix {
            var inner = Array(path[prefix...].joined(separator: [UInt8(ascii: "/")]))
            if !parameters.isEmpty {
                inner.append(UInt8(ascii: "?"))
                inner += parameters.joined(separator: [UInt8(ascii: "&")])
            }
            inner += hashBang
            if let page = Self(afterScheme: inner[...], unwrapping: false) { self = page }
            return
        }
        dropAMPFromPath()
        dropIndexPage()
    }

    /// `host/path?parameters`.
    var canonical: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(256)
        bytes += host
        for segment in path {
            bytes.append(UInt8(ascii: "/"))
            bytes += segment
        }
        if !parameters.isEmpty {
            bytes.append(UInt8(ascii: "?"))
            bytes += parameters.joined(separator: [UInt8(ascii: "&")])
        }
        bytes += hashBang
        return bytes
    }
}

// MARK: - Scheme and host

extension WebAddress {
    private static func withoutScheme(_ url: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        for scheme in ["https://", "http://", "//"] where url.startsIgnoringCase(scheme) {
            return url.dropFirst(scheme.utf8.count)
        }
        return nil
    }

    /// Lower case, without user, default port, final dot and the names that servers have for one site; nil for
    /// none.
    private static func host(_ authority: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var name = authority
        if let at = name.lastIndex(of: UInt8(ascii: "@")) { name = name[(at + 1)...] }
        for port in [":80", ":443", ":"] where name.endsIgnoringCase(port) {
            name = name.dropLast(port.utf8.count)
            break
        }
        if name.last == UInt8(ascii: ".") { name = name.dropLast() }
        let prefixes = ["www.", "m.", "mobile.", "amp."]
        // Twice, for "www.m.x.example"; what is left must still be a domain, as m.me is one.
        for _ in 0..<2 {
            for prefix in prefixes where name.startsIgnoringCase(prefix) {
                let rest = name.dropFirst(prefix.utf8.count)
                if rest.dropFirst().dropLast().contains(UInt8(ascii: ".")) { name = rest }
                break
            }
        }
        if name.isEmpty { return nil }
        let hasUpper = name.contains { $0 &- 0x41 < 26 }
        return hasUpper ? name.map(\.lowercasedASCII)[...] : name
    }
}

// MARK: - Path

extension WebAddress {
    /// The path's segments, dot segments resolved, escapes in one form, empty ones left out.
    private static func segments(_ path: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var segments: [ArraySlice<UInt8>] = []
        for part in path.split(separator: UInt8(ascii: "/")) {
            let segment = part.normalisingEscapes
            if segment.elementsEqual(".".utf8) { continue }
            if segment.elementsEqual("..".utf8) {
                _ = segments.popLast()
            } else {
                segments.append(segment)
            }
        }
        return segments
    }

    /// How many segments of the path lead to the address that an AMP cache serves; nil where it is none.
    ///
    /// `google.com/amp/s/host/path`, of whatever country, and `host.cdn.ampproject.org/c/s/host/path`, where `c`, `v`, `i` name the
    /// kind of document and `s` says https.
    private var cachePrefix: Int? {
        func isSecure(_ position: Int) -> Bool {
            path.count > position && path[position].elementsEqual("s".utf8)
        }
        if host.startsIgnoringCase("google."), path.first?.elementsEqual("amp".utf8) == true {
            return isSecure(1) ? 2 : 1
        }
        let cache = "cdn.ampproject.org"
        let isCache = host.elementsEqual(cache.utf8) || host.endsIgnoringCase("." + cache)
        guard isCache, let kind = path.first, kind.count == 1, let letter = kind.first,
            "cvi".utf8.contains(letter)
        else {
            return nil
        }
        return isSecure(1) ? 2 : 1
    }

    /// `/amp` at either end, `.amp` and `.amp.html`.
    private mutating func dropAMPFromPath() {
        guard let last = path.last else { return }
        // A site's own page may be called amp; below another page it is a form of it.
        if path.count > 1, last.isAMP {
            path.removeLast()
        } else if path.count > 1, path[0].isAMP {
            path.removeFirst()
        } else {
            for (ending, kept) in [(".amp.html", ".html"), (".amp", "")]
            where last.count > ending.utf8.count && last.endsIgnoringCase(ending) {
                path[path.count - 1] = last.dropLast(ending.utf8.count) + kept.utf8
                break
            }
        }
    }

    private mutating func dropIndexPage() {
        guard let last = path.last else { return }
        for name in ["index.html", "index.htm", "index.php"] where last.elementsEqual(name.utf8) {
            path.removeLast()
            break
        }
    }
}

// MARK: - Parameters

extension WebAddress {
    /// The parameters that may choose the content, in byte order.
    private static func parameters(_ query: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        query.split(separator: UInt8(ascii: "&"))
            .map { $0.normalisingEscapes }
            .filter { !TrackingParameters.contains($0) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }
}

/// Parameters that say how a reader came, or that ask for the AMP form.
private enum TrackingParameters {
    /// Whole names, in lower case. From the parameters that analytics and mail services document, and those of
    /// large publishers' own feeds; `ref` and `source` choose the content on some sites and stay.
    private static let names: Set<[UInt8]> = Set(
        """
        fbclid gclid dclid gbraid wbraid msclkid yclid twclid ttclid li_fat_id igshid mc_cid mc_eid mkt_tok _ga
        _gl _hsenc _hsmi vero_id oly_anon_id oly_enc_id wickedid ncid cmpid cmp ocid xtor smid smtyp ito ns_mchannel
        ns_source ns_campaign ns_linkname at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4
        ftag s_cid icid guccounter guce_referrer guce_referrer_sig __twitter_impression usqp amp_js_v amp_gsa
        """.split(whereSeparator: \.isWhitespace).map { Array($0.utf8) }
    )
    private static let prefixes = ["utm_", "pk_", "mtm_"]
    /// Names with the one value that asks for AMP.
    private static let ampForms = ["amp=1", "amp=true", "amp", "amp=", "outputtype=amp", "output=amp"]

    static func contains(_ parameter: ArraySlice<UInt8>) -> Bool {
        let lower = parameter.map(\.lowercasedASCII)
        if prefixes.contains(where: { lower.starts(with: $0.utf8) }) { return true }
        if ampForms.contains(where: { lower.elementsEqual($0.utf8) }) { return true }
        return names.contains(Array(lower.prefix { $0 != UInt8(ascii: "=") }))
    }
}

// MARK: - Bytes

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    fileprivate var hexDigit: UInt8? {
        switch self {
        case 0x30...0x39: self - 0x30
        case 0x41...0x46, 0x61...0x66: (self | 0x20) - 0x57
        default: nil
        }
    }

    /// Letters, digits, `-`, `.`, `_` and `~` mean the same escaped or not (RFC 3986, 2.3).
    fileprivate var isUnreserved: Bool {
        let isLetter = (self | 0x20) &- 0x61 < 26
        return isLetter || self &- 0x30 < 10 || "-._~".utf8.contains(self)
    }
}

extension ArraySlice where Element == UInt8 {
    fileprivate var trimmingSpaces: ArraySlice<UInt8> {
        var rest = self
        while let first = rest.first, first <= 0x20 { rest = rest.dropFirst() }
        while let last = rest.last, last <= 0x20 { rest = rest.dropLast() }
        return rest
    }

    fileprivate var isAMP: Bool { elementsEqual("amp".utf8) }

    fileprivate func startsIgnoringCase(_ lower: String) -> Bool {
        var position = startIndex
        for byte in lower.utf8 {
            guard position < endIndex, self[position].lowercasedASCII == byte else { return false }
            position += 1
        }
        return true
    }

    fileprivate func endsIgnoringCase(_ lower: String) -> Bool {
        count >= lower.utf8.count && suffix(lower.utf8.count).startsIgnoringCase(lower)
    }

    /// Escapes of unreserved characters resolved, the others in upper case.
    fileprivate var normalisingEscapes: ArraySlice<UInt8> {
        guard contains(UInt8(ascii: "%")) else { return self }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        var position = startIndex
        while position < endIndex {
            let byte = self[position]
            if byte == UInt8(ascii: "%"), position + 2 < endIndex, let high = self[position + 1].hexDigit,
                let low = self[position + 2].hexDigit
            {
                let value = high << 4 | low
                if value.isUnreserved {
                    bytes.append(value)
                } else {
                    let digits = Array("0123456789ABCDEF".utf8)
                    bytes += [byte, digits[Int(high)], digits[Int(low)]]
                }
                position += 3
            } else {
                bytes.append(byte)
                position += 1
            }
        }
        return bytes[...]
    }
}
