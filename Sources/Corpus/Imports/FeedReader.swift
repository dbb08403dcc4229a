import Markup

/// Reads feeds (RSS 0.9 to 2.0, RSS 1.0, Atom) and what WordPress exports, which is RSS with more.
///
/// - RSS 2.0: https://www.rssboard.org/rss-specification
/// - Atom: RFC 4287
struct FeedReader {
    /// What a feed holds.
    struct Feed {
        var items: [ImportedItem]
        /// The line at which the XML is not well formed; nil where it is.
        var damagedLine: Int?
    }

    /// - Throws: ``ExportFailure`` where it is no feed, or declares entities.
    static func items(in content: [UInt8]) throws(ExportFailure) -> Feed {
        // Sites print line feeds and warnings before what they were asked for, which XML does not allow.
        let start = content.startOfXML
        let bytes = start == 0 ? content : Array(content[start...])
        var reader = FeedReader(linesBefore: content[..<start].count { $0 == 0x0A })
        var damagedLine: Int?
        do throws(XMLFailure) {
            damagedLine = try XMLReader.read(bytes) { reader.receive($0) }
            if damagedLine != nil, let escaped = bytes.escapingAmpersands {
                // The most usual fault, of which nothing need be lost.
                reader = FeedReader(linesBefore: reader.linesBefore)
                damagedLine = try XMLReader.read(escaped) { reader.receive($0) }
            }
        } catch {
            switch error {
            case .declaresEntities:
                throw ExportFailure(
                    "the XML declares entities or attributes of its own, which could grow without bound",
                    "remove <!ENTITY ...> and <!ATTLIST ...> from it"
                )
            case .crowdedTag(let line):
                throw ExportFailure(
                    "a tag has more than 256 attributes, as none of a feed has",
                    "export it again; it is not read until then",
                    line: line + reader.linesBefore
                )
            case .noMemory: throw ExportFailure("there is no memory for it", "split it", kind: .tooLarge)
            }
        }
        guard reader.isFeed else {
            throw ExportFailure(
                "the XML is no feed (RSS or Atom) and no export of WordPress",
                "name a feed's file, or convert it to JSON lines"
            )
        }
        return Feed(items: reader.finished(), damagedLine: damagedLine.map { $0 + reader.linesBefore })
    }

    /// An element that is open.
    private struct Open {
        var vocabulary: FeedVocabulary
        var name: String
        /// Against which relative addresses are meant; nil where nothing says so.
        var base: String?
        var language: String?
    }

    private var open: [Open] = []
    private var feed = FeedTraits()
    private var item: FeedItem?
    private var items: [FeedItem] = []
    private var attachments: [String: String] = [:]
    private var isFeed = false
    private let linesBefore: Int

    private init(linesBefore: Int) { self.linesBefore = linesBefore }

    /// What is being gathered of the element that is open at this depth.
    private var text = ""
    private var textDepth: Int?
    /// Elements of XHTML within it are written out.
    private var isMarkup = false

    private mutating func receive(_ event: XMLEvent) {
        switch event {
        case .start(let element): start(element)
        case .text(let piece):
            guard textDepth != nil else { return }
            text += isMarkup ? piece.escapedForHTML : piece
        case .end:
            if !open.isEmpty { end(open.removeLast()) }
        }
    }

