import Foundation

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
    static func withoutShortcodes(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "[")) else { return text }
        let closed = Set(text.matches(of: /\[\/([A-Za-z][A-Za-z0-9_-]{1,40})\]/).map { $0.output.1 })
        return text.replacing(/\[(\/?)([A-Za-z][A-Za-z0-9_-]{1,40})((?:\s[^\[\]]{0,2000})?)\/?\]/) { match in
            let (_, slash, name, rest) = match.output
            let isShortcode =
                !slash.isEmpty || rest.contains("=") || closed.contains(name)
                || builtIn.contains(name.lowercased())
            return isShortcode ? "" : String(match.output.0)
        }
    }

    private static let builtIn: Set = [
        "gallery", "audio", "video", "playlist", "embed", "caption", "wp_caption",
    ]
}
