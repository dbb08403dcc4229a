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
    /// Sound for a file that parsed before: true only where the one line `related:` in the first column
    /// begins exactly the wanted block, and the next key, a comment or the fence follows it. False merely
    /// means that the costly way must decide.
    static func stands(in bytes: [UInt8], _ articles: [Article]) -> Bool {
        guard let source = try? FrontMatter(bytes, path: "") else { return false }
        let yaml = bytes[source.yaml]
        var starts: [Int] = []
        var families: Set<ArticleLinks.KeyFamily> = []
        var lineStart = yaml.startIndex
        while lineStart < yaml.endIndex {
            let next = yaml[lineStart...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? yaml.endIndex
            let line = yaml[lineStart..<next]
            if line.starts(with: key) { starts.append(lineStart) }
            // Link keys begin with one of these letters; most lines do not.
            if let first = line.first, "owacs".utf8.contains(first) {
                for (name, family) in Self.linkKeys where line.starts(with: name) { families.insert(family) }
            }
            lineStart = next
        }
        guard families.count <= 1, let start = starts.first, starts.count == 1 else {
            return starts.isEmpty && articles.isEmpty
        }
        let block = RelatedBlock(articles, family: families.first ?? .web, lineBreak: source.lineBreak).bytes
        guard yaml[start...].starts(with: block) else { return false }
        var next = start + block.count
        // Behind blank lines and comments an old entry may follow that belongs to the list as well.
        while next < yaml.endIndex, [0x0A, 0x0D, UInt8(ascii: "#")].contains(yaml[next]) {
            next = yaml[next...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? yaml.endIndex
        }
        guard next < yaml.endIndex else { return true }
        return ![UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "\t")].contains(yaml[next])
    }

    private static let key = Array("related:".utf8)
    private static let linkKeys = ArticleRecord.linkKeys.map {
        (name: Array("\($0.key):".utf8), family: $0.family)
    }
}