    private mutating func start(_ element: XMLElement) {
        let vocabulary = FeedVocabulary(element.namespace)
        let xml = element.attributes.filter { FeedVocabulary($0.namespace) == .xml }
        let base = (xml.first { $0.name == "base" }?.value.trimmed)
            .map { WebLink.resolved($0, against: open.last?.base) }
            .flatMap { $0.utf8.count <= WebLink.longestBase ? $0 : nil }
        let language = xml.first { $0.name == "lang" }?.value
        open.append(
            Open(
                vocabulary: vocabulary,
                name: element.name,
                base: base ?? open.last?.base,
                language: language?.forEachItem ?? open.last?.language
            )
        )
        if textDepth != nil {
            // Some feeds have HTML as elements where it should be text.
            if !isMarkup { text = text.escapedForHTML }
            isMarkup = true
            text += element.tag
            return
        }
        if vocabulary.isFeed, ["rss", "RDF", "feed"].contains(element.name) { isFeed = true }
        if vocabulary.isFeed, element.name == "item" || element.name == "entry" {
            isFeed = true
            item = FeedItem(line: element.line + linesBefore)
            item?.rdfAbout = element.attributes.first { $0.name == "about" }?.value
            if element.name == "entry" { item?.language = open.last?.language }
            return
        }
        guard item != nil || isOfFeed(element, vocabulary) else { return }
        item?.start(element, vocabulary, base: open.last?.base)
        if item == nil { feed.start(element, vocabulary) }
        if item != nil, FeedItem.isContainer(element.name, vocabulary) { return }
        text = ""
        textDepth = open.count
        isMarkup = element["type"] == "xhtml"
    }

    /// Whether an element outside of items tells something of the feed.
    private func isOfFeed(_ element: XMLElement, _ vocabulary: FeedVocabulary) -> Bool {
        guard open.count > 1, vocabulary.isFeed || vocabulary == .dublinCore || vocabulary == .wordPress
        else { return false }
        let parent = open[open.count - 2].name
        return (parent == "channel" || parent == "feed")
            && ["title", "link", "language", "base_blog_url"].contains(element.name)
    }

    private mutating func end(_ element: Open) {
        if let textDepth {
            if open.count >= textDepth {
                text += "</\(element.name)>"
                return
            }
            self.textDepth = nil
            isMarkup = false
            if item != nil {
                item?.end(element.name, element.vocabulary, text, within: open.last?.name ?? "")
            } else {
                feed.end(element.name, text)
            }
            return
        }
        guard element.vocabulary.isFeed, element.name == "item" || element.name == "entry", let item else {
            return
        }
        if let (id, url) = item.attachment {
            if url.utf8.count <= WebLink.longestShared { attachments[id] = url }
        } else if item.isListed {
            items.append(item)
        }
        self.item = nil
    }

    private func finished() -> [ImportedItem] {
        var used: Set<String> = []
        return items.map { item in
            var item = item.imported(by: feed, attachments)
            // Feeds without names for their items still have one article each.
            if case .text(let id)? = item["id"], !used.insert(id).inserted, item["webUrl"] != nil {
                item["id"] = nil
            }
            return item
        }
    }
}

extension [UInt8] {
    /// Where XML begins, if anything stands before it; 0 where nothing is sure.
    var startOfXML: Int {
        let start = prefix(4096)
        for mark in ["<?xml", "<rss", "<feed", "<rdf:RDF"] {
            let mark = Array(mark.utf8)
            let place = start.indices.first { place in
                start[place...].starts(with: mark)
                    && (place == 0 || start[place - 1] <= 0x20
                        || start[..<place].elementsEqual([0xEF, 0xBB, 0xBF]))
            }
            if let place { return place }
        }
        return 0
    }

    /// XML in which each `&` that begins no reference stands for itself; nil where there is none.
    ///
    /// - Complexity: O(count).
    fileprivate var escapingAmpersands: [UInt8]? {
        var escaped: [UInt8] = []
        var start = 0
        var position = 0
        while position < count {
            guard self[position] == UInt8(ascii: "&") else {
                // What stands in CDATA is no reference.
                let isCDATA =
                    self[position] == UInt8(ascii: "<") && self[position...].starts(with: "<![CDATA[".utf8)
                position = isCDATA ? endOfCDATA(from: position) : position + 1
                continue
            }
            position += 1
            if beginsReference(at: position - 1) { continue }
            escaped += self[start..<position] + Array("amp;".utf8)
            start = position
        }
        return escaped.isEmpty ? nil : escaped + self[start...]
    }

    private func endOfCDATA(from start: Int) -> Int {
        var position = start
        while let bracket = self[position...].firstIndex(of: UInt8(ascii: "]")) {
            if self[bracket...].starts(with: "]]>".utf8) { return bracket + 3 }
            position = bracket + 1
        }
        return count
    }
}
