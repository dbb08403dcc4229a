/// The values of fields as a reader comes upon them, in any order, until it is known which of them count.
///
/// Every reader fills one and leaves the choice to ``ArticleRecord/init(_:_:)``, so that front matter, JSON and the
/// fast reader of JSON agree.
struct FieldValues {
    /// One value under one name of a field.
    struct NamedText {
        var field: ArticleField
        /// The name's place among those of the field, from 0.
        var rank: Int
        /// Nil where the value is no single text.
        var text: String?
    }

    private(set) var texts: [NamedText] = []
    /// A bit for each field that has a text or an odd value: most have none.
    private var presentFields: UInt64 = 0
    /// Words under each name of the topics.
    private(set) var topics: [(rank: Int, words: [String])] = []
    /// Whether a key says that the page is not to be found.
    private(set) var isHidden = false

    init() { texts.reserveCapacity(16) }

    mutating func add(_ field: ArticleField, rank: Int, _ text: String?) {
        texts.append(NamedText(field: field, rank: rank, text: text))
        presentFields |= 1 << UInt64(field.rawValue)
    }

    /// Whether anything was found under a field's names.
    func has(_ field: ArticleField) -> Bool { presentFields >> UInt64(field.rawValue) & 1 == 1 }

    /// Adds the topics of a list; those of any other kind than text are left out before.
    mutating func addTopics(rank: Int, _ words: [String]) { topics.append((rank, words)) }

    /// Adds the topics of a single text, as sites write them: `law, police`; under the names that Jekyll has for lists
    /// also `law police`.
    mutating func addTopics(rank: Int, text: String, name: String) {
        // Tables have other marks between the words of a cell.
        let separator = [",", ";", "|"].first { text.contains($0) } ?? ","
        var words = text.split(separator: separator).map { String($0).trimmed }
        let last = name.split(separator: ".").last ?? ""
        if words.count == 1, last == "tags" || last == "categories" {
            words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        }
        topics.append((rank, words))
    }

    /// Notes a value of a key that hides pages: a truth, or words such as `noindex, follow`.
    mutating func addHiding(_ truth: Bool) { isHidden = isHidden || truth }

    mutating func addHiding(_ text: String) {
        addHiding(YesOrNo.truth(of: text.trimmed) ?? text.lowercased().contains("noindex"))
    }

    /// The texts of a field, those first whose names count first.
    func texts(of field: ArticleField) -> [NamedText] {
        guard has(field) else { return [] }
        let found = texts.filter { $0.field == field }
        return found.count < 2 ? found : found.sorted { $0.rank < $1.rank }
    }

    /// The value of a field that counts: the first that is not blank, else the first.
    func text(of field: ArticleField) -> NamedText? {
        guard has(field) else { return nil }
        var best: NamedText?
        var isBlank = true
        for index in texts.indices where texts[index].field == field {
            let value = texts[index]
            guard let text = value.text, field != .excerpt || value.rank == 0 || text.isProse else {
                continue
            }
            let valueIsBlank = text.isBlank
            if best == nil || (isBlank && !valueIsBlank)
                || (isBlank == valueIsBlank && value.rank < (best?.rank ?? 0))
            {
                (best, isBlank) = (value, valueIsBlank)
            }
        }
        return best
    }
}

extension String {
    /// Whether trimming it leaves nothing.
    fileprivate var isBlank: Bool {
        guard let first = utf8.first else { return true }
        return !(0x21..<0x7F).contains(first) && trimmed.isEmpty
    }

    /// Whether it can be a summary: some sites keep a switch or the address of a picture under the same keys.
    fileprivate var isProse: Bool {
        let text = trimmed
        return text.utf8.contains(0x20) || text.contains(where: \.isWhitespace)
            || (!text.contains("/") && !["true", "false"].contains(text.lowercased()))
    }
}
