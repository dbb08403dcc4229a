import Kernels

/// An article's fields as found in front matter or JSON, before they are checked.
struct ArticleRecord {
    var id: String?
    var title: String?
    var excerpt: String?
    var body: String?
    var publishedDateTime: String?
    var links = ArticleLinks()
    var type: String?
    var provider: Provider?
    var topics: [String] = []
    var quality: Double?
    var images: [ArticleImage] = []
    var language: String?
    var choices = ChoiceRecord()

    init() {}

    /// The fields that were read under another than the first of their names, and which one that was, from 0.
    private var otherNames: [(field: FieldNames.Field, rank: Int)] = []

    /// Notes under which of a field's names it was read.
    mutating func note(_ field: FieldNames.Field, rank: Int) {
        otherNames.removeAll { $0.field == field }
        if rank > 0 { otherNames.append((field, rank)) }
    }

    /// Under which of its names a field was read, from 0; 0 for a field that was not.
    func rank(of field: FieldNames.Field) -> Int { otherNames.first { $0.field == field }?.rank ?? 0 }

    /// The key of a field: the one under which it was read, else the first of its names.
    func key(of field: FieldNames.Field, _ names: FieldNames) -> String {
        let all = names[field]
        let rank = rank(of: field)
        return rank < all.count ? all[rank] : names.preferred(field)
    }

    /// Fills `links` from the address that `value` knows of each field; a record that has both families counts as
    /// newer.
    mutating func readLinks(_ value: (FieldNames.Field) -> String?) {
        var family: ArticleLinks.KeyFamily?
        for (field, fieldFamily, link) in FieldNames.links {
            guard links[keyPath: link] == nil, let url = value(field), !url.isEmpty else { continue }
            links[keyPath: link] = url
            if family == nil { family = fieldFamily }
        }
        links.family = family ?? .web
    }
}

/// An editor's choices as found in front matter or JSON, before they are checked.
struct ChoiceRecord {
    /// Items of a list that are looked at: lists have at most a thousand entries, and people choose a handful.
    static let mostItems = 64
    /// A value, as far as it matters what it is.
    indirect enum Value {
        case absent
        case text(String)
        case truth(Bool)
        case number
        case list
        /// A mapping, read as if it were a related entry.
        case entry(ArticleRecord)
    }

    /// A list, or the one value that stands for a list of one.
    struct Items {
        /// At most ``ChoiceRecord/mostItems`` of them, each with its line from 1, where one is known.
        var first: [(value: Value, line: Int?)] = []
        /// How many there are.
        var count = 0
    }

    var pinned = Items()
    var excluded = Items()
    var locked = Value.absent
    var published = Value.absent
    var draft = Value.absent
    /// Keys that look like misspelt ones of an editor's.
    var misspelt: [EditorialKeys.Misspelt] = []
    /// The keys under which these were read, where they are not the first of their names.
    var otherKeys: [FieldNames.Field: String] = [:]

    /// The key of a field: the one under which it was read, else the first of its names.
    func key(of field: FieldNames.Field, _ names: FieldNames) -> String {
        otherKeys[field] ?? names.preferred(field)
    }

    /// The words that YAML 1.1 has for true and false (https://yaml.org/type/bool.html), but for the single
    /// letters.
    static func truth(of word: String) -> Bool? {
        switch word.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }
}

extension String {
    /// Without white space at either end, and without NUL, at which databases end a text.
    var trimmed: String {
        // Nearly all texts begin and end in visible ASCII, and characters take long to be told apart.
        if let first = utf8.first, let last = utf8.last, (0x21..<0x7F).contains(first),
            (0x21..<0x7F).contains(last), !hasNUL
        {
            return self
        }
        if hasNUL { return String(filter { $0 != "\0" }).trimmed }
        guard let first = first, let last = last, first.isWhitespace || last.isWhitespace else { return self }
        var rest = Substring(self)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }

    /// Quoted and short enough for one line of a message, without control characters.
    package var excerptForMessage: String {
        let safe = unicodeScalars.prefix(60).map {
            $0.properties.generalCategory == .control ? "?" : String($0)
        }
        return "\"" + safe.joined() + (unicodeScalars.count > 60 ? "…\"" : "\"")
    }
}
