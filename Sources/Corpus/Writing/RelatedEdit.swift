import Yams

extension MarkdownFile {
    /// The file's bytes with its related list replaced, or inserted where it had none.
    ///
    /// Only the bytes of the top-level `related:` block change; comments, quoting, key order, blank lines
    /// and line ends stay. The result is parsed again and compared before it is returned, so an edit that
    /// would touch anything else is refused. Editing a result again with the same articles changes nothing.
    ///
    /// - Parameters:
    ///   - articles: the entries, best first. None leaves a file without a list as it is.
    ///   - fields: the keys of an entry.
    /// - Throws: ``InputProblem`` of kind `locked` where the file's editor locked the list, and of kind
    ///   `uneditable` for front matter that is not one key a line.
    package func replacingRelated(
        with articles: [Article],
        fields: EntryFields = .standard,
        limits: ReadingLimits = .init()
    ) throws(InputProblem) -> [UInt8] {
        if isLocked { throw .locked(parsed.path, line: parsed.line(of: "relatedLocked")) }
        let lines = parsed.lines
        let keys = try topLevelKeys(lines)
        let source = parsed.source
        let block = RelatedBlock(
            articles,
            family: keyFamily,
            lineBreak: source.lineBreak,
            fields: fields
        ).bytes
        let text: [UInt8]
        let range: Range<Int>
        if let index = keys.firstIndex(where: { $0.name == "related" }) {
            text = block
            let end = index + 1 < keys.count ? keys[index + 1].start : source.yaml.upperBound
            range = keys[index].start..<endWithoutTrivia(from: keys[index].start, to: end, lines)
        } else {
            guard !articles.isEmpty else { return source.bytes }
            let place = insertion(keys, lines)
            let blank = Array(source.lineBreak.utf8)
            range = place.offset..<place.offset
            text = (place.needsBlankBefore ? blank : []) + block + (place.needsBlankAfter ? blank : [])
        }
        guard !source.bytes[range].elementsEqual(text) else { return source.bytes }

        var edited = source.bytes
        edited.replaceSubrange(range, with: text)
        try verify(edited, lists: articles, limits)
        return edited
    }

    /// The URL key names of this file; its templates read the same ones in related entries.
    private var keyFamily: ArticleLinks.KeyFamily {
        var record = ArticleRecord()
        record.readLinks { parsed[$0]?.text }
        return record.links.family
    }

    private struct TopLevelKey {
        var name: String
        /// Byte offset of the key's line.
        var start: Int
    }

    /// The top-level keys with the offsets of their lines.
    ///
    /// - Throws: ``InputProblem`` unless each key begins a line of its own at column 1: in `{a: 1}` or below
    ///   an indented first key, lines do not tell where a block begins and ends.
    private func topLevelKeys(_ lines: LineTable) throws(InputProblem) -> [TopLevelKey] {
        var keys: [TopLevelKey] = []
        for (key, _) in parsed.root {
            guard let scalar = key.scalar, let mark = scalar.mark, mark.column == 1,
                let start = lines.start(ofLine: mark.line), start > keys.last?.start ?? -1,
                parsed.source.bytes[start] != UInt8(ascii: "{")
            else {
                throw uneditable("the front matter is not written as one `key: value` a line")
            }
            keys.append(TopLevelKey(name: scalar.string, start: start))
        }
        if let list = parsed.unparsedList {
            let place = keys.firstIndex { $0.start > list.lowerBound } ?? keys.count
            keys.insert(TopLevelKey(name: "related", start: list.lowerBound), at: place)
        }
        return keys
    }

    /// The end of a block without the blank lines and whole-line comments behind it, which belong to what
    /// follows.
    ///
    /// Only a `#` in the first column counts: indented, it may be text of a block literal.
    private func endWithoutTrivia(from start: Int, to end: Int, _ lines: LineTable) -> Int {
        let bytes = parsed.source.bytes
        var end = end
        for lineStart in lines.starts.reversed() where lineStart < end && lineStart > start {
            guard isBlank(bytes[lineStart..<end]) || bytes[lineStart] == UInt8(ascii: "#") else { break }
            end = lineStart
        }
        return end
    }

    private struct Insertion {
        var offset: Int
        var needsBlankBefore: Bool
        var needsBlankAfter: Bool
    }

    /// Where a new block goes: before `secured:` and the comments right above it, else at the end; set off
    /// by blank lines where the file sets off its groups so.
    private func insertion(_ keys: [TopLevelKey], _ lines: LineTable) -> Insertion {
        let bytes = parsed.source.bytes
        let starts = lines.starts.dropLast()
        let yaml = parsed.source.yaml
        let usesBlankLines = zip(starts, lines.starts.dropFirst()).contains { isBlank(bytes[$0..<$1]) }
        func isBlankLine(endingAt offset: Int) -> Bool {
            guard let start = starts.last(where: { $0 < offset }) else { return true }
            return isBlank(bytes[start..<offset])
        }
        if let secured = keys.first(where: { $0.name == "secured" }) {
            var offset = secured.start
            for lineStart in starts.reversed() where lineStart < offset {
                guard bytes[lineStart] == UInt8(ascii: "#") else { break }
                offset = lineStart
            }
            return Insertion(
                offset: offset,
                needsBlankBefore: usesBlankLines && !isBlankLine(endingAt: offset),
                needsBlankAfter: usesBlankLines
            )
        }
        return Insertion(
            offset: yaml.upperBound,
            needsBlankBefore: usesBlankLines && !isBlankLine(endingAt: yaml.upperBound),
            needsBlankAfter: false
        )
    }

    private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// Parses the edited bytes, list and all, and compares: every other key must have kept its place and
    /// value, and the list must hold the wanted titles.
    ///
    /// The parser judges the whole text here, so a mistake about where the old list ends cannot pass.
    private func verify(
        _ edited: [UInt8],
        lists articles: [Article],
        _ limits: ReadingLimits
    ) throws(InputProblem) {
        let after: MarkdownFile?
        do throws(InputProblem) {
            after = try MarkdownFile(edited, path: parsed.path, limits: limits, includesList: true)
        } catch {
            throw uneditable("its other keys depend on the old list: \(error.problem)")
        }
        guard let after else { throw uneditable("its front matter would be lost") }
        let before = parsed.root.filter { $0.key.scalar?.string != "related" }
        let kept = after.parsed.root.filter { $0.key.scalar?.string != "related" }
        let titles = after.parsed["related"]?.sequence?.map { $0.mapping?["title"]?.scalar?.string }
        guard before.count == kept.count,
            zip(before, kept).allSatisfy({ $0.key == $1.key && $0.value == $1.value }),
            titles == articles.map(\.title)
        else {
            throw uneditable("replacing its list would change other keys")
        }
    }

    private func uneditable(_ why: String) -> InputProblem {
        InputProblem(
            .uneditable,
            path: parsed.path,
            line: parsed.line(of: "related"),
            "the related list cannot be replaced safely: \(why)",
            remedy: "edit it by hand; the file was left as it was"
        )
    }
}
