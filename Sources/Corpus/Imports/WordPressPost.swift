/// What an export of WordPress (WXR) says of an item beside what RSS has.
struct WordPressPost {
    /// Of the category that is being read: its taxonomy, and its name within it.
    var taxonomy: String?
    var term: String?
    private var texts: [String: String] = [:]
    private var metaKey = ""
    /// The number of the picture that goes with it.
    private(set) var thumbnail: String?

    mutating func end(_ name: String, _ text: String) {
        if texts[name] == nil { texts[name] = text.trimmed }
    }

    mutating func endOfMeta(_ name: String, _ text: String) {
        switch name {
        case "meta_key": metaKey = text.trimmed
        case "meta_value": if metaKey == "_thumbnail_id" { thumbnail = text.trimmed }
        default: break
        }
    }

    var isPost: Bool { texts["post_type"] != nil }

    var attachment: (id: String, url: String)? {
        guard texts["post_type"] == "attachment", let id = texts["post_id"], let url = texts["attachment_url"]
        else { return nil }
        return (id, url)
    }

    /// Types that WordPress and its editor keep among posts and readers never see.
    private static let internalTypes: Set = [
        "attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", "oembed_cache",
        "user_request", "acf-field", "acf-field-group", "elementor_library", "shop_order", "shop_coupon",
    ]

    var isListed: Bool {
        guard let type = texts["post_type"] else { return true }
        return !Self.internalTypes.contains(type) && !type.hasPrefix("wp_")
    }

    /// When it was published, in UTC; nil where it says nothing.
    var date: String? {
        for (key, zone) in [("post_date_gmt", "Z"), ("post_date", "")] {
            if let text = texts[key], !text.isEmpty, !text.hasPrefix("0000") { return text + zone }
        }
        return nil
    }

    /// Adds what only WordPress says.
    func set(in item: inout ImportedItem) {
        guard let type = texts["post_type"] else { return }
        item.set("type", type)
        item.set("slug", texts["post_name"])
        // Those behind a password nobody reads without it.
        item.set("status", texts["post_password"]?.isEmpty == false ? "private" : texts["status"])
        if type == "page" { item["pageKind"] = .text(ArticlePage.Kind.index.rawValue) }
    }

    /// Text without shortcodes: `[gallery ids="1,2"]`, `[caption ...]text[/caption]`.
    ///
    /// What stands between two of them stays. A word in brackets is one where it has attributes, where it is closed
    /// later on, or where WordPress itself has it.
    ///
    /// - Complexity: O(bytes).
    static func withoutShortcodes(_ text: String) -> String {
        let bytes = Array(text.utf8)
        let found = bytes.indices.lazy.filter { bytes[$0] == UInt8(ascii: "[") }.compactMap {
            Shortcode(bytes, at: $0)
        }
        guard !found.isEmpty else { return text }
        let closed = Set(found.lazy.filter(\.isEnd).map(\.name))
        var rest: [UInt8] = []
        var start = 0
        for code in found
        where code.isEnd || code.hasAttributes || closed.contains(code.name) || builtIn.contains(code.name) {
            rest += bytes[start..<code.range.lowerBound]
            start = code.range.upperBound
        }
        return String(decoding: rest + bytes[start...], as: UTF8.self)
    }

    private static let builtIn: Set = [
        "gallery", "audio", "video", "playlist", "embed", "caption", "wp_caption",
    ]

    /// A word in brackets that may be a shortcode.
    private struct Shortcode {
        private static let longestName = 40
        private static let longest = 2000

        let range: Range<Int>
        /// In small letters.
        let name: String
        let isEnd: Bool
        let hasAttributes: Bool

        init?(_ bytes: [UInt8], at start: Int) {
            isEnd = bytes[(start + 1)...].first == UInt8(ascii: "/")
            let word = bytes[(start + (isEnd ? 2 : 1))...].prefix { byte in
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
                    || byte == UInt8(ascii: "-")
            }
            guard (2...Self.longestName).contains(word.count), (word[word.startIndex] | 0x20) &- 0x61 < 26
            else {
                return nil
            }
            let rest = bytes[word.endIndex...].prefix(Self.longest)
            let attributes = rest.prefix { $0 != UInt8(ascii: "]") && $0 != UInt8(ascii: "[") }
            guard rest.dropFirst(attributes.count).first == UInt8(ascii: "]"),
                attributes.first.map({ $0 <= 0x20 || $0 == UInt8(ascii: "/") }) ?? true
            else { return nil }
            range = start..<attributes.endIndex + 1
            name = String(decoding: word, as: UTF8.self).lowercased()
            hasAttributes = attributes.contains(UInt8(ascii: "="))
        }
    }
}
