#if Postgres

import Corpus
import Foundation
import Platform

/// Articles as rows.
extension PostgresAccess {
    /// The columns of an article, in the order in which rows are written and read.
    static let articleColumns = """
        key, source, origin, line, id, title, excerpt, body, published, link_family, original_url, web_url, amp_url, \
        cdn_amp_url, canonical_url, type, provider_name, provider_domain, quality, language, detected_language, \
        is_published, is_locked, page_kind, path, url, translation_key, series, expires, topics, images, pins, \
        exclusions
        """

    /// - Parameter source: of the article's file; nil for an upserted one.
    static func row(_ article: Article, _ key: Int64, source: Int64?) throws -> [PostgresValue] {
        let (links, page) = (article.links, article.page)
        return [
            .int(key), source.map { .int($0) } ?? .null,
            PostgresValue(source == nil ? article.origin?.path : nil),
            .int(Int64(article.origin?.line ?? 1)),
            .text(article.id.rawValue), .text(article.title), .text(article.excerpt), .text(article.body),
            PostgresValue(article.published?.text), .text(links.family.rawValue),
            PostgresValue(links.original),
            PostgresValue(links.web), PostgresValue(links.amp), PostgresValue(links.cdnAmp),
            PostgresValue(links.canonical), PostgresValue(article.type),
            PostgresValue(article.provider?.name),
            PostgresValue(article.provider?.domain), PostgresValue(article.quality),
            PostgresValue(article.language), PostgresValue(article.detectedLanguage),
            PostgresValue(article.isPublished), .bool(article.choices.isLocked),
            PostgresValue(page.kind == .article ? nil : page.kind.rawValue), PostgresValue(page.path),
            PostgresValue(page.url), PostgresValue(page.translationKey), PostgresValue(page.series),
            PostgresValue(page.expires?.text), .texts(article.topics),
            PostgresValue(
                try article.images.isEmpty ? nil : text(of: article.images.map(ImageRecord.init))
            ),
            PostgresValue(
                try article.choices.pinned.isEmpty
                    ? nil
                    : text(
                        of: article.choices.pinned.map {
                            let (reference, entry) = try PinRecord.columns(of: $0)
                            return [reference, entry]
                        }
                    )
            ),
            .texts(article.choices.excluded),
        ]
    }

    /// - Parameter path: of the article's file; nil for an upserted one.
    static func article(_ row: PostgresRow, path: String?) throws -> Article {
        func date(_ column: Int) -> PublicationDate? { row.text(column).flatMap { PublicationDate($0) } }
        guard let id = row.text(4), let title = row.text(5), let excerpt = row.text(6),
            let body = row.text(7)
        else {
            throw missingRow
        }
        let provider = Provider(name: row.text(16), domain: row.text(17))
        let origin = (path ?? row.text(2)).map { ArticleOrigin(path: $0, line: Int(row.int(3) ?? 1)) }
        var article = Article(
            id: ArticleID(id),
            title: title,
            excerpt: excerpt,
            body: body,
            published: date(8),
            links: ArticleLinks(
                family: row.text(9).flatMap { ArticleLinks.KeyFamily(rawValue: $0) } ?? .web,
                original: row.text(10),
                web: row.text(11),
                amp: row.text(12),
                cdnAmp: row.text(13),
                canonical: row.text(14)
            ),
            type: row.text(15),
            provider: provider == Provider() ? nil : provider,
            topics: row.texts(29) ?? [],
            quality: row.real(18),
            images: try decoded([ImageRecord].self, row.text(30)).map(\.image),
            language: row.text(19),
            isPublished: row.bool(21),
            choices: EditorialChoices(
                pinned: try decoded([[String?]].self, row.text(31)).map { pin in
                    guard pin.count == 2 else { throw DamagedPin() }
                    return try PinRecord.pin(reference: pin[0], entry: pin[1])
                },
                excluded: row.texts(32) ?? [],
                isLocked: row.bool(22) ?? false
            ),
            page: ArticlePage(
                kind: row.text(23).flatMap { ArticlePage.Kind(rawValue: $0) } ?? .article,
                path: row.text(24),
                url: row.text(25),
                translationKey: row.text(26),
                series: row.text(27),
                expires: date(28)
            ),
            origin: origin
        )
        article.detectedLanguage = row.text(20)
        return article
    }

    static var missingRow: StoreError { .damaged(path: "the database", detail: "a row is missing") }

    static func text(of value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }

    static func decoded<Value: Decodable & RangeReplaceableCollection>(
        _ type: Value.Type,
        _ text: String?
    ) throws -> Value {
        guard let text else { return Value() }
        guard let value = try? JSONDecoder().decode(type, from: Data(text.utf8)) else {
            throw DamagedPin()
        }
        return value
    }
}

/// A picture as JSON.
private struct ImageRecord: Codable {
    var url: String
    var width, height: Int?
    var isCached: Bool?

    init(_ image: ArticleImage) {
        (url, width, height, isCached) = (image.url, image.width, image.height, image.isCached)
    }

    var image: ArticleImage { ArticleImage(url: url, width: width, height: height, isCached: isCached) }
}

#endif
