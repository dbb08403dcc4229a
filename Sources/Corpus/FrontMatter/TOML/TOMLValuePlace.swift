extension TOMLSyntax {
    func place(
        of keyPath: [String],
        in contents: FrontMatterContents
    ) throws(UneditableLayout) -> ValuePlace? {
        let layout = try TOMLLayout(contents.text)
        guard let place = layout.paths.firstIndex(where: { $0.starts(with: keyPath) }) else { return nil }
        let statement = layout.statements[place]
        guard statement.kind == .pair, layout.paths[place] == keyPath, let value = statement.value else {
            throw UneditableLayout(reason: "it is written as tables")
        }
        let removal = [layout.lineStart(of: place)..<layout.lineEnd(of: place)]
        guard let nodes = value.sequence else {
            return ValuePlace(removal: removal, value: statement.extent, layout: .single)
        }
        let lines = lines(of: contents.text, firstLine: 2)
        let list = try BracketedList(nodes, at: statement.extent.lowerBound, in: contents.text, lines)
        return ValuePlace(removal: removal, value: statement.extent, layout: .brackets(list.items))
    }

    func bytes(
        of value: EntryValue,
        in place: ValuePlace,
        _ contents: FrontMatterContents,
        lineBreak: String
    ) -> [UInt8] {
        TOMLBlock.inline(value)
    }
}
