import Foundation

/// Tells languages in the names of folders and files from other words, and writes their tags in one way.
enum NameLanguage {
    /// A tag as BCP 47 recommends it (`de`, `pt-BR`, `zh-Hant-TW`), from what sites have for it (`pt_br`, `zh-cn`,
    /// `en_US.UTF-8`); nil for what is no tag of a language that has two letters.
    static func normalised(_ text: some StringProtocol) -> String? {
        // Folders are asked far more often than languages, and nearly all of them have longer names.
        guard (2...16).contains(text.utf8.count) else { return nil }
        let parts = text.prefix { $0 != "." && $0 != "@" }.split(separator: text.contains("_") ? "_" : "-")
        guard let first = parts.first, parts.count <= 3, codes.contains(first.lowercased()),
            parts.allSatisfy({ $0.utf8.allSatisfy { isLetterOrDigit($0) } })
        else { return nil }
        var tag = first.lowercased()
        for part in parts.dropFirst() {
            switch part.utf8.count {
            case 2: tag += "-" + part.uppercased()
            case 3 where part.allSatisfy(\.isNumber): tag += "-" + part
            case 4 where scripts.contains(part.lowercased()): tag += "-" + part.capitalized
            default: return nil
            }
        }
        return tag
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }

    private static let scripts: Set = ["arab", "cyrl", "deva", "hans", "hant", "latn", "mong", "tfng"]

    /// Codes that files' names have for other things as well: `socket.io.md`, `module.ts.md`.
    static let ambiguousInNames: Set = ["cs", "io", "ml", "os", "so", "ts", "pl"]

    /// ISO 639-1.
    private static let codes = Set(
        """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en \
        eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja \
        jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb \
        nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq \
        sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """
        .split(whereSeparator: \.isWhitespace).map(String.init)
    )
}
