import Corpus
import Foundation
import Platform
import TestSupport
import Testing

/// Reads a text as an export that was named.
func export(_ text: String, name: String = "export.xml") throws -> SourceReading {
    try export(Array(text.utf8), name: name)
}

func export(_ bytes: [UInt8], name: String = "export.xml") throws -> SourceReading {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + name
    try Data(bytes).write(to: URL(filePath: path))
    let listing = SourceListing([path])
    return SourceReading(try #require(listing.files.first), ReadingRules())
}

@Suite struct FeedReadingTests {
    /// A feed as sites have them, and what is to be read of its first item.
    struct Shape: CustomTestStringConvertible {
        var testDescription: String
        var feed: String
        var title = "Ferry stops running"
        var url: String? = "https://harbour.example/ferry/"
        var excerpt = ""
        var body = ""
        var date: String?
        var topics: [String] = []
        var language: String?
        var provider: String?
        var images: [String] = []
        var id: String?

        init(_ name: String, _ feed: String, _ change: (inout Shape) -> Void = { _ in }) {
            (testDescription, self.feed) = (name, feed)
            change(&self)
        }
    }

    private static func rss(_ item: String, channel: String = "", spaces: String = "") -> String {
        "<rss version=\"2.0\"\(spaces)><channel>\(channel)<item>\(item)</item></channel></rss>"
    }

    private static let named = "<title>Ferry stops running</title><link>https://harbour.example/ferry/</link>"
    private static let content = " xmlns:content=\"http://purl.org/rss/1.0/modules/content/\""
    private static let media = " xmlns:media=\"http://search.yahoo.com/mrss/\""
    private static let atom = "<feed xmlns=\"http://www.w3.org/2005/Atom\">"

    static let shapes: [Shape] = [
        Shape(
            "RSS 2.0 with everything",
            rss(
                """
                \(named)<guid isPermaLink="false">n-1</guid><description>The pier is closed.</description>
                <pubDate>Wed, 06 Mar 2024 07:30:00 GMT</pubDate><category>Harbour</category><category>Traffic</category>
                """,
                channel:
                    "<title>Harbour Post</title><link>https://www.harbour.example/</link><language>en-GB</language>"
            )
        ) {
            ($0.id, $0.excerpt, $0.date) = ("n-1", "The pier is closed.", "2024-03-06T07:30:00Z")
            ($0.topics, $0.language, $0.provider) = (["Harbour", "Traffic"], "en-GB", "Harbour Post")
        },
        Shape(
            "text in CDATA",
            rss(
                "<title><![CDATA[Ferry <em>stops</em> running]]></title><link><![CDATA[ https://harbour.example/ferry/ ]]></link>"
            )
        ),
        Shape(
            "escaped twice",
            rss(
                "<title>Ferry &amp;amp;amp; tram &amp;#8217;s</title><link>https://harbour.example/ferry/</link><description>&lt;p&gt;Tea &amp;amp;amp; cake&lt;/p&gt;</description>"
            )
        ) { ($0.title, $0.excerpt) = ("Ferry & tram ’s", "Tea & cake") },
        Shape(
            "code in a title stays",
            rss("<title>Why &amp;lt;b&amp;gt; is bold</title><link>https://harbour.example/ferry/</link>")
        ) {
            $0.title = "Why <b> is bold"
        },
        Shape(
            "the whole text",
            rss(
                "\(named)<description>Short.</description><content:encoded><![CDATA[<p>Long &amp; wide.</p><script>no()</script>]]></content:encoded>",
                spaces: content
            )
        ) { ($0.excerpt, $0.body) = ("Short.", "Long & wide.") },
        Shape(
            "a long description is the text",
            rss(
                "\(named)<description>\(String(repeating: "Word after word. ", count: 150))</description>"
            )
        ) {
            $0.body = String(repeating: "Word after word. ", count: 150).trimmingCharacters(in: .whitespaces)
        },
        Shape(
            "relative link",
            rss(
                "<title>Ferry stops running</title><link>/ferry/</link>",
                channel: "<link>https://harbour.example/news/</link>"
            )
        ),
        Shape(
            "relative link with dots",
            rss(
                "<title>Ferry stops running</title><link>../ferry/</link>",
                channel: "<link>https://harbour.example/news/</link>"
            )
        ),
        Shape(
            "no link, but a guid that is one",
            rss(
                "<title>Ferry stops running</title><guid>https://harbour.example/ferry/</guid>"
            )
        ) { $0.id = "https://harbour.example/ferry/" },
        Shape("neither link nor guid", rss("<title>Ferry stops running</title>")) {
            ($0.url, $0.id) = (nil, "Ferry stops running")
        },
        Shape(
            "no title",
            rss(
                "<link>https://harbour.example/ferry/</link><description>The ferry has &lt;b&gt;stopped&lt;/b&gt;.</description>"
            )
        ) {
            ($0.title, $0.excerpt) = ("The ferry has stopped.", "The ferry has stopped.")
        },
        Shape(
            "several enclosures",
            rss(
                """
                \(named)<enclosure url="https://harbour.example/a.mp3" type="audio/mpeg" length="1"/>
                <enclosure url="/b.jpg" type="image/jpeg" length="1"/><enclosure url="https://harbour.example/b.jpg" type="image/jpeg"/>
                """,
                channel: "<link>https://harbour.example/</link>"
            )
        ) { $0.images = ["https://harbour.example/b.jpg"] },
        Shape(
            "pictures with titles of their own",
            rss(
                """
                <media:group><media:content url="https://harbour.example/p.jpg" medium="image"><media:title>A pier</media:title>
                <media:description>Not the item's.</media:description></media:content></media:group>
                <media:thumbnail url="https://harbour.example/t.jpg"/>\(named)
                """,
                spaces: media
            )
        ) { $0.images = ["https://harbour.example/p.jpg", "https://harbour.example/t.jpg"] },
        Shape(
            "prefixes that nobody declared",
            rss(
                "\(named)<dc:date>2024-03-06</dc:date><content:encoded>&lt;p&gt;Text.&lt;/p&gt;</content:encoded>"
            )
        ) { ($0.date, $0.body) = ("2024-03-06", "Text.") },
        Shape(
            "ampersands that are none",
            rss(
                "<title>Ferry &amp; tram & bus &nbsp;&copy;</title><link>https://harbour.example/?a=1&b=2&amp;c=3</link>"
            )
        ) { ($0.title, $0.url) = ("Ferry & tram & bus ©", "https://harbour.example/?a=1&b=2&c=3") },
        Shape("HTML as elements", rss("\(named)<description>The <b>pier</b> is<br/>closed.</description>")) {
            $0.excerpt = "The pier is closed."
        },
        Shape(
            "RSS 0.91 with a document type",
            """
            <?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN"
            "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><item>\(named)
            <description>Caf&eacute;</description></item></channel></rss>
            """
        ) { $0.excerpt = "Café" },
        Shape(
            "RSS 1.0",
            """
            <?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
            xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <channel rdf:about="https://harbour.example/"><title>Harbour Post</title><link>https://harbour.example/</link></channel>
            <item rdf:about="https://harbour.example/ferry/">\(named)<dc:date>2004-03-06T10:00:00+01:00</dc:date>
            <dc:subject>Harbour</dc:subject></item></rdf:RDF>
            """
        ) {
            ($0.id, $0.date) = ("https://harbour.example/ferry/", "2004-03-06T10:00:00+01:00")
            ($0.topics, $0.provider) = (["Harbour"], "Harbour Post")
        },
        Shape(
            "Atom",
            """
            <?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de">
            <title>Hafenpost</title><link href="https://harbour.example/"/><entry><title>Ferry stops running</title>
            <link rel="edit" href="https://harbour.example/edit/1"/><link href="https://harbour.example/ferry/"/>
            <id>tag:harbour.example,2024:1</id><published>2024-03-06T07:30:00Z</published>
            <updated>2024-03-07T07:30:00Z</updated><author><name>A. Writer</name></author>
            <category term="hafen" label="Hafen"/><summary type="html">&lt;i&gt;Kurz&lt;/i&gt;</summary></entry></feed>
            """
        ) {
            ($0.id, $0.date, $0.topics) = ("tag:harbour.example,2024:1", "2024-03-06T07:30:00Z", ["Hafen"])
            ($0.excerpt, $0.language, $0.provider) = ("Kurz", "de", "Hafenpost")
        },
        Shape(
            "Atom with XHTML and bases",
            """
            <feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://harbour.example/"><entry xml:base="news/">
            <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <b>stops</b> running</div></title>
            <link href="../ferry/"/><id>1</id><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
            <p>If a &lt; b &amp; c.</p></div></content></entry></feed>
            """
        ) { ($0.id, $0.body) = ("1", "If a < b & c.") },
        Shape(
            "Atom that names its source",
            """
            \(atom)<title>Planet</title><entry><source><title>Harbour Post</title><id>x</id>
            <updated>2001-01-01T00:00:00Z</updated></source><title>Ferry stops running</title>
            <link href="https://harbour.example/ferry/"/><id>1</id><updated>2024-03-06T07:30:00Z</updated></entry></feed>
            """
        ) { ($0.id, $0.provider, $0.date) = ("1", "Harbour Post", "2024-03-06T07:30:00Z") },
        Shape(
            "Atom with an alternative of another kind first",
            """
            \(atom)<entry><title>Ferry stops running</title><link rel="self" href="https://harbour.example/1.atom"/>
            <link rel="alternate" type="text/html" href="https://harbour.example/ferry/"/><id>1</id></entry></feed>
            """
        ) { $0.id = "1" },
        Shape(
            "RSS with Atom's links",
            rss(
                "<atom:link rel=\"replies\" href=\"https://harbour.example/ferry/comments\"/>\(named)",
                spaces: " xmlns:atom=\"http://www.w3.org/2005/Atom\""
            )
        ),
        Shape(
            "a podcast",
            rss(
                "\(named)<itunes:title>Not this</itunes:title><itunes:image href=\"https://harbour.example/c.jpg\"/><itunes:summary>Spoken.</itunes:summary>",
                spaces: " xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\""
            )
        ) { ($0.excerpt, $0.images) = ("Spoken.", ["https://harbour.example/c.jpg"]) },
        Shape("a warning first", "PHP Warning: x in y on line 3\n<?xml version=\"1.0\"?>" + rss(named)),
        Shape("an empty line first", "\n\n  " + rss(named)),
        Shape("cut off", "<rss><channel><item>\(named)</item><item><title>Half"),
    ]

    @Test(arguments: shapes) func shapeOfAFeed(_ shape: Shape) throws {
        let article = try #require(try export(shape.feed).articles.first)
        #expect(article.title == shape.title)
        #expect(article.links.web == shape.url)
        #expect(article.excerpt == shape.excerpt)
        #expect(article.body == shape.body)
        #expect(article.published?.text == shape.date)
        #expect(article.topics == shape.topics)
        #expect(article.language == shape.language)
        #expect(article.provider?.name == shape.provider)
        #expect(article.images.map(\.url) == shape.images)
        #expect(article.id.rawValue == shape.id ?? shape.url)
        #expect(article.links.original == nil && article.isPublished == nil)
    }

    @Test func linesAndProblemsAreTold() throws {
        let feed = """
            <rss><channel>

            <item><title>A</title><link>https://a.example/1</link><pubDate>yesterday</pubDate></item>
            <item><title>B</title><link>https://a.example/2</link></item>
            </channel></rss>
            """
        let reading = try export(feed)
        #expect(reading.articles.map(\.origin?.line) == [3, 4])
        #expect(reading.problems.map(\.kind) == [.badDate] && reading.problems.first?.line == 3)
    }

    @Test func encodingsThatFilesHave() throws {
        let text =
            "<rss><channel><item><title>Größe</title><link>https://a.example/</link></item></channel></rss>"
        let latin = Array(text.unicodeScalars.map { UInt8($0.value) })
        let declared = Array("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>".utf8) + latin
        let lying = Array("<?xml version=\"1.0\" encoding=\"utf-8\"?>".utf8) + latin
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        let marked: [UInt8] = [0xEF, 0xBB, 0xBF] + Array(text.utf8)
        for bytes in [latin, declared, lying, wide, marked, Array(text.utf8)] {
            #expect(try export(bytes).articles.map(\.title) == ["Größe"])
        }
    }

    @Test func whatIsNoFeedIsSaid() throws {
        for text in ["<html><body>Hi</body></html>", "<svg/>", "<", "<a"] {
            let reading = try export(text)
            #expect(reading.articles.isEmpty && reading.problems.map(\.severity) == [.error], "\(text)")
        }
        #expect(try export("  \n").problems.first?.problem == "the file is empty")
    }

    @Test func entitiesOfItsOwnAreRefused() throws {
        let bombs = [
            "<!DOCTYPE r [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><rss><channel><item><title>&b;</title></item></channel></rss>",
            "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss><channel><item><title>&x;</title></item></channel></rss>",
            "<!DOCTYPE r [<!ATTLIST item x CDATA \"aaaa\">]><rss><channel><item><title>A</title></item></channel></rss>",
            "<!DOCTYPE r [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/x.dtd\">%p;]><rss><channel><item><title>A</title></item></channel></rss>",
        ]
        for bomb in bombs {
            let reading = try export(bomb)
            #expect(reading.articles.isEmpty && reading.problems.count == 1)
            #expect(reading.problems.first?.problem.contains("of its own") == true)
        }
    }

    @Test func aTagOfManyAttributesIsTold() throws {
        let attributes = (0..<300).map { " a\($0)=\"1\"" }.joined()
        let feed = "\n<rss><channel>\n<item\(attributes)><title>A</title></item></channel></rss>"
        let reading = try export(feed)
        #expect(reading.articles.isEmpty && reading.problems.map(\.line) == [3])
        #expect(reading.problems.first?.problem.hasPrefix("a tag has more than 256 attributes") == true)
    }

    @Test func whatIsSaidOnceDoesNotMakeEachItemLarge() throws {
        let long = String(repeating: "v", count: 20_000)
        let items = String(repeating: "<item><title>A</title><link>x</link><guid>g</guid></item>", count: 50)
        let deep = (0..<100).map { _ in "<a xml:base=\"\(long.prefix(200))/\">" }.joined()
        let feeds = [
            "<rss><channel><title>\(long)</title>", "<rss><channel><language>\(long)</language>",
            "<rss><channel><link>https://a.example/\(long)/</link>",
            "<rss xml:base=\"https://a.example/\(long)/\"><channel>",
            "<rss xml:base=\"https://a.example/\">\(deep)",
            "<feed xml:lang=\"\(long)\" xmlns=\"http://www.w3.org/2005/Atom\">"
                + "<link href=\"https://a.example/\(long)/\"/><entry><title>A</title></entry>",
            """
            <rss><channel><item><wp:post_type>attachment</wp:post_type><wp:post_id>7</wp:post_id>\
            <wp:attachment_url>https://a.example/\(long)</wp:attachment_url></item><item><title>A</title>\
            <wp:post_type>post</wp:post_type><wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key>\
            <wp:meta_value>7</wp:meta_value></wp:postmeta></item>
            """,
        ]
        for feed in feeds {
            let lines = ArticleImport(Array((feed + items).utf8), path: "x.xml").lines
            #expect(lines.count >= 50 && lines.allSatisfy { $0.count < 1_000 }, "\(feed.prefix(60))")
        }
    }

    @Test func externalDocumentTypesAreNotFetched() throws {
        let folder = try TemporaryFolder()
        let secret = try folder.write("secret.dtd", "<!ENTITY s \"secret\">")
        let feed =
            "<!DOCTYPE rss SYSTEM \"file://\(secret)\"><rss><channel><item><title>A &s; B</title><link>https://a.example/</link></item></channel></rss>"
        let reading = try export(feed)
        #expect(reading.articles.map(\.title).allSatisfy { !$0.contains("secret") })
    }

    @Test func deepNestingEnds() throws {
        let deep =
            "<rss><channel><item><title>A</title><link>https://a.example/</link><description>"
            + String(repeating: "<b>", count: 200_000)
        let reading = try export(deep)
        #expect(reading.articles.count <= 1)
        let name = "<rss><" + String(repeating: "n", count: 3_000_000)
        #expect(try export(name).articles.isEmpty)
    }

    @Test func gzippedFeedsAreRead() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("feed.xml", Self.rss(Self.named))
        let process = Process()
        process.executableURL = URL(filePath: "/bin/gzip")
        process.arguments = [path]
        try process.run()
        process.waitUntilExit()
        let packed = try Data(contentsOf: URL(filePath: path + ".gz"))
        #expect(
            try export(Array(packed), name: "feed.xml.gz").articles.map(\.title) == ["Ferry stops running"]
        )
        var limited = ReadingRules()
        limited.limits.exportBytes = 100
        let listing = SourceListing([path + ".gz"])
        #expect(SourceReading(try #require(listing.files.first), limited).problems.first?.kind == .tooLarge)
    }
}
