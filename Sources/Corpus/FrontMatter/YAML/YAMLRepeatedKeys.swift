import Yams

extension YAMLSyntax {
    /// Repeated keys of one text that are looked for; each costs a parse.
    private static let mostRepeated = 16

    func textWithEachKeyOnce(_ text: ArraySlice<UInt8>, limits: ReadingLimits) -> TextWithEachKeyOnce? {
        guard YAMLComplexity.firstLineBeyondLimits(text, limits) == nil else { return nil }
        let lines = lines(of: text, firstLine: 2)
        var result = TextWithEachKeyOnce(text: Array(text), repeated: [])
        for _ in 0...Self.mostRepeated {
            do {
                _ = try Yams.compose(
                    yaml: String(decoding: result.text, as: UTF8.self),
                    .basic,
                    .default,
                    .utf8
                )
                return result.repeated.isEmpty ? nil : result
            } catch YamlError.duplicatedKeysInMapping(_, let context) {
                guard let key = Self.blank(context.mark, in: &result.text, text.startIndex, lines) else {
                    return nil
                }
                result.repeated.append(key)
            } catch {
                return nil
            }
        }
        return nil
    }

    /// Makes comments of the lines of a key and its value, which keep their length.
    ///
    /// - Parameters:
    ///   - offset: what indices of the lines are ahead of those of `text`.
    /// - Returns: nil where the key does not stand on lines of its own.
    private static func blank(
        _ mark: Yams.Mark,
        in text: inout [UInt8],
        _ offset: Int,
        _ lines: LineTable
    ) -> TextWithEachKeyOnce.Key? {
        let column = mark.column - 1
        guard let start = lines.start(ofLine: mark.line).map({ $0 - offset }), start + column < text.count,
            text[start..<start + column].allSatisfy({ $0 == 0x20 })
        else { return nil }
        let starts = lines.starts.map { $0 - offset } + [text.count]
        var end = starts[mark.line]
        for (lineStart, next) in zip(starts, starts.dropFirst()).dropFirst(mark.line)
        where lineStart < text.count {
            let line = text[lineStart..<next].prefix { $0 != 0x0A && $0 != 0x0D }
            let indent = line.prefix { $0 == 0x20 }.count
            let first = line.dropFirst(indent).first
            // A comment may stand anywhere, also in the midst of a value.
            if first == UInt8(ascii: "#"), indent <= column { continue }
            // Items may stand as far left as their key.
            let isItem = first == UInt8(ascii: "-") && indent == column
            guard line.count == indent || indent > column || isItem else { break }
            if line.count > indent { end = next }
        }
        // Line breaks that only YAML knows would be lost.
        for lineStart in starts where lineStart > start && lineStart <= end {
            guard text[lineStart - 1] == 0x0A || text[lineStart - 1] == 0x0D || lineStart == text.count else {
                return nil
            }
        }
        // Of what runs on further left, a part would be left over.
        guard
            case .mapping(let mapping)? = try? Yams.compose(
                yaml: String(decoding: text[start..<end], as: UTF8.self),
                .basic,
                .default,
                .utf8
            ), mapping.count == 1, let name = mapping.first?.key.scalar?.string
        else { return nil }
        // As far right as the key, so that within a list it goes with the list, as all that is deeper than the list's key.
        var lineStart = start
        for index in start..<end {
            if text[index] == 0x0A || text[index] == 0x0D {
                lineStart = index + 1
            } else {
                text[index] = index - lineStart == column ? UInt8(ascii: "#") : 0x20
            }
        }
        return TextWithEachKeyOnce.Key(name: name, line: mark.line)
    }
}
