import Foundation
import Kernels
import Markup

/// What a page of built HTML says of itself, for people, for social networks and for search engines.
///
/// - Open Graph: https://ogp.me
/// - The names of `meta`: https://html.spec.whatwg.org/multipage/semantics.html#standard-metadata-names
struct HTMLPage {
    private var meta: [String: String] = [:]
    private var body = PageBody()
    private var linked = LinkedData()
    private var heads: [String: String] = [:]
    private var language: String?
    private var address: String?
    private var tags: [String] = []
    /// Addresses of the page in its languages.
    private var versions: Set<String> = []
    /// Dates of `time` elements: what is marked as the page's own, and the first of all.
    private var markedDate: String?
    private var firstDate: String?
    /// What is gathered of an element's text, and how many elements are open within it.
    private var gathered: (name: String, text: String, depth: Int)?
    /// Whether it is read to a place only where more is open, or a tag has more, than in any page.
    private(set) var isCut = false

    /// Bytes of a text that is gathered, but those of linked data, and how many tags there may be.
    private static let longest = 16_384
    private static let mostTags = 128

    /// - Parameter bytes: UTF-8.
    /// - Complexity: O(bytes).
    init(_ bytes: [UInt8]) {
        isCut = HTMLReader.read(bytes) { receive($0) }
        body.finish()
    }

    // MARK: - As it is asked for

    /// The page's own title, without its site's name where the page says that.
    var title: String? {
        let (heading, other) = (heads["h1 of text"], heads["h1"])
        guard let title = (meta["og:title"] ?? meta["twitter:title"] ?? heads["title"]).map(withoutSite),
            !title.isEmpty
        else { return linked.headline.map(ImportedText.line) ?? heading ?? other }
        // What is set over the text is the title that the name of the site, or of a part of it, was added to.
        if let heading, title.contains(heading) { return heading }
        if let other, title.hasPrefix(other) { return other }
        return title
    }

    private func withoutSite(_ title: String) -> String {
        let title = ImportedText.line(title)
        guard let site = meta["og:site_name"].map(ImportedText.line), !site.isEmpty, title.hasSuffix(site)
        else {
            return title
        }
        let rest = title.dropLast(site.count)
        let marks = " |-–—·•:»«›"
        guard let last = rest.last, marks.contains(last),
            let end = rest.lastIndex(where: { !marks.contains($0) })
        else { return title }
        return String(rest[...end])
    }

    var excerpt: String? {
        (meta["description"] ?? meta["og:description"] ?? meta["twitter:description"]).map(ImportedText.line)
    }

    /// The text below the heading.
    var text: String { body.text }

    /// Whether it shows several articles, none of which is the page's own.
    var listsArticles: Bool { body.listsArticles }

    /// What may be the date, first what counts first; those that are none are left out.
    var dates: [String] {
        let names = [
            "article:published_time", "datepublished", "date", "dc.date.issued", "dcterms.created", "dc.date",
            "pubdate",
            "publishdate", "publish-date", "sailthru.date", "parsely-pub-date",
        ]
        let own =
            [meta[names[0]], linked.published, markedDate] + names.dropFirst().map { meta[$0] } + [firstDate]
        return own.compactMap(\.self).filter { PublicationDate($0) != nil }
    }

    var changeDates: [String] {
        [meta["article:modified_time"], linked.modified, meta["datemodified"], meta["og:updated_time"]]
            .compactMap(\.self).filter { PublicationDate($0) != nil }
    }

    var topics: [String] {
        let lists = [meta["keywords"], meta["news_keywords"]].compactMap(\.self)
        return Topics.of(tags + lists.flatMap { $0.split(separator: ",").map(String.init) })
    }

    /// A BCP 47 tag, or what stands for one.
    var languageTag: String? {
        let text = language ?? meta["og:locale"]?.replacing("_", with: "-")
        return text.flatMap { $0.isEmpty ? nil : LanguageTag($0)?.text }
    }

    /// The whole address that it has by its own word.
    var canonical: String? {
        [address, meta["og:url"]].lazy.compactMap { $0?.trimmed }.first { WebLink.isAbsolute($0) }
    }

    /// What the versions of a text in several languages have in common: that each names them all.
    ///
    /// Many pages name the start pages of other languages where there is no translation, so one that is not among the
    /// versions that it names has none.
    ///
    /// - Parameter address: of the page itself.
    func translationKey(at address: String) -> String? {
        let pages = Set(versions.compactMap { CanonicalURL($0)?.description })
        guard pages.count > 1, let own = CanonicalURL(address)?.description, pages.contains(own) else {
            return nil
        }
        return "hreflang-" + String(contentHash(Array(pages.sorted().joined(separator: " ").utf8)), radix: 16)
    }

