import Corpus
import GRDB

extension SQLiteAccess {
    /// The columns of an article's table; what a query selects besides comes behind them.
    static let articleColumns = 28

    /// An article without its parts, from a row of all columns of its table, in the table's order.
    static func article(_ row: Row, _ origin: ArticleOrigin?) throws -> Article {
        let provider = Provider(name: try row.decode(atIndex: 14), domain: try row.decode(atIndex: 15))
        let published: String? = try row.decode(atIndex: 7)
        var article = Article(
            id: ArticleID(try row.decode(String.self, atIndex: 3)),
            title: try row.decode(atIndex: 4),
            excerpt: try row.decode(atIndex: 5),
            body: try row.decode(atIndex: 6),
            published: published.flatMap { PublicationDate($0) },
            links: ArticleLinks(
                family: ArticleLinks.KeyFamily(rawValue: try row.decode(String.self, atIndex: 8)) ?? .web,
                original: try row.decode(atIndex: 9),
                web: try row.decode(atIndex: 10),
                amp: try row.decode(atIndex: 11),
                cdnAmp: try row.decode(atIndex: 12)
            ),
            type: try row.decode(atIndex: 13),
            provider: provider == Provider() ? nil : provider,
            quality: try row.decode(atIndex: 16),
            language: try row.decode(atIndex: 17),
            isPublished: try row.decode(atIndex: 18),
            choices: EditorialChoices(isLocked: try row.decode(atIndex: 19)),
            page: try page(row),
            origin: origin
        )
        article.detectedLanguage = try row.decode(atIndex: 26)
        article.links.canonical = try row.decode(atIndex: 27)
        return article
    }
}

extension SQLiteAccess {
    /// The columns of an article's row.
    private static func page(_ row: Row) throws -> ArticlePage {
        let (kind, expires): (String?, String?) = (try row.decode(atIndex: 20), try row.decode(atIndex: 25))
        return ArticlePage(
            kind: kind.flatMap { ArticlePage.Kind(rawValue: $0) } ?? .article,
            path: try row.decode(atIndex: 21),
            url: try row.decode(atIndex: 22),
            translationKey: try row.decode(atIndex: 23),
            series: try row.decode(atIndex: 24),
            expires: expires.flatMap { PublicationDate($0) }
        )
    }
}

/// What belongs to articles in tables of its own, read alongside them in ascending order of their keys.
struct ArticleParts {
    private var topics: Children<String>
    private var images: Children<ArticleImage>
    private var pins: Children<EditorialChoices.Pin>
    private var exclusions: Children<String>

    /// - Parameter keys: a JSON list of the articles' keys; nil for all articles.
    init(_ db: Database, of keys: String? = nil) throws {
        func rows(_ columns: String, _ table: String) throws -> RowCursor {
            let condition = keys == nil ? "" : "WHERE article IN (SELECT value FROM json_each(?)) "
            let statement = try db.cachedStatement(
                sql: "SELECT article, \(columns) FROM \(table) \(condition)ORDER BY article, position"
            )
            return try Row.fetchCursor(statement, arguments: keys.map { [$0] } ?? [])
        }
        topics = try Children(rows("name", "topic")) { try $0.decode(atIndex: 1) }
        images = try Children(rows("url, width, height, isCached", "image")) {
            ArticleImage(
                url: try $0.decode(atIndex: 1),
                width: try $0.decode(atIndex: 2),
                height: try $0.decode(atIndex: 3),
                isCached: try $0.decode(atIndex: 4)
            )
        }
        pins = try Children(rows("reference, entry", "pin")) {
            try PinRecord.pin(reference: try $0.decode(atIndex: 1), entry: try $0.decode(atIndex: 2))
        }
        exclusions = try Children(rows("reference", "exclusion")) { try $0.decode(atIndex: 1) }
    }

    /// The article with its parts; articles must come in ascending order of their keys.
    mutating func complete(_ article: Article, _ key: Int64) throws -> Article {
        let parts = (
            topics: try topics.next(of: key), images: try images.next(of: key),
            pins: try pins.next(of: key), exclusions: try exclusions.next(of: key)
        )
        var article = article
        // Each change copies all that the article says, and most have but topics.
        if !parts.topics.isEmpty { article.topics = parts.topics }
        if !parts.images.isEmpty { article.images = parts.images }
        if !parts.pins.isEmpty { article.choices.pinned = parts.pins }
        if !parts.exclusions.isEmpty { article.choices.excluded = parts.exclusions }
        return article
    }
}

/// Rows of one table that belong to articles; the first column is the article's key.
private struct Children<Child> {
    private let rows: RowCursor
    private let decode: (Row) throws -> Child
    private var pending: (article: Int64, child: Child)?

    init(_ rows: RowCursor, decode: @escaping (Row) throws -> Child) throws {
        self.rows = rows
        self.decode = decode
        try advance()
    }

    private mutating func advance() throws {
        pending = try rows.next().map { (try $0.decode(atIndex: 0), try decode($0)) }
    }

    /// The children of one article; articles must be asked for in ascending order.
    mutating func next(of article: Int64) throws -> [Child] {
        var children: [Child] = []
        while let (owner, child) = pending, owner <= article {
            if owner == article { children.append(child) }
            try advance()
        }
        return children
    }
}
