extension YAMLSyntax {
    func edit(
        _ contents: FrontMatterContents,
        _ wanted: KeyText
    ) throws(UneditableLayout) -> ListEdit? {
        let path = wanted.path
        let lines = lines(of: contents.text, firstLine: 2)
        var level = try YAMLLevel(root: contents, lines)
        for (depth, key) in path.enumerated() {
            guard let place = level.keys.firstIndex(where: { $0.name == key }) else {
                guard !wanted.isEmptyList else { return nil }
                return insertion(of: wanted, path[depth...], into: level, contents.text, lines)
            }
            if depth == path.count - 1 {
                let range = level.range(ofKeyAt: place, contents.text, lines)
                return replacement(of: range, by: wanted, key, level, contents, lines)
            }
            level = try level.below(place, contents.text, lines)
        }
        return nil
    }

    /// Puts a value in the place of an old one, whose comments stay as far as they belong to no entry.
    private func replacement(
        of range: Range<Int>,
        by wanted: KeyText,
        _ key: String,
        _ level: YAMLLevel,
        _ contents: FrontMatterContents,
        _ lines: LineTable
    ) -> ListEdit {
        let text = contents.text
        let comment = YAMLLineComment.find(in: text[range], lines)
        let block = YAMLBlock(wanted, keyPath: [key], column: level.column, comment: comment ?? [])
        var bytes = block.bytes
        for (start, next) in zip(lines.starts, lines.starts.dropFirst())
        where range.lowerBound < start && next <= range.upperBound && level.isComment(text[start..<next]) {
            bytes += text[start..<next]
        }
        return ListEdit(range, bytes)
    }

    /// A new key: where it is set off, among top-level keys before `secured:` and the comments right above it, else at the end; set off by blank
    /// lines where the file sets off its groups so.
    private func insertion(
        of wanted: KeyText,
        _ keyPath: ArraySlice<String>,
        into level: YAMLLevel,
        _ text: ArraySlice<UInt8>,
        _ lines: LineTable
    ) -> ListEdit {
        let block = YAMLBlock(wanted, keyPath: keyPath, column: level.column).bytes
        guard level.isRoot else {
            let last = level.keys.indices.last.map { level.range(ofKeyAt: $0, text, lines).upperBound }
            let place = last ?? level.end
            return ListEdit(place..<place, block)
        }
        guard wanted.isSetOff else { return ListEdit(level.end..<level.end, block) }
        let blank = Array(wanted.lineBreak.utf8)
        let usesBlankLines = zip(lines.starts, lines.starts.dropFirst()).contains {
            YAMLLevel.isBlank(text[$0..<$1])
        }
        func isBlankLine(endingAt offset: Int) -> Bool {
            guard let start = lines.starts.last(where: { $0 < offset }) else { return true }
            return YAMLLevel.isBlank(text[start..<offset])
        }
        var place = level.end
        let secured = level.keys.first { $0.name == "secured" }
        if let secured {
            place = secured.start
            for start in lines.starts.reversed() where start < place {
                guard text[start] == UInt8(ascii: "#") else { break }
                place = start
            }
        }
        let before = usesBlankLines && !isBlankLine(endingAt: place) ? blank : []
        return ListEdit(place..<place, before + block + (usesBlankLines && secured != nil ? blank : []))
    }
}
