import Corpus
import GRDB

/// Writes the rows of articles, several with each statement.
struct ArticleInsertion {
    private var article: RowInsertion
    private var topic: RowInsertion
    private var image: RowInsertion
    private var pin: RowInsertion
    private var exclusion: RowInsertion

    /// - Parameter isBulk: whether there are many articles to come, so that statements of many rows are worth preparing.
    init(_ db: Database, isBulk: Bool) throws {
        func rows(_ count: Int) -> Int { isBulk ? count : 1 }
        article = try RowInsertion(
            db,
            "INSERT INTO article",
            columns: SQLiteAccess.articleColumns,
            rows: rows(16)
        )
        topic = try RowInsertion(db, "INSERT INTO topic", columns: 3, rows: rows(32))
        image = try RowInsertion(db, "INSERT INTO image", columns: 6, rows: rows(16))
        pin = try RowInsertion(db, "INSERT INTO pin", columns: 4, rows: rows(4))
        exclusion = try RowInsertion(db, "INSERT INTO exclusion", columns: 3, rows: rows(4))
    }

    var isFull: Bool { article.isFull }

    mutating func add(_ item: Article, _ key: Int64, source: Int64) throws {
        article.add([
            key, source, (item.origin?.line ?? 1),
            item.id.rawValue, item.title, item.excerpt,
            item.body, item.published?.text, item.links.family.rawValue,
            item.links.original, item.links.web, item.links.amp, item.links.cdnAmp,
            item.type, item.provider?.name, item.provider?.domain, item.quality,
            item.language, item.isPublished, item.choices.isLocked,
            item.page.kind == .article ? nil : item.page.kind.rawValue, item.page.path, item.page.url,
            item.page.translationKey, item.page.series, item.page.expires?.text, item.detectedLanguage,
            item.links.canonical,
        ])
        for (position, name) in item.topics.enumerated() { topic.add([key, position, name]) }
        for (position, picture) in item.images.enumerated() {
            image.add([key, position, picture.url, picture.width, picture.height, picture.isCached])
        }
        for (position, choice) in item.choices.pinned.enumerated() {
            let (reference, entry) = try PinRecord.columns(of: choice)
            pin.add([key, position, reference, entry])
        }
        for (position, reference) in item.choices.excluded.enumerated() {
            exclusion.add([key, position, reference])
        }
    }

    /// Writes the articles and then, as rows must not come before what they belong to, most of their parts.
    mutating func flush() throws {
        try article.finish()
        try topic.flush()
        try image.flush()
        try pin.flush()
        try exclusion.flush()
    }

    mutating func finish() throws {
        try article.finish()
        try topic.finish()
        try image.finish()
        try pin.finish()
        try exclusion.finish()
    }
}
