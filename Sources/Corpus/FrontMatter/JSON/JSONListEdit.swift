extension JSONSyntax {
    func edit(
        _ contents: FrontMatterContents,
        _ wanted: KeyText
    ) throws(UneditableLayout) -> ListEdit? {
        let text = contents.text
        let path = wanted.path
        var object = text.firstIndex(of: UInt8(ascii: "{")) ?? text.startIndex
        let style = JSONStyle(text, lineBreak: wanted.lineBreak)
        for (depth, key) in path.enumerated() {
            let members = try Self.members(of: object, in: text)
            guard let member = members.first(where: { $0.name == key }) else {
                guard !wanted.isEmptyList else { return nil }
                // Within objects of the keys that are missing on the way to it.
                let value = path[(depth + 1)...].reversed().reduce(wanted.value) {
                    .object([($1, $0)])
                }
                return insertion(of: key, value, behind: members, of: object, text, style)
            }
            if depth == path.count - 1 {
                let column = style.indentation(ofKeyAt: member.start, text)
                return ListEdit(member.extent, style.bytes(wanted.value, indentation: column))
            }
            guard case .mapping = member.value.content else {
                throw UneditableLayout(reason: "`\(key)` is no object")
            }
            object = member.extent.lowerBound
        }
        return nil
    }

    static func members(
        of object: Int,
        in text: ArraySlice<UInt8>
    ) throws(UneditableLayout) -> [JSONScanner.Member] {
        var scanner = JSONScanner(text, from: object, depthLimit: Int.max)
        do throws(JSONScanner.Failure) {
            return try scanner.object(depth: 0)
        } catch {
            throw UneditableLayout(reason: "its keys cannot be told apart")
        }
    }

    /// A key that there was not, behind all others.
    private func insertion(
        of key: String,
        _ value: EntryValue,
        behind members: [JSONScanner.Member],
        of object: Int,
        _ text: ArraySlice<UInt8>,
        _ style: JSONStyle
    ) -> ListEdit {
        guard let last = members.last else {
            let close = text[object...].firstIndex(of: UInt8(ascii: "}")) ?? object + 1
            let outer = style.indentation(ofKeyAt: object, text)
            let bytes = style.bytes(.object([(key, value)]), indentation: outer)
            return ListEdit(object..<(close + 1), bytes)
        }
        let column = style.indentation(ofKeyAt: last.start, text)
        let place = last.extent.upperBound
        let bytes =
            [UInt8(ascii: ",")] + style.breakOrSpace(column) + JSONValue.text(key).bytes + style.colon
            + style.bytes(value, indentation: column)
        return ListEdit(place..<place, bytes)
    }
}
