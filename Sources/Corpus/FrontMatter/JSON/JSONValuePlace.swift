extension JSONSyntax {
    func place(
        of keyPath: [String],
        in contents: FrontMatterContents
    ) throws(UneditableLayout) -> ValuePlace? {
        let text = contents.text
        var object = text.firstIndex(of: UInt8(ascii: "{")) ?? text.startIndex
        for (depth, key) in keyPath.enumerated() {
            let members = try Self.members(of: object, in: text)
            guard let number = members.firstIndex(where: { $0.name == key }) else { return nil }
            let member = members[number]
            if depth < keyPath.count - 1 {
                guard case .mapping = member.value.content else { return nil }
                object = member.extent.lowerBound
                continue
            }
            let removal = Self.removal(of: number, among: members, in: object, text)
            guard let nodes = member.value.sequence else {
                return ValuePlace(removal: [removal], value: member.extent, layout: .single)
            }
            let lines = lines(of: text, firstLine: 2)
            let list = try BracketedList(nodes, at: member.extent.lowerBound, in: text, lines)
            return ValuePlace(removal: [removal], value: member.extent, layout: .brackets(list.items))
        }
        return nil
    }

    func bytes(
        of value: EntryValue,
        in place: ValuePlace,
        _ contents: FrontMatterContents,
        lineBreak: String
    ) -> [UInt8] {
        let style = JSONStyle(contents.text, lineBreak: lineBreak)
        let beside = place.items.first?.lowerBound ?? place.value.lowerBound
        return style.bytes(value, indentation: style.indentation(ofKeyAt: beside, contents.text))
    }

    /// A member with the comma that goes with it.
    private static func removal(
        of number: Int,
        among members: [JSONScanner.Member],
        in object: Int,
        _ text: ArraySlice<UInt8>
    ) -> Range<Int> {
        let member = members[number]
        if number + 1 < members.count { return member.start..<members[number + 1].start }
        if number > 0 { return members[number - 1].extent.upperBound..<member.extent.upperBound }
        let close = text[member.extent.upperBound...].firstIndex(of: UInt8(ascii: "}"))
        return (object + 1)..<(close ?? member.extent.upperBound)
    }
}
