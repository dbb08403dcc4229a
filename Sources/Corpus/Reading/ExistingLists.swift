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

        package init(title: String = "", links: ArticleLinks = ArticleLinks()) {
            self.title = title
            self.links = links
        }
    }

    /// In the lists' order, by where the article begins; only lists that have entries.
    package private(set) var entries: [ArticleOrigin: [Entry]] = [:]
    /// What could not be read; the rest is there all the same.
    package private(set) var problems: [InputProblem] = []

    /// Reads the lists in article files, on all cores.
    ///
    /// - Parameter paths: Markdown files with front matter, and JSON lines whose objects have a `related` array;
    ///   each once. Others count as having no list.
    /// - Complexity: linear in the bytes; unlike reading articles, it parses the lists' YAML.
    package init(in paths: [String], rules: ReadingRules = ReadingRules()) {
        let read = concurrentMap(paths.count) { FileLists(paths[$0], rules) }
        for file in read {
            problems += file.problems
            for (origin, list) in file.lists where !list.isEmpty { entries[origin] = list }
        }
    }
}

/// The lists of one file.
private struct FileLists: Sendable {
    private(set) var lists: [(ArticleOrigin, [ExistingLists.Entry])] = []
    private(set) var problems: [InputProblem] = []

    init(_ path: String, _ rules: ReadingRules) {
        guard let format = SourceFile.format(ofName: path) else { return }
        let limit = format.sizeLimit(rules.limits)
        do throws(FileError) {
            let bytes = try readFile(path, limit: limit).bytes
            switch format {
            case .markdown: readMarkdown(bytes, path, rules)
            case .jsonLines: readJSONLines(JSONLines(bytes, path: path, rules), path)
            case .gzippedJSONLines:
                do throws(GunzipError) {
                    let unpacked = try gunzip(bytes, limit: rules.limits.jsonLinesBytes)
                    readJSONLines(JSONLines(unpacked, path: path, rules), path)
                } catch {
                    problems.append(InputProblem(error, path: path))
                }
            }
        } catch {
            problems.append(InputProblem(error, limit: limit))
        }
    }

    private mutating func readMarkdown(_ bytes: [UInt8], _ path: String, _ rules: ReadingRules) {
        do throws(InputProblem) {
            guard
                let file = try MarkdownFile(bytes, path: path, rules, includesList: true),
                let items = file.parsed["related"]?.sequence
            else { return }
            let entries = items.compactMap { item -> ExistingLists.Entry? in
                if let text = item.text { return ExistingLists.Entry(text: text) }
                guard case .mapping = item.content else { return nil }
                return ExistingLists.Entry(ArticleRecord(.standard) { item[$0] })
            }
            lists.append((ArticleOrigin(path: path), entries))
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
            case .success(let entries): lists.append((ArticleOrigin(path: path, line: number + 1), entries))
            case .failure(let problem): problems.append(problem)
            }
        }
    }
}

/// The list of one JSON object.
private struct ListRecord: Decodable {
    var related: [ChoiceRecord.Value]?

    var entries: [ExistingLists.Entry] { (related ?? []).compactMap { ExistingLists.Entry($0) } }
}

extension ExistingLists.Entry {
    /// An entry that is written out.
    fileprivate init(_ record: ArticleRecord) {
        self.init(title: record.title?.trimmed ?? "", links: record.links)
    }

    /// An entry that is a text alone, which may be an address or a title.
    fileprivate init(text: String) {
        self.init(title: text.trimmed, links: ArticleLinks(web: text.trimmed))
    }

    /// An item of a JSON array; nil for one that names nothing.
    fileprivate init?(_ value: ChoiceRecord.Value) {
        switch value {
        case .entry(let record): self.init(record)
        case .text(let text): self.init(text: text)
        default: return nil
        }
    }
}
