/// Addresses whose one form lies within them as it is: most of what feeds and sites have.
enum PlainAddress {
    /// Beginnings of a host that ``WebAddress`` has to judge.
    private static let telling = ["www.", "m.", "mobile.", "amp."]

    /// Where the page lies in `url`, as ``WebAddress`` would write it; nil where that must look closer, at parameters,
    /// fragments, escapes, AMP pages, hosts for telephones and whatever else may have another form.
    ///
    /// - Complexity: O(bytes of `url`), in one pass.
    static func canonical(_ url: [UInt8]) -> Range<Int>? {
        let scheme = url.starts(with: "https://".utf8) ? 8 : url.starts(with: "http://".utf8) ? 7 : 0
        guard scheme > 0, url.count <= 2048 else { return nil }
        var host = scheme
        if url[scheme...].starts(with: "www.".utf8) { host += 4 }
        var slash = host
        var dots = 0
        while slash < url.count, url[slash] != UInt8(ascii: "/") {
            let byte = url[slash]
            guard
                byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "-")
                    || byte == UInt8(ascii: ".")
            else { return nil }
            if byte == UInt8(ascii: ".") { dots += 1 }
            slash += 1
        }
        // A dot within, and none at either end.
        guard dots > 0, slash - host > 2, url[host] != UInt8(ascii: "."), url[slash - 1] != UInt8(ascii: "."),
            !telling.contains(where: { url[host..<slash].starts(with: $0.utf8) })
        else { return nil }
        var before = UInt8(ascii: ".")
        var letters: (UInt8, UInt8) = (0, 0)
        for place in host..<url.count {
            let byte = url[place]
            let lower = byte &- 0x41 < 26 ? byte | 0x20 : byte
            // "amp", in whatever case.
            if lower == UInt8(ascii: "p"), letters == (UInt8(ascii: "a"), UInt8(ascii: "m")) { return nil }
            letters = (letters.1, lower)
            switch byte {
            case UInt8(ascii: "/") where before == UInt8(ascii: "/"): return nil
            case UInt8(ascii: ".") where before == UInt8(ascii: "/"): return nil
            case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), ...0x20, 0x7F...: return nil
            default: before = byte
            }
        }
        let end = url[url.count - 1] == UInt8(ascii: "/") ? url.count - 1 : url.count
        let last = (url[host..<end].lastIndex(of: UInt8(ascii: "/")) ?? end - 1) + 1
        return url[last..<end].starts(with: "index.".utf8) ? nil : host..<end
    }
}
