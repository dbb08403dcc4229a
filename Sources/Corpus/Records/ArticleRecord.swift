import Kernels

/// An article's fields as found in front matter or JSON, before they are checked.
struct ArticleRecord {
    /// A text that should be a date, and the key under which it stands.
    struct DatedKey {
        var key: String
        var text: String
    }

    var id: String?
    var title: String?
    var excerpt: String?
    var body: String?
    /// What may be the date, first what counts first.
    var dates: [DatedKey] = []
    /// When it was changed: its date where no other is known.
    var changeDates: [DatedKey] = []
    /// When it is no longer to be shown.
    var expiryDates: [DatedKey] = []
    var links = ArticleLinks()
    var type: String?
    var provider: Provider?
    /// Each once, in the order of the names and of their lists.
    var topics: [String] = []
    var quality: Double?
    var images: [ArticleImage] = []
    /// As BCP 47 writes it, where it is the name of a language at all.
    var language: String?
    var choices = ChoiceRecord()

    /// What the page's address is, or is made of, as it stands there.
    var url, permalink, slug, path: String?
    /// Where the page leads to instead of showing something.
    var redirect: String?
    /// What the site shows the page with.
    var layout: String?
    /// A ``ArticlePage/Kind`` by its name.
    var pageKind: String?
    var series: String?
    var translationKey: String?
    /// Whether its site keeps the page out of lists or search engines.
    var isHidden = false
    /// Whether a status says that it is not out yet, or no longer.
    var isUnfinished = false

    /// Whether its file's name has a date, for where no key has one.
    var hasDateInName = false

    /// Keys whose values are of another kind than the field has.
    var oddKeys: [String] = []

    init() {}

    /// The fields that were read under another than the first of their names, with that key.
    private var keys: [ArticleField: String] = [:]

    /// The key of a field: the one under which it was read, else the first of its names.
    func key(of field: ArticleField, _ names: FieldNames) -> String {
        keys[field] ?? names.preferred(field)
    }

    /// Chooses among the values that a reader found; without provider, quality, images and choices.
    init(_ values: FieldValues, _ names: FieldNames) {
        self.init()
        func name(_ field: ArticleField, _ rank: Int) -> String { names[field][rank] }
        func text(_ field: ArticleField, isMissed: Bool = false) -> String? {
            guard let value = values.text(of: field) else {
                guard isMissed, values.has(field) else { return nil }
                let isOdd = values.texts.contains { $0.field == field && $0.rank == 0 && $0.text == nil }
                if isOdd { oddKeys.append(name(field, 0)) }
                return nil
            }
            if value.rank > 0 { keys[field] = name(field, value.rank) }
            return value.text
        }
        func dates(_ field: ArticleField) -> [DatedKey] {
            values.texts(of: field).compactMap { value in
                guard let text = value.text?.trimmed, !text.isEmpty else {
                    if value.text == nil { oddKeys.append(name(field, value.rank)) }
                    return nil
                }
                return DatedKey(key: name(field, value.rank), text: text)
            }
        }
        id = text(.id)
        title = text(.title)
        excerpt = text(.excerpt, isMissed: true)
        body = text(.body, isMissed: true)
        self.dates = dates(.date)
        changeDates = dates(.modified)
        expiryDates = dates(.expires)
        type = text(.type, isMissed: true)
        language = text(.language, isMissed: true).map { LanguageTag($0.trimmed)?.text ?? $0 }
        url = text(.url)
        permalink = text(.permalink)
        slug = text(.slug)
        path = text(.path)
        redirect = text(.redirect).flatMap { YesOrNo.truth(of: $0.trimmed) == nil ? $0 : nil }
        layout = text(.layout)
        pageKind = text(.pageKind)
        series = text(.series)
        translationKey = text(.translationKey)
        isHidden = values.isHidden
        isUnfinished = text(.status).map { Self.unfinished.contains($0.trimmed.lowercased()) } ?? false
        topics = Self.topics(values)
        if let first = values.topics.map(\.rank).min(), first > 0 { keys[.topics] = name(.topics, first) }
        readLinks(values)
    }

    /// Statuses of articles that readers do not see, as WordPress, Ghost and people name them.
    private static let unfinished: Set = [
        "draft", "drafts", "pending", "private", "future", "trash", "unpublished", "unlisted", "hidden",
        "wip",
    ]

    /// All topics, each once, whatever its case.
    private static func topics(_ values: FieldValues) -> [String] {
        var topics: [String] = []
        var known: Set<String> = []
        for (_, words) in values.topics.sorted(by: { $0.rank < $1.rank }) {
            for word in words {
                let topic = word.trimmed
                if !topic.isEmpty, known.insert(topic.lowercased()).inserted { topics.append(topic) }
            }
        }
        return topics
    }

    /// Fills `links`; a record that has both families counts as newer.
    private mutating func readLinks(_ values: FieldValues) {
        var family: ArticleLinks.KeyFamily?
        for (field, fieldFamily, link) in FieldNames.links
        where values.has(field) && links[keyPath: link] == nil {
            var best: (rank: Int, url: String)?
            for value in values.texts where value.field == field && value.rank < best?.rank ?? .max {
                if let url = value.text, !url.isEmpty { best = (value.rank, url) }
            }
            guard let url = best?.url else { continue }
            links[keyPath: link] = url
            if family == nil, field != .canonicalUrl { family = fieldFamily }
        }
        links.family = family ?? .web
    }

    /// The page's address where the keys say it whole: absolute, or from the site's root; nil where they give a pattern
    /// or a part of it.
    var address: String? {
        [url, permalink].lazy.compactMap { $0?.trimmed }.first { text in
            let isWhole =
                text.hasPrefix("https://") || text.hasPrefix("http://")
                || (text.hasPrefix("/") && !text.contains("/:"))
            return isWhole && !text.contains { $0.isWhitespace || $0 == "{" }
        }
    }
}

/// An editor's choices as found in front matter or JSON, before they are checked.
struct ChoiceRecord {
    /// Items of a list that are looked at: lists have at most a thousand entries, and people choose a handful.
    static let mostItems = 64
    /// A value, as far as it matters what it is.
    indirect enum ChoiceValue {
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
        var first: [(value: ChoiceValue, line: Int?)] = []
        /// How many there are.
        var count = 0
    }

    var pinned = Items()
    var excluded = Items()
    var locked = ChoiceValue.absent
    var published = ChoiceValue.absent
    var draft = ChoiceValue.absent
    /// Keys that look like misspelt ones of an editor's.
    var misspelt: [EditorialKeys.Misspelt] = []
    /// The keys under which these were read, where they are not the first of their names.
    var otherKeys: [ArticleField: String] = [:]

    /// The key of a field: the one under which it was read, else the first of its names.
    func key(of field: ArticleField, _ names: FieldNames) -> String {
        otherKeys[field] ?? names.preferred(field)
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
