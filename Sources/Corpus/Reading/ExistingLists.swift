import Platform

/// The related lists that articles have now, which no ranking ever looks at.
///
/// Reading a corpus passes over them on purpose; this is the one place that reads them, for who wants to learn
/// from them.
package struct ExistingLists: Sendable {
    /// One line of a list, as it names an article.
    package struct Entry: Hashable, Sendable {
        /// Empty where there is none.
        package var title: String
        package var links: ArticleLinks
        /// Whatever else may name the article: its id, its path, or its address from the site's root.
        package var references: [String]
        /// Whether it only tops the list up.
        package var isFallback = false

        package init(title: String = "", links: ArticleLinks = ArticleLinks(), references: [String] = []) {
            (self.title, self.links, self.references) = (title, links, references)
        }
    }

    /// In the lists' order, by where the article begins; only lists that have entries.
    package private(set) var entries: [ArticleOrigin: [Entry]] = [:]
    /// Where a person wrote the list, as far as that can be told.
    package private(set) var authored: Set<ArticleOrigin> = []
    /// What could not be read; the rest is there all the same.
    package private(set) var problems: [InputProblem] = []

    /// Reads the lists in article files, on all cores.
    ///
    /// - Parameters:
    ///   - paths: files with front matter, and JSON lines whose objects have a `related`; each once. Others count as
    ///     having no list.
    ///   - style: the key of the lists in front matter.
    /// - Complexity: linear in the bytes; unlike reading articles, it parses the lists.
    package init(
        in paths: [String],
        rules: ReadingRules = ReadingRules(),
        style: ListStyle = .standard
    ) {
        let read = concurrentMap(paths.count) { FileLists(paths[$0], rules, style) }
        for file in read {
            problems += file.problems
            for (origin, list) in file.lists where !list.isEmpty { entries[origin] = list }
            if file.isAuthored { authored.formUnion(file.lists.map(\.0)) }
        }
    }
}

/// The lists of one file.
private struct FileLists: Sendable {
    private(set) var lists: [(ArticleOrigin, [ExistingLists.Entry])] = []
    private(set) var isAuthored = false
    private(set) var problems: [InputProblem] = []

    init(_ path: String, _ rules: ReadingRules, _ style: ListStyle) {
        guard let format = SourceFile.format(ofName: path) else { return }
        let limit = format.sizeLimit(rules.limits)
        do throws(FileError) {
            let bytes = try readSource(path, limit: limit).bytes
            switch format {
            case .markdown: readMarkdown(bytes, path, rules, style)
            case .jsonLines: readJSONLines(JSONLines(bytes, path: path, rules), path)
            case .gzippedJSONLines:
                do throws(GunzipError) {
                    let unpacked = try gunzip(bytes, limit: rules.limits.jsonLinesBytes)
                    readJSONLines(JSONLines(unpacked, path: path, rules), path)
                } catch {
                    problems.append(InputProblem(error, path: path))
                }
            case .export:
                readJSONLines(ExportFile(bytes, path: path, rules).lines(path: path, rules), path)
            }
        } catch {
            problems.append(InputProblem(error, limit: limit))
        }
    }

    private mutating func readMarkdown(
        _ bytes: [UInt8],
        _ path: String,
        _ rules: ReadingRules,
        _ style: ListStyle
    ) {
        do throws(InputProblem) {
            guard let file = try MarkdownFile(bytes, path: path, rules, includesList: true),
                let list = try file.parsed.value(at: style.keyPath, limits: rules.limits)
            else { return }
            isAuthored = ListOwner(list, style) == .person
            // One value stands for a list of one.
            let items = list.sequence ?? [list]
            lists.append((ArticleOrigin(path: path), items.compactMap { ExistingLists.Entry($0) }))
        } catch {
            problems.append(error)
        }
    }

    private mutating func readJSONLines(_ lines: JSONLines, _ path: String) {
        let read = concurrentMap(lines.count, grain: 512) { number in
            lines.record(ListRecord.self, at: number)?.map(\.entries)
        }
        for (number, line) in read.enumerated() {
            guard let line else { continue }
            switch line {
            case .success(let entries):
                lists.append((ArticleOrigin(path: path, line: lines.number(at: number)), entries))
            case .failure(let problem): problems.append(problem)
            }
        }
    }
}

/// The list of one JSON object.
private struct ListRecord: Decodable {
    private enum CodingKeys: CodingKey { case related }

    var entries: [ExistingLists.Entry]

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let items: [ListedItem]
        if let list = try? container.decodeIfPresent([ListedItem].self, forKey: .related) {
            items = list
        } else {
            // One value stands for a list of one.
            items = [try container.decodeIfPresent(ListedItem.self, forKey: .related)].compactMap(\.self)
        }
        entries = items.compactMap(\.entry)
    }
}

/// An item of a list in JSON; what names nothing has no entry.
private struct ListedItem: Decodable {
    var entry: ExistingLists.Entry?

    init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
            entry = ExistingLists.Entry(text: text)
        } else if let container = try? decoder.container(keyedBy: JSONKey.self) {
            let record = (try? ArticleRecord(container, .standard)) ?? ArticleRecord()
            entry = ExistingLists.Entry(record) { try? container.decode(String.self, forKey: JSONKey($0)) }
        }
    }
}

extension ExistingLists.Entry {
    /// Keys by which people's own lists name an article, besides those of entries.
    private static let titleKeys = ["name", "text", "label"]
    private static let referenceKeys = [
        "id", "path", "url", "slug", "link", "href", "permalink", "file", "ref",
    ]

    /// An entry that is written out, in Kindred's form or in a person's own; nil where it names nothing.
    fileprivate init?(_ record: ArticleRecord, _ text: (String) -> String?) {
        let title = record.title ?? Self.titleKeys.lazy.compactMap(text).first
        self.init(
            title: title?.trimmed ?? "",
            links: record.links,
            references: Self.referenceKeys.compactMap(text).map(\.trimmed).filter { !$0.isEmpty }
        )
        isFallback = text(ListStyle.tierKey) == ListStyle.fallbackTier
        if self.title.isEmpty, links.all.isEmpty, references.isEmpty { return nil }
    }

    /// An item of a list in front matter; nil for one that names nothing.
    init?(_ item: FrontMatterNode) {
        if let text = item.text {
            self.init(text: text)
        } else if case .mapping = item.content {
            self.init(ArticleRecord(.standard) { item[$0] }) { item[$0]?.text }
        } else {
            return nil
        }
    }

    /// An entry that is a text alone, which may be an address, a path, an id or a title.
    fileprivate init(text: String) {
        let text = text.trimmed
        self.init(title: text, links: ArticleLinks(web: text), references: [text])
    }
}
