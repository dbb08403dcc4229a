/// The name of a language as BCP 47 writes it, such as `en`, `de-AT` or `zh-Hant-TW`.
///
///     LanguageTag("en_US.UTF-8")?.text  // "en-US"
package struct LanguageTag: Hashable, Sendable {
    package let text: String

    /// Reads a tag, or a locale as operating systems and WordPress name it; nil for what is neither, such as `English`.
    ///
    /// - Complexity: O(bytes of `text`), at most 64.
    package init?(_ text: String) {
        guard (2...64).contains(text.utf8.count) else { return nil }
        // What follows is an encoding or a variety: en_US.UTF-8, ca_ES@valencia.
        let name = text.utf8.prefix { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "@") }
        let parts = name.split(omittingEmptySubsequences: false) {
            $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        guard let language = parts.first, (2...3).contains(language.count), language.allSatisfy(\.isLetter),
            parts.allSatisfy({ (1...8).contains($0.count) && $0.allSatisfy { $0.isLetter || $0.isDigit } })
        else { return nil }
        var tag = String(Substring(language)).lowercased()
        // Behind a single letter begins an extension, whose parts are no regions and scripts.
        var isExtended = false
        for part in parts.dropFirst() {
            let part = String(Substring(part)).lowercased()
            isExtended = isExtended || part.utf8.count == 1
            switch part.utf8.count {
            case 2 where !isExtended: tag += "-" + part.uppercased()
            case 4 where !isExtended && part.utf8.allSatisfy(\.isLetter): tag += "-" + part.capitalizedASCII
            default: tag += "-" + part
            }
        }
        self.text = tag
    }
}

extension String {
    fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}

extension LanguageTag {
    /// Whether readers of one can be offered the other: the primary language is the same, and of Chinese the script,
    /// which the region stands for.
    package static func isSame(_ a: String, _ b: String) -> Bool {
        a == b || (primary(a) == primary(b) && (primary(a) != "zh" || isTraditional(a) == isTraditional(b)))
    }

    /// Whether one may be called the other, where one of them is a guess: `no` covers `nb` and `nn`, and short texts in
    /// Croatian, Bosnian and Serbian look alike.
    static func mayBeSame(_ a: String, _ b: String) -> Bool {
        guard group(of: a) == group(of: b) else { return false }
        return primary(a) != "zh" || [a, b].contains { $0.lowercased() == "zh" } || isSame(a, b)
    }

    /// What is one language to readers, or may be called so where it is a guess: the primary language, `no` of `nb` and `nn`.
    static func group(of tag: String) -> String {
        let language = primary(tag)
        return wider[language] ?? language
    }

    /// The language that stands for several.
    private static let wider = [
        "nb": "no", "nn": "no", "hr": "sh", "bs": "sh", "sr": "sh", "id": "ms", "fil": "tl", "prs": "fa",
        "cmn": "zh", "yue": "zh", "arb": "ar", "arz": "ar", "iw": "he", "in": "ms", "mo": "ro",
    ]

    /// In lower case, such as `de` of `de-AT`.
    static func primary(_ tag: String) -> String {
        tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
    }

    private static func isTraditional(_ tag: String) -> Bool {
        let parts = tag.lowercased().split { $0 == "-" || $0 == "_" }.dropFirst()
        if let script = parts.first(where: { $0 == "hant" || $0 == "hans" }) { return script == "hant" }
        return parts.contains { ["tw", "hk", "mo"].contains($0) }
    }
}
