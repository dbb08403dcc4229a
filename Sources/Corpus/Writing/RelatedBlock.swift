/// The `related:` block of an article file, as bytes.
///
/// Keys, order, indentation and quoting are those of the files that the block goes into: titles, excerpts
/// and URLs in double quotes, absent keys left out.
struct RelatedBlock {
    /// Whole lines, the first of which is `related:`.
    private(set) var bytes: [UInt8] = []
    private let lineBreak: [UInt8]

    /// - Parameters:
    ///   - articles: the entries, best first; none gives `related: []`.
    ///   - family: the key names for URLs, those of the file that the block goes into, because its
    ///     templates read them.
    ///   - lineBreak: what ends each line.
    init(_ articles: [Article], family: ArticleLinks.KeyFamily, lineBreak: String) {
        self.lineBreak = Array(lineBreak.utf8)
        guard !articles.isEmpty else {
            line("related: []")
            return
        }
        bytes.reserveCapacity(articles.count * 1200)
        line("related:")
        for article in articles { append(article, family) }
    }

    private mutating func append(_ article: Article, _ family: ArticleLinks.KeyFamily) {
        quoted("  - title: ", article.title)
        if !article.excerpt.isEmpty { quoted("    excerpt: ", article.excerpt) }
        // Every form of date that is read is also safe to write plain.
        if let published = article.published { line("    publishedDateTime: ", published.text) }
        for (key, url) in article.links.entryKeys(in: family) { quoted("    \(key): ", url) }
        if let type = article.type { plain("    type: ", type) }
        if let provider = article.provider, provider.name != nil || provider.domain != nil {
            line("    provider:")
            if let name = provider.name { plain("      name: ", name) }
            if let domain = provider.domain { plain("      domain: ", domain) }
        }
        if let quality = article.quality { line("    quality: ", YAMLText.number(quality)) }
        if !article.images.isEmpty { line("    images:") }
        for image in article.images {
            quoted("      - url: ", image.url)
            if let width = image.width { line("        width: ", String(width)) }
            if let height = image.height { line("        height: ", String(height)) }
            if let isCached = image.isCached { line("        isCached: ", String(isCached)) }
        }
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

extension RelatedBlock {
    /// Whether the file already shows these very entries, found without parsing its YAML.
    ///
    /// Sound for a file that parsed before: true only where a plainly written list is exactly the wanted
    /// block, or none is wanted and the front matter does not even name one. False merely means that the
    /// costly way must decide.
    static func stands(in bytes: [UInt8], _ articles: [Article]) -> Bool {
        guard let source = try? FrontMatter(bytes, path: "") else { return false }
        let yaml = bytes[source.yaml]
        guard !articles.isEmpty else { return !String(decoding: yaml, as: UTF8.self).contains("related") }
        guard let list = SimpleBlock.find(in: yaml) else { return false }

        var families: Set<ArticleLinks.KeyFamily> = []
        var lineStart = yaml.startIndex
        while lineStart < yaml.endIndex {
            let line = yaml[lineStart...]
            // Link keys begin with one of these letters; most lines do not.
            if "owacs".utf8.contains(yaml[lineStart]) {
                for (name, family) in linkKeys where line.starts(with: name) { families.insert(family) }
            }
            lineStart = line.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? yaml.endIndex
        }
        // Which family's names a file of both gets, only its values tell.
        guard families.count <= 1 else { return false }
        let block = RelatedBlock(articles, family: families.first ?? .web, lineBreak: source.lineBreak)
        return yaml[list].elementsEqual(block.bytes)
    }

    private static let linkKeys = ArticleRecord.linkKeys.map {
        (name: Array("\($0.key):".utf8), family: $0.family)
    }
}
