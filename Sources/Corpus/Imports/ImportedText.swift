import Markup

/// The title, summary and text of an article as other systems have them: as HTML, often with more escapes than needed.
struct ImportedText {
    /// Bytes of a summary from which on it is the text itself.
    private static let longestSummary = 2000
    /// Bytes of a title that is made of the text.
    private static let longestTitle = 80

    private let title: String
    private let excerpt: String
    private let body: String

    /// - Parameters:
    ///   - excerpt: as HTML; where there is no text and it is long, it is the text.
    ///   - html: the text.
    ///   - plain: the text, where it is none of HTML.
    init(title: String?, excerpt: String?, html: String?, plain: String? = nil) {
        let excerpt = excerpt.map(Self.line) ?? ""
        let isText = html == nil && plain == nil && excerpt.utf8.count > Self.longestSummary
        self.title = title.map(Self.line) ?? ""
        self.excerpt = isText ? "" : excerpt
        // Tags tell that it is HTML, in which entities stand for characters.
        let marked = html.map { $0.utf8.contains(UInt8(ascii: "<")) ? $0 : "<p>\($0)</p>" }
        body = marked ?? plain ?? (isText ? excerpt : "")
    }

    /// HTML as one line of text. Entities that were escaped twice are what they stand for.
    static func line(_ html: String) -> String {
        var text = html
        for _ in 0..<3 {
            let mayHaveTags = text == html && text.utf8.contains(UInt8(ascii: "<"))
            guard mayHaveTags || text.hasReference else { break }
            let inner = PlainText.inline(text)
            if inner == text { break }
            text = inner
        }
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Sets the texts of an item. One without a title is called by its first words, as posts of short messages are, else by
    /// the end of its address.
    func set(in item: inout ImportedItem, otherwiseNamed address: String?) {
        item.set("title", title.isEmpty ? madeTitle(address) : title)
        item.set("excerpt", excerpt)
        item.set("body", body)
    }

    /// What it is known by where nothing names it: its words.
    var name: String { (title.isEmpty ? madeTitle(nil) : title) ?? "" }

    private func madeTitle(_ address: String?) -> String? {
        let text = excerpt.isEmpty ? Self.line(PlainText.body(body).prose) : excerpt
        var words = ""
        for word in text.split(separator: " ") {
            guard words.utf8.count + word.utf8.count < Self.longestTitle else {
                return words.isEmpty ? String(word.prefix(Self.longestTitle / 4)) : words + " …"
            }
            words += (words.isEmpty ? "" : " ") + word
        }
        if !words.isEmpty { return words }
        return address.flatMap { $0.split(separator: "/").last.map(String.init) }
    }
}

extension String {
    /// Whether it has something of the form of `&amp;` or `&#8217;`.
    fileprivate var hasReference: Bool {
        let bytes = utf8
        var rest = bytes[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "&")) {
            rest = rest[bytes.index(after: start)...]
            let name = rest.prefix { $0 == UInt8(ascii: "#") || $0.isLetterOrDigit }
            if !name.isEmpty, rest.dropFirst(name.count).first == UInt8(ascii: ";") { return true }
        }
        return false
    }
}

/// Topics as other systems have them.
enum Topics {
    static func of(_ texts: [String]) -> [String] {
        var known: Set<String> = []
        return texts.map(ImportedText.line).filter { !$0.isEmpty && known.insert($0.lowercased()).inserted }
    }
}
