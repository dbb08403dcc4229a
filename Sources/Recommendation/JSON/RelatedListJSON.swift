public import Corpus

extension RelatedList {
    /// The list as a JSON object on one line, without a line end; keys in ascending order, absent values left out.
    ///
    /// Probabilities are rounded to six decimal places, log-odds to four, days to three.
    ///
    /// - Complexity: O(bytes written).
    public var json: [UInt8] { jsonValue.bytes }

    /// The same as part of something larger.
    package var jsonValue: JSONValue {
        let related = JSONValue.list(entries.map { JSONValue($0, linkFamily, fields) })
        switch subject {
        case .article(let id, let isLocked):
            return JSONValue.object([
                ("id", .text(id.rawValue)), ("locked", isLocked ? .bool(true) : nil), ("related", related),
            ])
        case .text(let text): return JSONValue.object([("text", .text(text)), ("related", related)])
        case .several(let like, let unlike):
            return JSONValue.object([
                ("like", .list(like.map { .text($0) })), ("unlike", .list(unlike.map { .text($0) })),
                ("related", related),
            ])
        }
    }

    /// Reads a list as ``json`` writes it.
    ///
    /// - Parameter json: UTF-8, which may come from anywhere: its size and depth are limited.
    /// - Throws: ``InputProblem`` where it is no such object, or where an entry has no title, or neither an id nor a URL.
    /// - Complexity: O(bytes).
    public init(json: [UInt8], limits: ReadingLimits = ReadingLimits()) throws(InputProblem) {
        let record: ListRecord = try JSONDocument(json, limits: limits).decoded()
        let subject: Subject
        if let id = record.id {
            subject = .article(ArticleID(id), isLocked: record.locked ?? false)
        } else if let text = record.text {
            subject = .text(text)
        } else if let like = record.like {
            subject = .several(like: like, unlike: record.unlike ?? [])
        } else {
            throw InputProblem(
                .missingID,
                path: "",
                "the list has neither an `id` nor a `text`",
                remedy: "say what the entries are related to"
            )
        }
        self.init(
            of: subject,
            record.related.map(\.entry),
            linkFamily: record.related.first { $0.entry.article.links.primary != nil }?.entry.article.links
                .family
                ?? .web
        )
    }
}

/// A list's object.
private struct ListRecord: Decodable {
    var id, text: String?
    var like, unlike: [String]?
    var locked: Bool?
    var related: [EntryRecord]
}

/// An entry's object: its article's keys and those of its place in the list.
private struct EntryRecord: Decodable {
    private enum CodingKeys: CodingKey { case probability, pinned, tier, reasons }

    var entry: RelatedList.Entry

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        entry = RelatedList.Entry(
            try ListedArticle(from: decoder).article,
            probability: try container.decodeIfPresent(Double.self, forKey: .probability),
            isPinned: try container.decodeIfPresent(Bool.self, forKey: .pinned) ?? false,
            isFallback: try container.decodeIfPresent(String.self, forKey: .tier) == ListStyle.fallbackTier,
            reasons: try container.decodeIfPresent(ReasonsRecord.self, forKey: .reasons)?.reasons
        )
    }
}

private struct ReasonsRecord: Decodable {
    var logOdds: [String: Double]
    var sharedTerms: [String]
    var daysApart: Double?

    var reasons: ReasonsInJSON {
        ReasonsInJSON(
            contributions: logOdds.map { ReasonsInJSON.Contribution(kind: $0, logOdds: $1) },
            sharedTerms: sharedTerms,
            daysApart: daysApart
        )
    }
}

extension JSONValue {
    /// An entry: id, probability, reasons, and the keys that an article file shows.
    fileprivate init(
        _ entry: RelatedList.Entry,
        _ family: ArticleLinks.KeyFamily,
        _ fields: EntryFields
    ) {
        var members: [(key: String, value: JSONValue?)] = [
            ("id", .text(entry.article.id.rawValue)),
            ("probability", entry.probability.map { .number($0.rounded(toPlaces: 6)) }),
            ("pinned", entry.isPinned ? .bool(true) : nil),
            ("tier", entry.isFallback ? .text(ListStyle.fallbackTier) : nil),
            // Who names the keys of entries gets these alone.
            ("language", fields == .standard ? entry.article.knownLanguage.map { .text($0) } : nil),
            ("reasons", entry.reasons.map { JSONValue($0) }),
        ]
        // An own page has no web address that entries show, and is found by its url or path.
        let isOwnPage = fields == .standard && entry.article.links.primary == nil
        for field in fields.fields + (isOwnPage ? [.url, .path] : []) {
            if let (key, value) = Self.member(field, of: entry.article, family) {
                members.append((key, value))
            }
        }
        self = .object(members)
    }

    /// Why an entry is there: what each kind of evidence adds to the log-odds.
    private init(_ reasons: ReasonsInJSON) {
        let contributions = reasons.contributions.map {
            (key: $0.kind, value: JSONValue?.some(.number($0.logOdds.rounded(toPlaces: 4))))
        }
        self = .object([
            ("logOdds", .object(contributions)),
            ("sharedTerms", .list(reasons.sharedTerms.map { .text($0) })),
            ("daysApart", reasons.daysApart.map { .number($0.rounded(toPlaces: 3)) }),
        ])
    }

    private static func member(
        _ field: EntryField,
        of article: Article,
        _ family: ArticleLinks.KeyFamily
    ) -> (key: String, value: JSONValue)? {
        func text(_ value: String?) -> (String, JSONValue)? { value.map { (field.rawValue, .text($0)) } }
        switch field {
        case .title: return text(article.title)
        // It is always there.
        case .id: return nil
        case .path: return text(article.page.path)
        case .url: return text(article.page.url)
        case .excerpt: return text(article.excerpt.isEmpty ? nil : article.excerpt)
        case .publishedDateTime: return text(article.published?.entryText)
        case .webUrl, .ampWebUrl, .cdnAmpWebUrl:
            return article.links.entryLink(field, in: family).map { ($0.0, .text($0.1)) }
        case .type: return text(article.type)
        case .provider: return article.provider.map { (field.rawValue, JSONValue($0)) }
        case .quality: return article.quality.map { (field.rawValue, .number($0)) }
        case .images:
            return article.images.isEmpty
                ? nil : (field.rawValue, .list(article.images.map { JSONValue($0) }))
        }
    }
}
