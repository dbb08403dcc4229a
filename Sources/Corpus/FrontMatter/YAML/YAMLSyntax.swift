/// Front matter in YAML, between lines of three dashes.
struct YAMLSyntax: FrontMatterSyntax {
    func opens(_ line: ArraySlice<UInt8>) -> Bool { isFence(line, of: UInt8(ascii: "-")) }

    func closes(_ line: ArraySlice<UInt8>) -> Bool {
        isFence(line, of: UInt8(ascii: "-")) || isFence(line, of: UInt8(ascii: "."))
    }

    /// Whether a line is three signs and nothing but white space behind them.
    private func isFence(_ line: ArraySlice<UInt8>, of sign: UInt8) -> Bool {
        guard line.first == sign, line.count >= 3 else { return false }
        let start = line.startIndex
        return line[start + 1] == sign && line[start + 2] == sign
            && line[(start + 3)...].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    func parse(
        _ text: ArraySlice<UInt8>,
        path: String,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member] {
        try YAMLParser(path: path, limits: limits).members(of: text)
    }

    func lines(of text: ArraySlice<UInt8>) -> LineTable { LineTable(yaml: text) }

    func certainList(in text: ArraySlice<UInt8>) -> Range<Int>? { SimpleBlock.find(in: text) }

    func text(_ text: ArraySlice<UInt8>, without list: Range<Int>) -> [UInt8] {
        // Its line breaks stay, so that marks keep pointing at the right lines; as comments, because blank lines would
        // belong to a `|+` text before them.
        var rest = Array(text[..<list.lowerBound])
        for byte in text[list] where byte == 0x0A { rest += [UInt8(ascii: "#"), 0x0A] }
        rest += text[list.upperBound...]
        return rest
    }

    func mayHave(key: String, in text: ArraySlice<UInt8>) -> Bool {
        let key = Array(key.utf8)
        for index in text.indices {
            // In double quotes, any character can be written as an escape.
            if text[index] == UInt8(ascii: "\\") { return true }
            if text[index] == key.first, text[index...].starts(with: key) { return true }
        }
        return false
    }

    func certainlyShows(
        _ list: RelatedListText,
        in text: ArraySlice<UInt8>,
        _ names: FieldNames
    ) -> Bool {
        guard !list.articles.isEmpty else {
            return !String(decoding: text, as: UTF8.self).contains("related")
        }
        guard let range = SimpleBlock.find(in: text) else { return false }
        var families: Set<ArticleLinks.KeyFamily> = []
        let keys = FieldNames.links.flatMap { field, family, _ in
            names[field].map { (name: Array("\($0):".utf8), family: family) }
        }
        // Names that lead into mappings stand on no line of their own.
        guard !FieldNames.links.contains(where: { names[$0.field].contains { FieldNames.nested($0) != nil } })
        else { return false }
        let firstBytes = keys.compactMap(\.name.first)
        var lineStart = text.startIndex
        while lineStart < text.endIndex {
            let line = text[lineStart...]
            // Link keys begin with one of a few letters; most lines do not.
            if firstBytes.contains(text[lineStart]) {
                for (name, family) in keys where line.starts(with: name) { families.insert(family) }
            }
            lineStart = line.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? text.endIndex
        }
        // Which family's names a file of both gets, only its values tell.
        guard families.count <= 1 else { return false }
        var list = list
        list.family = families.first ?? .web
        return text[range].elementsEqual(self.text(of: list))
    }

    func text(of list: RelatedListText) -> [UInt8] { RelatedBlock(list).bytes }
}
