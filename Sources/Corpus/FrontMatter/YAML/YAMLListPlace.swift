extension YAMLSyntax {
    func place(ofListIn contents: FrontMatterContents) throws(UneditableLayout) -> ListPlace {
        let (text, lines) = (contents.text, lines(of: contents.text))
        let keys = try topLevelKeys(contents, lines)
        guard let index = keys.firstIndex(where: { $0.name == "related" }) else {
            return insertion(text, keys, lines)
        }
        let start = keys[index].start
        let end = index + 1 < keys.count ? keys[index + 1].start : text.endIndex
        return ListPlace(range: start..<endWithoutTrivia(text, from: start, to: end, lines))
    }

    private struct TopLevelKey {
        var name: String
        /// Byte offset of the key's line.
        var start: Int
    }

    /// The top-level keys with the offsets of their lines.
    ///
    /// - Throws: ``UneditableLayout`` unless each key begins a line of its own at column 1: in `{a: 1}` or below
    ///   an indented first key, lines do not tell where a block begins and ends.
    private func topLevelKeys(
        _ contents: FrontMatterContents,
        _ lines: LineTable
    ) throws(UneditableLayout) -> [TopLevelKey] {
        var keys: [TopLevelKey] = []
        for member in contents.members {
            guard let name = member.key.scalar, let mark = member.key.mark, mark.column == 1,
                let start = lines.start(ofLine: mark.line), start > keys.last?.start ?? -1,
                contents.text[start] != UInt8(ascii: "{")
            else {
                throw UneditableLayout(
                    reason: "the front matter is not written as one `key: value` a line"
                )
            }
            keys.append(TopLevelKey(name: name, start: start))
        }
        if let list = contents.unparsedList {
            let place = keys.firstIndex { $0.start > list.lowerBound } ?? keys.count
            keys.insert(TopLevelKey(name: "related", start: list.lowerBound), at: place)
        }
        return keys
    }

    /// The end of a block without the blank lines and whole-line comments behind it, which belong to what
    /// follows.
    ///
    /// Only a `#` in the first column counts: indented, it may be text of a block literal.
    private func endWithoutTrivia(
        _ bytes: ArraySlice<UInt8>,
        from start: Int,
        to end: Int,
        _ lines: LineTable
    ) -> Int {
        var end = end
        for lineStart in lines.starts.reversed() where lineStart < end && lineStart > start {
            guard isBlank(bytes[lineStart..<end]) || bytes[lineStart] == UInt8(ascii: "#") else { break }
            end = lineStart
        }
        return end
    }

    /// Where a new block goes: before `secured:` and the comments right above it, else at the end; set off
    /// by blank lines where the file sets off its groups so.
    private func insertion(
        _ bytes: ArraySlice<UInt8>,
        _ keys: [TopLevelKey],
        _ lines: LineTable
    ) -> ListPlace {
        let starts = lines.starts.dropLast()
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
            return ListPlace(
                range: offset..<offset,
                needsBlankBefore: usesBlankLines && !isBlankLine(endingAt: offset),
                needsBlankAfter: usesBlankLines
            )
        }
        return ListPlace(
            range: bytes.endIndex..<bytes.endIndex,
            needsBlankBefore: usesBlankLines && !isBlankLine(endingAt: bytes.endIndex)
        )
    }

    private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
        line.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }
}
