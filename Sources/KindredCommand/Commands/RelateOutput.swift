import Archive
import CommandArguments
import Corpus
import Foundation
import Platform
import Recommendation

/// What `relate` prints: lists in one form or another, or counts.
extension RelateCommand {
    /// - Parameters:
    ///   - isNew: whether the lists are those of new articles.
    ///   - isWhole: whether the lists are those of all articles.
    func show(_ lists: RelatedLists, _ corpus: IndexedCorpus, isNew: Bool, isWhole: Bool) throws {
        if summary { return try emit(try summaryText(of: lists, corpus, isWhole: isWhole)) }
        // A stream of JSON lines in means a stream of JSON lines out.
        let isJSON = options.json || lists.articles.allSatisfy { !$0.isMarkdown }
        switch formatOptions.format ?? (isJSON ? .json : .text) {
        case .text:
            let text = ListText(
                lists.recommender,
                style: output == nil ? Style.output : Style(isColored: false),
                explains: explain
            )
            let isHTML = lists.articles.allSatisfy { SourceFile.isHTML($0.origin?.path ?? "") }
            let remark = isHTML ? "" : " (--write changes the files, --diff shows how)"
            try stream(lists, corpus, "; nothing was changed" + remark) {
                text.lines(of: $0, $1)
            }
        case .json: try printJSON(lists, corpus)
        case .csv:
            let rows = ListRows(lists.recommender)
            try stream(lists, corpus, heading: ListRows.heading) { rows.text(of: $0, $1) }
        case .data: try writeData(lists, corpus, isNew: isNew, isWhole: isWhole)
        case .html: try writeFragments(lists, corpus, isWhole: isWhole)
        }
    }

    func printJSON(_ lists: RelatedLists, _ corpus: IndexedCorpus) throws {
        let (recommender, fields) = (lists.recommender, entryOptions.fields)
        try stream(lists, corpus) { article, ranking in
            RelatedList(of: article, ranking, fields: fields) {
                recommender.reasons(for: $0, under: article)
            }.jsonLine
        }
    }

    /// Prints the lists one after the other, while further ones are made.
    private func stream(
        _ lists: RelatedLists,
        _ corpus: IndexedCorpus,
        _ remark: String = "",
        heading: String = "",
        text: @Sendable (Article, Ranking) -> String
    ) throws {
        var file = try output.flatMap { $0 == "-" ? nil : $0 }.map { try OutputFile($0) } ?? .standardOutput
        try file.append(Array(heading.utf8))
        var empty = 0
        try make(lists, corpus) { article, ranking in
            (text: text(article, ranking), isEmpty: ranking.entries.isEmpty)
        } receive: { outputs in
            for output in outputs {
                try file.append(Array(output.text.utf8))
                empty += output.isEmpty ? 1 : 0
            }
        }
        try file.commit()
        tell(lists.articles.count, empty, remark)
    }

    private func tell(_ count: Int, _ empty: Int, _ remark: String) {
        options.messages.note("\(count.counted("list")), \(empty.grouped) of them empty\(remark)")
    }

    // MARK: - For templates

    /// Writes the file that templates read; of the one that is there what is not asked about stays.
    private func writeData(
        _ lists: RelatedLists,
        _ corpus: IndexedCorpus,
        isNew: Bool,
        isWhole: Bool
    ) throws {
        let path = output.flatMap { $0 == "-" ? nil : $0 }
        let isYAML = path.map { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") } ?? false
        let syntax: ListsData.Syntax = isYAML ? .yaml : .json
        var data = ListsData(syntax)
        let old = try path.flatMap { try oldFile($0) }
        if let path, let old {
            guard let known = ListsData(old, syntax) else {
                throw CommandFailure(
                    "\(path) was not written by --format data; name another file, or remove it",
                    ExitStatus.notWritten
                )
            }
            if !isWhole { data = known }
        }
        let (key, style) = (formatOptions.key, entryOptions.style(corpus.listKey))
        var empty = 0
        make(lists, corpus) { article, ranking in
            let entries = ranking.entries
            let item = ListsData.Item(
                of: article,
                by: key,
                entries.map(\.article),
                fallback: Set(entries.filter(\.isFallback).map(\.article.id)),
                style
            )
            // Its own file has the list that its editor wants.
            return article.choices.isLocked ? nil : item
        } receive: { items in
            for item in items.compactMap(\.self) {
                data.set(item)
                empty += item.isEmpty ? 1 : 0
            }
        }
        if isNew { data.keep(corpus.articles, by: key) }
        guard let path else { return try emit(String(decoding: data.bytes, as: UTF8.self)) }
        let bytes = data.bytes
        if bytes != old {
            try makeFolder(splitPath(path).folder)
            try writeFile(path, bytes)
        }
        tell(data.count, empty, bytes == old ? "; \(path) had them already" : " in \(path)")
    }

    private func oldFile(_ path: String) throws -> [UInt8]? {
        do throws(FileError) {
            return try readFile(path, limit: options.rules.limits.exportBytes).bytes
        } catch {
            if error.isMissing { return nil }
            throw error
        }
    }

    /// Writes a fragment a page into a folder, and removes those of pages that are gone.
    private func writeFragments(_ lists: RelatedLists, _ corpus: IndexedCorpus, isWhole: Bool) throws {
        var folder = FragmentFolder(output ?? "")
        var empty = 0
        let key = formatOptions.key
        try make(lists, corpus) { article, ranking in
            let fragment = ListFragment(of: article, by: key, ranking.entries.map(\.article))
            return (fragment, name: article.page.path ?? article.id.rawValue, ranking.entries.isEmpty)
        } receive: { fragments in
            for (fragment, name, isEmpty) in fragments {
                try folder.write(fragment, of: name)
                empty += isEmpty ? 1 : 0
            }
        }
        if isWhole { try folder.removeOthers() }
        folder.flush()
        tell(
            lists.articles.count,
            empty,
            "; \(folder.written.counted("file")) written, \(folder.removed.grouped) removed"
        )
        options.messages.report(folder.problems)
        try ExitStatus.throwIfNeeded(folder.problems)
    }

    // MARK: - Counts

    private func summaryText(
        of lists: RelatedLists,
        _ corpus: IndexedCorpus,
        isWhole: Bool
    ) throws -> String {
        var summary = ListSummary()
        make(lists, corpus) {
            ListSummary.Item($1)
        } receive: {
            for item in $0 { summary.add(item) }
        }
        return try text(of: summary, corpus, isWhole: isWhole)
    }

    func text(of summary: ListSummary, _ corpus: IndexedCorpus, isWhole: Bool) throws -> String {
        let orphans = isWhole ? summary.orphans(among: corpus.articles, ruleOptions.rules) : nil
        let text = SummaryText(summary, orphans: orphans)
        return options.json ? try text.json() : text.text(namingOrphans: options.verbose)
    }

    func emit(_ text: String) throws {
        if let output, output != "-" {
            try writeFile(output, Array(text.utf8))
        } else {
            try StandardStream.output.write(text)
        }
    }
}
