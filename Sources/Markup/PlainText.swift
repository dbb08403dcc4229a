/// Text as people read it, made of text with markup.
///
///     PlainText.markdown("The **law** of [2021](https://x.example)").prose   // "The law of 2021"
///     PlainText.html("<p>Caf&eacute;<br>open</p>").prose                     // "Café\nopen"
///     PlainText.inline("The mayor&#8217;s <em>plan</em> for a < b")          // "The mayor’s plan for a < b"
///
/// Texts of links and alternative texts of images are words, their addresses are none. Any input is safe: NUL is read as
/// a space, nothing is fetched, entities stand for single characters.
///
/// - Complexity: O(bytes); what has no byte that can be markup is returned as it is.
public enum PlainText {
    /// What people read, and what stands in blocks of code.
    public struct Parts: Hashable, Sendable {
        /// Blocks end with a line feed.
        public var prose: String
        /// Empty where there is none. Code within a sentence is prose.
        public var code: String

        public init(prose: String, code: String = "") { (self.prose, self.code) = (prose, code) }
    }

    /// Which Markdown it is.
    public enum Dialect: Hashable, Sendable {
        /// GitHub's, with what site generators let authors write in it: HTML, Liquid, shortcodes, admonitions, footnotes,
        /// and the components of MDX.
        case markdown
        /// The same, where whatever stands in braces is JavaScript.
        case mdx
    }

    /// The text of a Markdown document.
    public static func markdown(_ text: String, as dialect: Dialect = .markdown) -> Parts {
        if isPlain(text) { return Parts(prose: text) }
        var templates = TemplateReader(bytes(of: text), dialect == .mdx ? .mdx : .markdown)
        return parts(MarkupLibrary.markdown(templates.withoutTemplates()), else: text)
    }

    /// The text of an HTML document or fragment.
    public static func html(_ text: String) -> Parts {
        guard text.utf8.contains(where: { $0 == .lessThan || $0 == .ampersand || $0 == .openBrace }) else {
            return Parts(prose: withoutAddresses(text))
        }
        var templates = TemplateReader(bytes(of: text), .html)
        return parts(MarkupLibrary.html(templates.withoutTemplates()), else: text)
    }

    private static func parts(_ read: (prose: String, code: String)?, else text: String) -> Parts {
        read.map { Parts(prose: withoutAddresses($0.prose), code: $0.code) } ?? Parts(prose: text)
    }

    /// One line of text, such as a title, that may have entities and tags of HTML: whatever else looks like a tag, as in
    /// "List<String>", is text.
    public static func inline(_ text: String) -> String {
        guard mayHaveHTML(text), let escaped = InlineMarkup.escapingOthers(bytes(of: text))
        else { return text }
        return MarkupLibrary.html(escaped).map { $0.prose.trimmingEnds } ?? text
    }

    /// The text of a body of which nobody says what it is, as in JSON: HTML where it has tags, Markdown where it has what
    /// only Markdown has, else as it is.
    public static func body(_ text: String) -> Parts {
        switch MarkupGuess(text.utf8) {
        case .html: html(text)
        case .markdown: markdown(text)
        case .plain: Parts(prose: text)
        }
    }

    /// A text of which ``body(_:)`` makes this prose: HTML where something in it looks like markup.
    ///
    /// White space of such a prose has to be collapsed, and addresses in it are lost, as of all that is read.
    package static func body(showing prose: String) -> String {
        guard MarkupGuess(prose.utf8) != .plain else { return prose }
        // Braces are marks of template languages.
        return "<p>\(prose.escapedForHTML.replacing("{", with: "&#123;"))</p>"
    }

    private static func bytes(of text: String) -> [UInt8] {
        var bytes = Array(text.utf8)
        if bytes.contains(0) { for index in bytes.indices where bytes[index] == 0 { bytes[index] = .space } }
        return bytes
    }
}

extension String {
    /// Without the white space at its ends that blocks of HTML leave.
    var trimmingEnds: String {
        let bytes = utf8
        guard let first = bytes.firstIndex(where: { $0 > .space }),
            let last = bytes.lastIndex(where: { $0 > .space })
        else { return "" }
        return first == startIndex && last == bytes.index(before: endIndex)
            ? self : String(self[first...last])
    }
}
