import Markup

/// The text of an article's body as people read it.
enum BodyText {
    /// The prose of a file's body: Markdown, or what the file's name says.
    static func prose(of bytes: ArraySlice<UInt8>, path: String) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        let parts =
            switch ending(of: path).lowercased() {
            case "html", "htm": PlainText.html(text)
            case "mdx": PlainText.markdown(text, as: .mdx)
            default: PlainText.markdown(text)
            }
        return parts.prose
    }

    private static func ending(of path: String) -> Substring {
        let dot = path.utf8.lastIndex(of: UInt8(ascii: "."))
        return dot.map { path[path.utf8.index(after: $0)...] } ?? ""
    }

    /// The prose of a body of which nobody says what it is.
    static func prose(_ text: String) -> String { PlainText.body(text).prose }
}