    /// The address of its picture.
    var image: String? { meta["og:image"] }

    /// Whether search engines shall not show it.
    var isHidden: Bool {
        ["robots", "googlebot"].contains { name in
            let words = meta[name]?.lowercased().split { !$0.isLetter } ?? []
            return words.contains("noindex") || words.contains("none")
        }
    }

    /// Whether it only leads elsewhere.
    var isRedirect: Bool { meta["refresh"]?.lowercased().contains("url=") ?? false }

    // MARK: - As it is read

    private mutating func receive(_ event: XMLEvent) {
        switch event {
        case .start(let element):
            if gathered != nil { gathered?.depth += 1 } else { begin(element) }
            note(element)
            body.start(element)
        case .text(let text):
            if let now = gathered, now.text.utf8.count < limit { gathered?.text += text }
            body.add(text)
        case .end:
            if let now = gathered {
                if now.depth == 0 { end(now.name, now.text) } else { gathered?.depth -= 1 }
            }
            body.end()
        }
    }

    private var limit: Int { gathered?.name == "script" ? LinkedData.longest : Self.longest }

    /// Begins to gather the text of an element that is asked for.
    private mutating func begin(_ element: XMLElement) {
        var name = element.name
        switch name {
        // Drawings have titles as well.
        case "title": if body.isInDrawing || heads[name] != nil { return }
        case "h1":
            if body.isInText { name = "h1 of text" }
            if body.isAside || body.isDropped && !body.isInText || heads[name] != nil { return }
        case "a":
            let relations = element["rel"]?.lowercased().split(separator: " ") ?? []
            if body.isAside || !relations.contains("tag") { return }
        case "script": if element["type"]?.lowercased() != "application/ld+json" { return }
        default: return
        }
        gathered = (name, "", 0)
    }

    private mutating func end(_ name: String, _ text: String) {
        gathered = nil
        switch name {
        case "script": linked.add(text)
        case "a": add(tag: text)
        default:
            let line = ImportedText.line(text)
            if !line.isEmpty { heads[name] = line }
        }
    }

    private mutating func add(tag: String) {
        if tags.count < Self.mostTags { tags.append(tag) }
    }

    private mutating func note(_ element: XMLElement) {
        switch element.name {
        case "html": language = (element["lang"] ?? element["xml:lang"])?.trimmed
        case "link":
            let relations = element["rel"]?.lowercased().split(separator: " ") ?? []
            if relations.contains("canonical"), address == nil { address = element["href"] }
            // "x-default" is a page for all other languages, and feeds have languages too.
            if relations.contains("alternate"), let language = element["hreflang"]?.trimmed.lowercased(),
                language != "x-default", element["type"] == nil || element["type"] == "text/html",
                let href = element["href"]?.trimmed, WebLink.isAbsolute(href), versions.count < Self.mostTags
            {
                versions.insert(href)
            }
        case "time":
            guard !body.isAside, let date = element["datetime"]?.trimmed, PublicationDate(date) != nil else {
                return
            }
            if firstDate == nil { firstDate = date }
            let isMarked =
                element["pubdate"] != nil || element["itemprop"]?.contains("datePublished") ?? false
            if isMarked, markedDate == nil { markedDate = date }
        case "meta":
            let names = [element["property"], element["name"], element["itemprop"], element["http-equiv"]]
            guard let content = element["content"]?.trimmed, !content.isEmpty,
                content.utf8.count <= Self.longest
            else { return }
            for name in names.compactMap({ $0?.trimmed.lowercased() }) where Self.known.contains(name) {
                if name == "article:tag" {
                    add(tag: content)
                } else if meta[name] == nil {
                    meta[name] = content
                }
            }
        default: break
        }
    }

    /// The names of `meta` that are read, in small letters.
    private static let known: Set = [
        "og:title", "og:description", "og:site_name", "og:locale", "og:url", "og:image", "og:updated_time",
        "twitter:title", "twitter:description", "description", "keywords", "news_keywords", "robots",
        "googlebot",
        "refresh", "article:published_time", "article:modified_time", "article:tag", "datepublished",
        "datemodified",
        "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "publish-date",
        "sailthru.date",
        "parsely-pub-date",
    ]
}
