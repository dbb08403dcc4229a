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
            let bytes = Array(text.utf8)
            let isEscapedAgain = bytes.indices.contains { bytes.beginsReference(at: $0) }
            guard isEscapedAgain || text == html && text.utf8.contains(UInt8(ascii: "<")) else { break }
            let inner = PlainText.inline(text)
            if inner == text { break }
            text = inner
        }
        return text.onOneLine
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
        for word in text.split(separator: " ", maxSplits: Self.longestTitle) {
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
    /// The words with a space between each two of them.
    ///
    /// - Complexity: O(bytes); a list of the words would take thirty times their memory.
    fileprivate var onOneLine: String {
        var line = String.UnicodeScalarView()
        var isBetween = false
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace {
                isBetween = !line.isEmpty
            } else {
                if isBetween { line.append(" ") }
                isBetween = false
                line.append(scalar)
            }
        }
        return String(line)
    }
}

/// Topics as other systems have them.
enum Topics {
    static func of(_ texts: [String]) -> [String] {
        var known: Set<String> = []
        return texts.map(ImportedText.line).filter { !$0.isEmpty && known.insert($0.lowercased()).inserted }
    }
}
