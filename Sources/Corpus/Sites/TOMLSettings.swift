import TOMLKit

/// TOML as the values that settings are looked up in.
enum TOMLSettings {
    /// Nil where the text does not parse, or is nested too deep.
    static func members(of bytes: ArraySlice<UInt8>) -> [FrontMatterNode.Member]? {
        // The parser recurses once a level.
        var depth = 0
        for byte in bytes {
            if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") { depth += 1 }
            if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") { depth = max(0, depth - 1) }
            if depth > 4 * SiteSettings.depth { return nil }
        }
        guard let table = try? TOMLTable(string: String(decoding: bytes, as: UTF8.self)) else { return nil }
        return members(of: table, SiteSettings.depth)
    }

    private static func members(of table: TOMLTable, _ depth: Int) -> [FrontMatterNode.Member] {
        table.keys.sorted().compactMap { key in
            guard let value = table[key].flatMap({ node(of: $0, depth - 1) }) else { return nil }
            return FrontMatterNode.Member(key: FrontMatterNode(content: .scalar(key, .plain)), value: value)
        }
    }

    private static func node(of value: any TOMLValueConvertible, _ depth: Int) -> FrontMatterNode? {
        guard depth > 0 else { return nil }
        if let table = value.table { return FrontMatterNode(content: .mapping(members(of: table, depth))) }
        if let array = value.array {
            return FrontMatterNode(content: .sequence(array.compactMap { node(of: $0, depth - 1) }))
        }
        if let text = value.string { return FrontMatterNode(content: .scalar(text, .quoted)) }
        if let truth = value.bool { return FrontMatterNode(content: .scalar("\(truth)", .plain)) }
        if let number = value.int { return FrontMatterNode(content: .scalar("\(number)", .plain)) }
        return nil
    }
}
