/// Keys by which an editor decides about a list, and what they are mistaken for.
///
/// A key that nobody reads is silent, and this one would have saved a list.
enum EditorialKeys {
    /// A key that is nearly one of the editor's.
    struct Misspelt {
        var key: String
        /// What it should be.
        var meant: String
    }

    private static let prefix = "related"
    /// Shorter names differ from too many words by one letter.
    private static let shortest = 8

    /// The top-level keys that are an editorial key but for case, `-`, `_` and one letter.
    static func misspelt(among keys: some Sequence<String>, _ names: FieldNames) -> [Misspelt] {
        var found: [Misspelt] = []
        for key in keys {
            guard hasPrefix(key.utf8) else { continue }
            let all = [ArticleField.pinned, .excluded, .locked].flatMap { names[$0] }
            guard !ArticleField.allCases.contains(where: { names[$0].contains(key) }) else { continue }
            let plain = plain(key)
            let meant = all.first { name in
                let name = Self.plain(name)
                return name.count >= shortest && name.starts(with: prefix.utf8) && isNear(plain, name)
            }
            if let meant { found.append(Misspelt(key: key, meant: meant)) }
        }
        return found
    }

    /// False only where a key is no misspelt one.
    static func mayBeMisspelt(key: ArraySlice<UInt8>) -> Bool {
        key.count > prefix.utf8.count && hasPrefix(key)
    }

    /// False only where no key of a text is a misspelt one.
    ///
    /// - Complexity: O(bytes).
    static func mayBeMisspelt(in text: ArraySlice<UInt8>) -> Bool {
        for index in text.indices where text[index] | 0x20 == UInt8(ascii: "r") && hasPrefix(text[index...]) {
            // A word goes on behind it; `related:` is the list itself.
            if let next = text[index...].dropFirst(prefix.utf8.count).first, isWordByte(next) { return true }
        }
        return false
    }

    private static func hasPrefix(_ bytes: some Sequence<UInt8>) -> Bool {
        var matched = 0
        for (byte, letter) in zip(bytes, prefix.utf8) {
            guard byte | 0x20 == letter else { return false }
            matched += 1
        }
        return matched == prefix.utf8.count
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || [0x2D, 0x5F].contains(byte) || byte >= 0x80
    }

    /// The letters and digits of a key, in lower case.
    private static func plain(_ key: String) -> [UInt8] {
        key.utf8.prefix(64).filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }.map {
            $0 &- 0x41 < 26 ? $0 | 0x20 : $0
        }
    }

    /// Whether one change of a letter at most makes one of the other (Levenshtein).
    private static func isNear(_ a: [UInt8], _ b: [UInt8]) -> Bool {
        guard abs(a.count - b.count) <= 1 else { return false }
        let start = zip(a, b).prefix { $0 == $1 }.count
        let (restA, restB) = (a[start...], b[start...])
        let end = zip(restA.reversed(), restB.reversed()).prefix { $0 == $1 }.count
        return max(restA.count, restB.count) - end <= 1
    }
}
