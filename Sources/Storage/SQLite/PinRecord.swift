import Corpus
import Foundation

/// A pinned entry that was written out, as the JSON of the index's own.
///
/// Every field stands for itself, so that what is read back equals what was read from the file; the keys of
/// article files would not tell, for one, which family of link names an entry had.
struct PinRecord: Codable {
    private struct Picture: Codable {
        var url: String
        var width, height: Int?
        var isCached: Bool?
    }

    private var id, title, excerpt: String
    private var published: String?
    private var linkFamily: String
    private var original, web, amp, cdnAmp, canonical: String?
    private var type, providerName, providerDomain: String?
    private var topics: [String]
    private var quality: Double?
    private var images: [Picture]
    private var language: String?
    private var url: String?

    private init(_ entry: Article) {
        id = entry.id.rawValue
        title = entry.title
        excerpt = entry.excerpt
        published = entry.published?.text
        linkFamily = entry.links.family.rawValue
        original = entry.links.original
        web = entry.links.web
        amp = entry.links.amp
        cdnAmp = entry.links.cdnAmp
        canonical = entry.links.canonical
        type = entry.type
        providerName = entry.provider?.name
        providerDomain = entry.provider?.domain
        topics = entry.topics
        quality = entry.quality
        images = entry.images.map {
            Picture(url: $0.url, width: $0.width, height: $0.height, isCached: $0.isCached)
        }
        language = entry.language
        url = entry.page.url
    }

    private var article: Article {
        let provider = Provider(name: providerName, domain: providerDomain)
        return Article(
            id: ArticleID(id),
            title: title,
            excerpt: excerpt,
            published: published.flatMap { PublicationDate($0) },
            links: ArticleLinks(
                family: ArticleLinks.KeyFamily(rawValue: linkFamily) ?? .web,
                original: original,
                web: web,
                amp: amp,
                cdnAmp: cdnAmp,
                canonical: canonical
            ),
            type: type,
            provider: provider == Provider() ? nil : provider,
            topics: topics,
            quality: quality,
            images: images.map {
                ArticleImage(url: $0.url, width: $0.width, height: $0.height, isCached: $0.isCached)
            },
            language: language,
            page: ArticlePage(url: url)
        )
    }

    /// What the two columns of a pin hold; one of them is NULL.
    static func columns(of pin: EditorialChoices.Pin) throws -> (reference: String?, entry: String?) {
        switch pin {
        case .reference(let reference): (reference, nil)
        case .entry(let article):
            (nil, String(decoding: try JSONEncoder().encode(PinRecord(article)), as: UTF8.self))
        }
    }

    /// The pin that the two columns hold.
    ///
    /// - Throws: ``DamagedPin`` where they hold none.
    static func pin(reference: String?, entry: String?) throws(DamagedPin) -> EditorialChoices.Pin {
        if let reference { return .reference(reference) }
        guard let entry, let record = try? JSONDecoder().decode(PinRecord.self, from: Data(entry.utf8)) else {
            throw DamagedPin()
        }
        return .entry(record.article)
    }
}

/// A row that holds no pin: somebody else wrote into the index, or the disk failed.
struct DamagedPin: Error {}
