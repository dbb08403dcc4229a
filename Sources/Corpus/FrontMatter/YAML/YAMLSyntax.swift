/// Front matter in YAML, between lines of three dashes.
struct YAMLSyntax: FrontMatterSyntax {
    var name: String { "YAML" }

    func extent(in bytes: [UInt8], from start: Int) -> FrontMatterExtent {
        FenceLines.extent(in: bytes, from: start, remedy: "end it with a line of three dashes") {
            FenceLines.opens($0, naming: ["", "yaml", "yml"])
        } closes: {
            FenceLines.isBare($0, "-") || FenceLines.isBare($0, ".")
        }
    }

    func parse(
        _ text: ArraySlice<UInt8>,
        in file: FrontMatterOrigin,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member] {
        try YAMLParser(path: file.path, limits: limits, firstLine: file.firstLine).members(of: text)
    }

    func lines(of text: ArraySlice<UInt8>, firstLine: Int) -> LineTable {
        LineTable(yaml: text, firstLine: firstLine)
    }

    func certainList(in text: ArraySlice<UInt8>, key: String) -> Range<Int>? {
        SimpleBlock.find(in: text, key: key)
    }

    func text(_ text: ArraySlice<UInt8>, without list: Range<Int>) -> [UInt8] {
        // Its line breaks stay, so that marks keep pointing at the right lines; as comments, because blank lines would
        // belong to a `|+` text before them.
        var rest = Array(text[..<list.lowerBound])
        for byte in text[list] where byte == 0x0A { rest += [UInt8(ascii: "#"), 0x0A] }
        rest += text[list.upperBound...]
        return rest
    }

    func certainlyShows(
        _ list: RelatedListText,
        in text: ArraySlice<UInt8>,
        _ names: FieldNames
    ) -> Bool {
        let path = list.style.keyPath
        guard path.count == 1, let range = SimpleBlock.find(in: text, key: path[0]) else { return false }
        var families: Set<ArticleLinks.KeyFamily> = []
        let keys = FieldNames.links.flatMap { field, family, _ in
            names[field].map { (name: Array("\($0):".utf8), family: family) }
        }
        // Names that lead into mappings stand on no line of their own.
        guard !FieldNames.links.contains(where: { names[$0.field].contains { DottedName.parts($0) != nil } })
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
        return text[range].elementsEqual(YAMLBlock(list.text, keyPath: path[...]).bytes)
    }
}
