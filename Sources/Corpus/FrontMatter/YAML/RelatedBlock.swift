/// The `related:` block of an article file, as bytes.
///
/// Keys, order, indentation and quoting are those of the files that the block goes into: titles, excerpts
/// and URLs in double quotes, absent keys left out.
struct RelatedBlock {
    /// Whole lines, the first of which is `related:`.
    private(set) var bytes: [UInt8] = []
    private let lineBreak: [UInt8]

    /// - Parameter list: one without articles gives `related: []`.
    init(_ list: RelatedListText) {
        lineBreak = Array(list.lineBreak.utf8)
        let articles = list.articles
        guard !articles.isEmpty else {
            line("related: []")
            return
        }
        bytes.reserveCapacity(articles.count * 1200)
        line("related:")
        for article in articles {
            // The dash stands before whichever key comes first; a title is always among them.
            var indent = "  - "
            for field in list.fields.fields where append(field, of: article, list.family, indent) {
                indent = "    "
            }
        }
    }

    /// Appends one key with its value; false where the article has none.
    private mutating func append(
        _ field: EntryField,
        of article: Article,
        _ family: ArticleLinks.KeyFamily,
        _ indent: String
    ) -> Bool {
        switch field {
        case .title: quoted("\(indent)title: ", article.title)
        case .excerpt:
            guard !article.excerpt.isEmpty else { return false }
            quoted("\(indent)excerpt: ", article.excerpt)
        case .publishedDateTime:
            guard let published = article.published else { return false }
            // Every form of date that is read is also safe to write plain.
            line("\(indent)publishedDateTime: ", published.text)
        case .webUrl, .ampWebUrl, .cdnAmpWebUrl:
            guard let (key, url) = article.links.entryLink(field, in: family) else { return false }
            quoted("\(indent)\(key): ", url)
        case .type:
            guard let type = article.type else { return false }
            plain("\(indent)type: ", type)
        case .provider:
            guard let provider = article.provider, provider != Provider() else { return false }
            line("\(indent)provider:")
            if let name = provider.name { plain("      name: ", name) }
            if let domain = provider.domain { plain("      domain: ", domain) }
        case .quality:
            guard let quality = article.quality else { return false }
            line("\(indent)quality: ", YAMLText.number(quality))
        case .images:
            guard !article.images.isEmpty else { return false }
            line("\(indent)images:")
            for image in article.images { append(image) }
        }
        return true
    }

    private mutating func append(_ image: ArticleImage) {
        quoted("      - url: ", image.url)
        if let width = image.width { line("        width: ", String(width)) }
        if let height = image.height { line("        height: ", String(height)) }
        if let isCached = image.isCached { line("        isCached: ", String(isCached)) }
    }

    private mutating func line(_ key: String, _ value: String = "") {
        bytes.append(contentsOf: key.utf8)
        bytes.append(contentsOf: value.utf8)
        bytes.append(contentsOf: lineBreak)
    }

    private mutating func quoted(_ key: String, _ text: String) {
        bytes.append(contentsOf: key.utf8)
        YAMLText.appendQuoted(text, to: &bytes)
        bytes.append(contentsOf: lineBreak)
    }

    private mutating func plain(_ key: String, _ text: String) {
        bytes.append(contentsOf: key.utf8)
        YAMLText.appendPlain(text, to: &bytes)
        bytes.append(contentsOf: lineBreak)
    }
}
