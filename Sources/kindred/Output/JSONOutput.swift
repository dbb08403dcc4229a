import Corpus
import Foundation
import Recommendation

/// One line of JSON output: an article or a text, and what is related to it.
struct RelatedLine: Encodable {
    var id: String?
    var text: String?
    /// True where an editor locked the article's list, which then stays whatever is computed; else left out.
    var locked: Bool?
    var related: [EntryRecord]

    /// The list of an article, with reasons.
    init(_ article: Article, _ ranking: Ranking, by recommender: Recommender, fields: EntryFields = .standard)
    {
        id = article.id.rawValue
        locked = article.choices.isLocked ? true : nil
        related = ranking.entries.map {
            EntryRecord(
                $0,
                recommender.reasons(for: $0, under: article),
                family: article.links.family,
                fields: fields
            )
        }
    }

    /// What is similar to a text.
    init(text: String, _ ranking: Ranking, by recommender: Recommender) {
        self.text = text
        let article = Article(id: "", title: "", excerpt: text)
        related = ranking.entries.map {
            EntryRecord($0, recommender.reasons(for: $0, under: article), family: .web, fields: .standard)
        }
    }
}

/// Why an entry is there, as JSON: what each kind of evidence adds to the log-odds.
struct ReasonsRecord: Encodable {
    var logOdds: [String: Double]
    var sharedTerms: [String]
    var daysApart: Double?

    init(_ reasons: Reasons) {
        let pairs = reasons.contributions.map { ($0.rawValue, $1.rounded(toPlaces: 4)) }
        logOdds = Dictionary(uniqueKeysWithValues: pairs)
        sharedTerms = reasons.sharedTerms
        daysApart = reasons.daysApart?.rounded(toPlaces: 3)
    }
}

/// A related entry as JSON: id, probability, reasons, and the keys that an article file shows.
struct EntryRecord: Encodable {
    private struct ProviderRecord: Encodable { var name, domain: String? }
    private struct ImageRecord: Encodable {
        var url: String
        var width, height: Int?
        var isCached: Bool?
    }

    private let entry: RelatedEntry
    private let reasons: Reasons?
    private let family: ArticleLinks.KeyFamily
    private let fields: EntryFields

    init(_ entry: RelatedEntry, _ reasons: Reasons?, family: ArticleLinks.KeyFamily, fields: EntryFields) {
        self.entry = entry
        self.reasons = reasons
        self.family = family
        self.fields = fields
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        let article = entry.article
        try container.encode(article.id.rawValue, forKey: JSONKey("id"))
        try container.encodeIfPresent(
            entry.probability?.rounded(toPlaces: 6),
            forKey: JSONKey("probability")
        )
        if entry.isPinned { try container.encode(true, forKey: JSONKey("pinned")) }
        try container.encodeIfPresent(reasons.map(ReasonsRecord.init), forKey: JSONKey("reasons"))
        for field in fields.fields { try encode(field, into: &container) }
    }

    private func encode(_ field: EntryField, into container: inout KeyedEncodingContainer<JSONKey>) throws {
        let article = entry.article
        let key = JSONKey(field.rawValue)
        switch field {
        case .title: try container.encode(article.title, forKey: key)
        case .excerpt: if !article.excerpt.isEmpty { try container.encode(article.excerpt, forKey: key) }
        case .publishedDateTime: try container.encodeIfPresent(article.published?.text, forKey: key)
        case .webUrl, .ampWebUrl, .cdnAmpWebUrl:
            if let (name, url) = article.links.entryLink(field, in: family) {
                try container.encode(url, forKey: JSONKey(name))
            }
        case .type: try container.encodeIfPresent(article.type, forKey: key)
        case .provider:
            let provider = article.provider.map { ProviderRecord(name: $0.name, domain: $0.domain) }
            try container.encodeIfPresent(provider, forKey: key)
        case .quality: try container.encodeIfPresent(article.quality, forKey: key)
        case .images:
            guard !article.images.isEmpty else { return }
            let images = article.images.map {
                ImageRecord(url: $0.url, width: $0.width, height: $0.height, isCached: $0.isCached)
            }
            try container.encode(images, forKey: key)
        }
    }
}

extension Encodable {
    /// One line of JSON, keys sorted so that equal values give equal text.
    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension Double {
    func rounded(toPlaces places: Int) -> Double {
        let factor = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][places] as Double
        return (self * factor).rounded() / factor
    }
}
