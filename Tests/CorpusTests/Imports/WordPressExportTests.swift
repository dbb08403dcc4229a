import Corpus
import Testing

@Suite struct WordPressExportTests {
    private func wxr(_ items: String) -> String {
        """
        <?xml version="1.0" encoding="UTF-8" ?>
        <rss version="2.0" xmlns:excerpt="https://wordpress.org/export/1.2/excerpt/" \
        xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:wp="https://wordpress.org/export/1.2/">
        <channel><title>Harbour</title><link>https://harbour.example</link><language>en-US</language>
        <wp:wxr_version>1.2</wp:wxr_version>
        <wp:author><wp:author_display_name><![CDATA[Someone]]></wp:author_display_name></wp:author>
        <wp:category><wp:cat_name><![CDATA[Not an article]]></wp:cat_name></wp:category>
        \(items)</channel></rss>
        """
    }

    private func item(_ id: Int, type: String = "post", status: String = "publish", _ more: String = "")
        -> String
    {
        """
        <item><title><![CDATA[Post \(id)]]></title><link>https://harbour.example/\(id)/</link>
        <pubDate>Sat, 01 Jan 2000 00:00:00 +0000</pubDate><guid isPermaLink="false">https://harbour.example/?p=\(id)</guid>
        <description></description><wp:post_id>\(id)</wp:post_id><wp:post_date><![CDATA[2024-03-06 09:30:00]]></wp:post_date>
        <wp:post_date_gmt>2024-03-06 08:30:00</wp:post_date_gmt><wp:post_name>post-\(id)</wp:post_name>
        <wp:status>\(status)</wp:status><wp:post_type>\(type)</wp:post_type>\(more)</item>

        """
    }

    @Test func readsPostsAsTheirSiteHasThem() throws {
        let text = """
            <content:encoded><![CDATA[<!-- wp:paragraph -->
            <p>The pier [1] is closed. [gallery ids="4,5"][caption id="x"]A pier[/caption]</p>
            <!-- /wp:paragraph -->]]></content:encoded><excerpt:encoded><![CDATA[Closed &amp; shut]]></excerpt:encoded>
            <category domain="category" nicename="harbour"><![CDATA[Harbour]]></category>
            <category domain="post_tag" nicename="pier"><![CDATA[Pier]]></category>
            <category domain="post_format" nicename="post-format-aside"><![CDATA[Aside]]></category>
            <category domain="language" nicename="fr"><![CDATA[Français]]></category>
            <category domain="post_translations" nicename="pll_1"><![CDATA[pll_1]]></category>
            <wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta>
            <wp:comment><wp:comment_content><![CDATA[Never read this]]></wp:comment_content>
            <wp:comment_date>2025-01-01 00:00:00</wp:comment_date></wp:comment>
            """
        let picture = item(
            9,
            type: "attachment",
            "<wp:attachment_url>https://harbour.example/p.jpg</wp:attachment_url>"
        )
        let reading = try export(wxr(item(1, text) + picture))
        #expect(reading.problems.isEmpty)
        let article = try #require(reading.articles.first)
        #expect(reading.articles.count == 1)
        #expect(
            article.id == "https://harbour.example/?p=1" && article.links.web == "https://harbour.example/1/"
        )
        #expect(article.body == "The pier [1] is closed. A pier" && article.excerpt == "Closed & shut")
        #expect(article.topics == ["Harbour", "Pier"] && article.language == "fr")
        #expect(article.page.translationKey == "pll_1" && article.published?.text == "2024-03-06 08:30:00Z")
        #expect(article.images.map(\.url) == ["https://harbour.example/p.jpg"] && article.type == "post")
        #expect(article.isPublished == nil && article.page.kind == .article)
    }

    @Test func onlyWhatReadersSeeIsListed() throws {
        let kinds = ["nav_menu_item", "revision", "wp_template", "custom_css", "attachment"]
        let hidden = kinds.enumerated().map { item(10 + $0, type: $1) }.joined()
        let locked = item(4, "<wp:post_password>secret</wp:post_password>")
        let posts = item(1) + item(2, status: "draft") + item(3, status: "private") + locked
        let reading = try export(wxr(hidden + posts + item(5, type: "page") + item(6, type: "recipe")))
        #expect(
            reading.articles.map(\.title) == ["Post 1", "Post 2", "Post 3", "Post 4", "Post 5", "Post 6"]
        )
        #expect(reading.articles.map(\.isPublished) == [nil, false, false, false, nil, nil])
        #expect(
            reading.articles.map(\.page.kind) == [.article, .article, .article, .article, .index, .article]
        )
    }

    @Test func draftsWithoutDatesHaveNone() throws {
        let draft = item(1, status: "draft").replacing("2024-03-06 08:30:00", with: "0000-00-00 00:00:00")
        let article = try #require(try export(wxr(draft)).articles.first)
        #expect(article.published?.text == "2024-03-06 09:30:00")
    }
}
