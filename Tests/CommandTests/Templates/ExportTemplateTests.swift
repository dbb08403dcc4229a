import Foundation
import TestSupport
import Testing

/// The templates of docs/templates for sites that are exported: the code that shows the lists, run without its system.
@Suite struct ExportTemplateTests {
    private static let php = InstalledProgram.path("php")
    private static let node = InstalledProgram.path("node")

    // MARK: - WordPress

    private static func export() -> String {
        let items = SamplePage.all.map { page in
            """
            <item><title>\(page.escapedTitle)</title><link>https://press.example/2024/\(page.day)/</link>
            <guid isPermaLink="false">https://press.example/?p=\(page.day)</guid>
            <content:encoded><![CDATA[<p>\(page.text)</p>]]></content:encoded>
            <wp:post_id>\(page.day)</wp:post_id><wp:post_date_gmt>\(page.date) 08:00:00</wp:post_date_gmt>
            <wp:status>\(page.name == "crust" ? "draft" : "publish")</wp:status>
            <wp:post_type>post</wp:post_type></item>

            """
        }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
            xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Press</title>
            <link>https://press.example</link><language>en</language>
            <wp:wxr_version>1.2</wp:wxr_version>
            \(items.joined())</channel></rss>
            """
    }

    /// WordPress' functions that the plugin calls, for one post whose address is the argument.
    private static let wordPress = """
        <?php
        error_reporting( E_ALL );
        set_error_handler( function ( $number, $text ) { fwrite( STDERR, $text ); exit( 1 ); } );
        define( 'ABSPATH', __DIR__ );
        define( 'WP_CONTENT_DIR', __DIR__ );
        function is_singular( $type ) { return 'post' === $type; }
        function in_the_loop() { return true; }
        function is_main_query() { return true; }
        function get_permalink() { return $GLOBALS['argv'][1]; }
        function esc_html( $text ) { return htmlspecialchars( $text, ENT_QUOTES ); }
        function esc_url( $url ) { return htmlspecialchars( $url, ENT_QUOTES ); }
        function add_filter( $name, $filter ) { $GLOBALS[ $name ] = $filter; }
        function add_shortcode( $name, $code ) { $GLOBALS[ $name ] = $code; }
        require __DIR__ . '/kindred-related.php';
        echo $the_content( "<p>Text</p>\\n" ), "<!-- shortcode -->\\n", $kindred_related();
        """

    @Test(.enabled(if: php != nil, "php is not installed"))
    func wordPressShowsLists() throws {
        let page = try TemplatePage("wordpress")
        let folder = try TemporaryFolder()
        try folder.write("export.xml", Self.export())
        try folder.write("kindred-related.php", page.block(after: "`kindred-related.php`"))
        try folder.write("wordpress.php", Self.wordPress)
        func shown(_ page: SamplePage) throws -> String {
            try InstalledProgram.run(
                "php",
                ["wordpress.php", "https://press.example/2024/\(page.day)/"],
                in: folder
            )
        }
        let nothing = "<p>Text</p>\n<!-- shortcode -->\n"
        #expect(try shown(SamplePage.all[0]) == nothing, "without related.json")

        #expect(try page.run(in: folder) > 0)
        for page in SamplePage.all where page.name != "crust" {
            let html = try shown(page)
            #expect(html.hasPrefix("<p>Text</p>\n"))
            let halves = html.components(separatedBy: "<!-- shortcode -->\n")
            #expect(halves.count == 2 && halves[0] == "<p>Text</p>\n" + halves[1])
            guard let list = try ShownList(in: halves[1]) else {
                #expect(page.topic == .none && html == nothing)
                continue
            }
            list.expectTopic(of: page)
            for entry in list.entries {
                let listed = try #require(SamplePage.all.first { $0.title == entry.title })
                #expect(listed.name != "crust", "a draft is listed")
                #expect(entry.address == "https://press.example/2024/\(listed.day)/")
            }
        }
        try folder.write("related.json", "no JSON")
        #expect(try shown(SamplePage.all[0]) == nothing)
    }

    // MARK: - Ghost

    /// - Parameter addresses: whether posts have whole addresses, as the Content API answers.
    private static func posts(addresses: Bool) throws -> Data {
        let posts = SamplePage.all.map { page in
            var post: [String: Any] = [
                "id": "id\(page.day)", "title": page.title, "slug": page.name, "html": "<p>\(page.text)</p>",
                "status": "published", "type": "post", "published_at": page.date + "T08:00:00.000Z",
            ]
            if addresses { post["url"] = "https://ghost.example/blog/\(page.name)/" }
            return post
        }
        return try JSONSerialization.data(
            withJSONObject: addresses
                ? ["posts": posts] : ["db": [["meta": ["version": "5.0"], "data": ["posts": posts]]]]
        )
    }

    /// A document as small as the script needs; markup that it makes of texts would be an error.
    private static let document = """
        const { readFileSync } = require("fs");
        class Element {
          constructor(name) { Object.assign(this, { name, children: [], dataset: {} }); }
          append(child) { this.children.push(child); }
          set innerHTML(text) { throw new Error("innerHTML"); }
        }
        const list = new Element("ul");
        const nav = new Element("nav");
        nav.hidden = true;
        nav.dataset.lists = "related.json";
        nav.querySelector = (name) => (name === "ul" ? list : null);
        globalThis.location = new URL(process.argv[2]);
        globalThis.document = {
          currentScript: { previousElementSibling: nav },
          createElement: (name) => new Element(name),
        };
        globalThis.fetch = async (path) => ({ ok: true, json: async () => JSON.parse(readFileSync(path)) });
        process.on("exit", () => {
          const links = list.children.map(({ children: [link] }) => [link.href, link.textContent]);
          console.log(JSON.stringify({ hidden: nav.hidden, links }));
        });

        """

    private struct Shown: Decodable {
        var hidden: Bool
        var links: [[String]]
    }

    @Test(.enabled(if: node != nil, "node is not installed"), arguments: [false, true])
    func ghostShowsLists(addresses: Bool) throws {
        let page = try TemplatePage("ghost")
        let folder = try TemporaryFolder()
        try folder.write("export.json", Self.posts(addresses: addresses))
        #expect(try page.run(in: folder) > 0)
        let template = try page.block(after: "`partials/related.hbs`")
        let script = try #require(template.firstMatch(of: /<script>([\s\S]*)<\/script>/)).output.1
        try folder.write("page.js", Self.document + script)
        let start = "https://ghost.example" + (addresses ? "/blog/" : "/")
        for page in SamplePage.all {
            let address = try #require(
                URL(string: start + "\(page.name)/", encodingInvalidCharacters: true)
            )
            // Ghost's slugs are plain letters.
            guard page.name.utf8.count == page.name.count else { continue }
            let output = try InstalledProgram.run("node", ["page.js", address.absoluteString], in: folder)
            let shown = try JSONDecoder().decode(Shown.self, from: Data(output.utf8))
            #expect(shown.links.isEmpty == (page.topic == .none) && shown.hidden == shown.links.isEmpty)
            for link in shown.links {
                let listed = try #require(SamplePage.all.first { $0.title == link[1] })
                #expect(listed.topic == page.topic && listed.path != page.path)
                #expect(link[0].hasPrefix(start))
            }
        }
    }

    // MARK: - Any other site

    @Test func feedsBecomeFragmentsAndData() throws {
        let section = try TemplatePage("README").section("Any other site")
        let folder = try TemporaryFolder()
        let items = SamplePage.all.map { page in
            "<item><title>\(page.escapedTitle)</title><link>https://paper.example/\(page.day)</link>"
                + "<guid isPermaLink=\"false\">\(page.name)</guid><description>\(page.text)</description></item>"
        }
        try folder.write(
            "feed.xml",
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Paper</title>"
                + "<link>https://paper.example/</link>\(items.joined())</channel></rss>"
        )
        #expect(try section.run(in: folder) == 2)

        let sample = try section.block(after: "**As HTML**")
        #expect(sample == "$ kindred relate feed.xml --format html --output related\n")
        let lists =
            try JSONSerialization.jsonObject(with: Data(folder.bytes("related.json")))
            as? [String: [[String: Any]]]
        for page in SamplePage.all {
            let list = try #require(lists?["https://paper.example/\(page.day)"])
            #expect(list.isEmpty == (page.topic == .none))
            let fragment = try folder.text("related/\(page.day).html")
            let lines = fragment.split(separator: "\n")
            #expect(lines.first == "<!-- related articles, written by kindred -->")
            #expect(lines.count == (list.isEmpty ? 1 : list.count + 3))
            for entry in list {
                let title = try #require(entry["title"] as? String)
                let address = try #require(entry["webUrl"] as? String)
                let listed = try #require(SamplePage.all.first { $0.title == title })
                #expect(address == "https://paper.example/\(listed.day)" && listed.topic == page.topic)
                let escaped = listed.escapedTitle.replacing("\"", with: "&quot;")
                #expect(fragment.contains("<li><a href=\"\(address)\">\(escaped)</a>"), "\(fragment)")
            }
        }
    }
}
