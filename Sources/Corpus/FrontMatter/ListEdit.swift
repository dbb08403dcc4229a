/// A related list that is to be written into front matter.
struct RelatedListText {
    /// The entries, best first.
    var articles: [Article]
    /// Those that are there only because the list would be too short without them.
    var fallback: Set<ArticleID> = []
    /// The names for URLs, those of the file that the list goes into, because its templates read them.
    var family = ArticleLinks.KeyFamily.web
    /// What ends each line.
    var lineBreak: String
    /// Its key, and what stands for an article.
    var style = ListStyle.standard

    /// What is written for each article.
    var values: [EntryValue] {
        articles.map { article in
            let value = style.value(of: article, family)
            guard case .object(let members) = value, fallback.contains(article.id) else { return value }
            return .object(members + [(ListStyle.tierKey, .word(ListStyle.fallbackTier))])
        }
    }

    /// The list under its key.
    var text: KeyText {
        KeyText(path: style.keyPath, value: .list(values), lineBreak: lineBreak, isSetOff: true)
    }
}

/// A key with its value as they are to be written into front matter.
struct KeyText {
    /// The key, behind those that it lies below, outermost first.
    var path: [String]
    var value: EntryValue
    /// What ends each line.
    var lineBreak: String
    /// Whether a new key has a place of its own as a long list has: not behind all others, and set off by blank lines where
    /// the file sets off its groups so.
    var isSetOff = false

    /// What is written in the value's place where it is a list.
    var items: [EntryValue] { if case .list(let items) = value { items } else { [] } }

    var isEmptyList: Bool { if case .list(let items) = value { items.isEmpty } else { false } }
}

/// The bytes of a file that change with the value of a key.
struct ListEdit {
    /// By place ascending; none overlaps another.
    private(set) var replacements: [(range: Range<Int>, bytes: [UInt8])]

    init(_ replacements: [(range: Range<Int>, bytes: [UInt8])]) {
        self.replacements = replacements.sorted { $0.range.lowerBound < $1.range.lowerBound }
    }

    init(_ range: Range<Int>, _ bytes: [UInt8]) { self.init([(range, bytes)]) }

    /// The file's bytes with the changes made.
    func applied(to bytes: [UInt8]) -> [UInt8] {
        var edited: [UInt8] = []
        edited.reserveCapacity(bytes.count + replacements.reduce(0) { $0 + $1.bytes.count })
        var done = 0
        for (range, new) in replacements {
            edited += bytes[done..<range.lowerBound]
            edited += new
            done = range.upperBound
        }
        return edited + bytes[done...]
    }
}

/// Front matter whose lines cannot be edited one by one.
struct UneditableLayout: Error {
    /// Why, as a clause.
    var reason: String
}
