import Corpus
import Recommendation

/// One line of JSON output: an article or a text, and what is related to it.
struct RelatedLine {
    private let subject: [(key: String, value: JSONValue?)]
    private let related: [JSONValue]

    /// The list of an article, with reasons.
    init(_ article: Article, _ ranking: Ranking, by recommender: Recommender, fields: EntryFields = .standard)
    {
        subject = [
            ("id", .text(article.id.rawValue)),
            // Where an editor locked the list, it stays whatever is computed.
            ("locked", article.choices.isLocked ? .bool(true) : nil),
        ]
        related = ranking.entries.map {
            JSONValue(
                $0,
                recommender.reasons(for: $0, under: article),
                family: article.links.family,
                fields: fields
            )
        }
    }

    /// What is similar to a text.
    init(text: String, _ ranking: Ranking, by recommender: Recommender) {
        subject = [("text", .text(text))]
        let article = Article(id: "", title: "", excerpt: text)
        related = ranking.entries.map {
            JSONValue($0, recommender.reasons(for: $0, under: article), family: .web, fields: .standard)
        }
    }

    var line: String {
        JSONValue.object(subject + [("related", .list(related))]).line
    }
}

extension JSONValue {
    /// A related entry: id, probability, reasons, and the keys that an article file shows.
    fileprivate init(
        _ entry: RelatedEntry,
        _ reasons: Reasons?,
        family: ArticleLinks.KeyFamily,
        fields: EntryFields
    ) {
        var members: [(key: String, value: JSONValue?)] = [
            ("id", .text(entry.article.id.rawValue)),
            ("probability", entry.probability.map { .number($0.rounded(toPlaces: 6)) }),
            ("pinned", entry.isPinned ? .bool(true) : nil),
            ("reasons", reasons.map { JSONValue($0) }),
        ]
        for field in fields.fields {
            if let (key, value) = Self.member(field, of: entry.article, family) {
                members.append((key, value))
            }
        }
        self = .object(members)
    }

    /// Why an entry is there: what each kind of evidence adds to the log-odds.
    private init(_ reasons: Reasons) {
        let contributions = reasons.contributions.map {
            (key: $0.name, value: JSONValue?.some(.number($1.rounded(toPlaces: 4))))
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
        case .excerpt: return text(article.excerpt.isEmpty ? nil : article.excerpt)
        case .publishedDateTime: return text(article.published?.text)
        case .webUrl, .ampWebUrl, .cdnAmpWebUrl:
            return article.links.entryLink(field, in: family).map { ($0.0, .text($0.1)) }
        case .type: return text(article.type)
        case .provider:
            return article.provider.map {
                (
                    field.rawValue,
                    .object([("name", $0.name.map { .text($0) }), ("domain", $0.domain.map { .text($0) })])
                )
            }
        case .quality: return article.quality.map { (field.rawValue, .number($0)) }
        case .images:
            return article.images.isEmpty
                ? nil : (field.rawValue, .list(article.images.map { JSONValue($0) }))
        }
    }

    private init(_ image: ArticleImage) {
        self = .object([
            ("url", .text(image.url)),
            ("width", image.width.map { .integer($0) }),
            ("height", image.height.map { .integer($0) }),
            ("isCached", image.isCached.map { .bool($0) }),
        ])
    }
}
