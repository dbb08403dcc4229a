/// What a report shows of an article.
package struct ArticleLabel: Hashable, Sendable {
    package var title: String
    /// Publisher and date, say.
    package var detail: String
    package var excerpt: String

    package init(title: String, detail: String = "", excerpt: String = "") {
        self.title = title
        self.detail = detail
        self.excerpt = excerpt
    }
}
