import Markup

/// The part of a page that is its text, without what all pages of its site have: navigation, footers, boxes.
struct PageBody {
    /// Elements whose contents are none of a page's text.
    private static let dropped: Set = [
        "footer", "dialog", "button", "script", "style", "template", "noscript", "svg", "math", "iframe",
        "head", "h1",
    ]
    private static let asideRoles: Set = ["navigation", "banner", "contentinfo", "complementary", "search"]
    /// Elements without an end, whose ends the reader tells nevertheless.
    private static let void: Set = [
        "br", "hr", "img", "wbr", "input", "source", "col", "area", "embed", "track",
    ]

    /// A part of the page, as bytes of its HTML and bytes of its text.
    private struct Part {
        var start: Int
        var end = 0
        var textStart: Int
        var textEnd = 0

        var textCount: Int { textEnd - textStart }
    }

    private struct Open {
        var name: String
        var isDropped = false
        /// Whether it is beside the text, so that its dates, tags and headings are of something else.
        var isAside = false
        var isArticle = false
        var isMain = false
    }

    private var html: [UInt8] = []
    private var textCount = 0
    private var open: [Open] = []
    private var droppedDepth = 0
    private var asideDepth = 0
    private var drawingDepth = 0
    private var articleDepth = 0
    private var articles: [Part] = []
    private var main: Part?

    var isAside: Bool { asideDepth > 0 }
    var isDropped: Bool { droppedDepth > 0 }
    var isInDrawing: Bool { drawingDepth > 0 }
    /// Whether an element that holds the page's text is open.
    var isInText: Bool { articleDepth > 0 || main != nil && main?.end == 0 }

    mutating func start(_ element: XMLElement) {
        let name = element.name
        var now = Open(name: name)
        let role = element["role"]?.lowercased() ?? ""
        now.isAside =
            name == "nav" || name == "aside" || name == "footer" && !isInText
            || Self.asideRoles.contains(role)
        // In an article a header has its summary, over a page the site's name.
        now.isDropped = now.isAside || Self.dropped.contains(name) || name == "header" && !isInText
        if droppedDepth == 0, !now.isDropped {
            if name == "article" {
                now.isArticle = true
                if articleDepth == 0 { articles.append(Part(start: html.count, textStart: textCount)) }
                articleDepth += 1
            }
            if name == "main" || role == "main", main == nil {
                now.isMain = true
                main = Part(start: html.count, textStart: textCount)
            }
            html += Self.void.contains(name) || name == "pre" ? element.tag.utf8 : "<\(name)>".utf8
        }
        if now.isDropped { droppedDepth += 1 }
        if now.isAside { asideDepth += 1 }
        if name == "svg" || name == "math" { drawingDepth += 1 }
        open.append(now)
    }

    mutating func add(_ text: String) {
        guard droppedDepth == 0 else { return }
        html += text.escapedForHTML.utf8
        textCount += text.utf8.count { $0 > 0x20 }
    }

    mutating func end() {
        guard let now = open.popLast() else { return }
        if now.isAside { asideDepth -= 1 }
        if now.name == "svg" || now.name == "math" { drawingDepth -= 1 }
        if now.isDropped {
            droppedDepth -= 1
            return
        }
        guard droppedDepth == 0 else { return }
        if !Self.void.contains(now.name) { html += "</\(now.name)>".utf8 }
        if now.isArticle {
            articleDepth -= 1
            if articleDepth == 0, let part = articles.popLast() { articles.append(closed(part)) }
        }
        if now.isMain { main = main.map(closed) }
    }

    private func closed(_ part: Part) -> Part {
        Part(start: part.start, end: html.count, textStart: part.textStart, textEnd: textCount)
    }

    /// Closes what the page left open.
    mutating func finish() {
        while !open.isEmpty { end() }
    }

    // MARK: - As it is asked for

    private var whole: Part {
        main.flatMap { $0.textCount > 0 ? $0 : nil }
            ?? Part(start: 0, end: html.count, textStart: 0, textEnd: textCount)
    }

    /// The article that the page shows: the only one, or that with most of the text.
    private var article: Part? {
        let whole = whole
        let inner = articles.filter { $0.start >= whole.start && $0.end <= whole.end && $0.textCount > 0 }
        guard let longest = inner.max(by: { $0.textCount < $1.textCount }) else { return nil }
        return inner.count == 1 || 2 * longest.textCount > whole.textCount ? longest : nil
    }

    /// Whether it shows several articles, none of which is the page's own.
    var listsArticles: Bool { articles.count > 2 && article == nil }

    var text: String {
        let part = article ?? whole
        let prose = PlainText.html(String(decoding: html[part.start..<part.end], as: UTF8.self)).prose
        return Self.collapsed(prose)
    }

    /// Where an address was left out there is white space twice, which would be lost where the text is written as HTML.
    private static func collapsed(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            if byte > 0x20 || bytes.last.map({ $0 > 0x20 }) ?? false {
                bytes.append(byte)
            } else if byte == 0x0A, !bytes.isEmpty {
                bytes[bytes.count - 1] = byte
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
