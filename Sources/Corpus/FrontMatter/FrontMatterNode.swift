/// A value of front matter, in whatever syntax it is written.
struct FrontMatterNode: Sendable {
    /// How a single value is written.
    enum ScalarStyle: Hashable, Sendable {
        /// Without quotes, so that it may be a number, a date or true and false.
        case plain
        /// As a text, whatever it says.
        case quoted
        /// As a word for nothing, or not at all.
        case null
    }

    /// One key with its value.
    struct Member: Hashable, Sendable {
        var key: FrontMatterNode
        var value: FrontMatterNode
    }

    enum Content: Hashable, Sendable {
        /// A single value, as it stands there, without quotes and escapes.
        case scalar(String, ScalarStyle)
        case sequence([FrontMatterNode])
        case mapping([Member])
    }

    /// A place in the text that was parsed, both from 1, as the parser counts.
    struct Mark: Sendable {
        var line: Int
        var column: Int
    }

    var content: Content
    /// A type that is written before the value, such as `!drafts`; nil without one.
    var tag: String?
    /// Where the value begins, where that is known.
    var mark: Mark?

    /// The single value, as it stands there; nil for collections.
    var scalar: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// The text of a single value; nil for null and for collections.
    var text: String? {
        if case .scalar(let text, let style) = content, style != .null { text } else { nil }
    }

    /// Whether the value is absent in all but name.
    var isNull: Bool {
        if case .scalar(_, .null) = content { true } else { false }
    }

    var sequence: [FrontMatterNode]? {
        if case .sequence(let nodes) = content { nodes } else { nil }
    }

    /// The value of a key; nil where there is none, and for what is no mapping.
    subscript(key: String) -> FrontMatterNode? {
        guard case .mapping(let members) = content else { return nil }
        return members.first { $0.key.scalar == key }?.value
    }
}

/// Equal are values that say the same in the same style, wherever they are.
extension FrontMatterNode: Hashable {
    static func == (a: FrontMatterNode, b: FrontMatterNode) -> Bool {
        a.content == b.content && a.tag == b.tag
    }

    func hash(into hasher: inout Hasher) { hasher.combine(content) }
}
