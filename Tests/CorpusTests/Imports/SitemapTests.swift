import Foundation
import TestSupport
import Testing

@testable import Corpus

@Suite struct SitemapTests {
    private func sitemap(_ body: String, mostBytes: Int = 1 << 20, mostPages: Int = 100) throws -> Sitemap {
        let folder = try TemporaryFolder()
        return Sitemap(try folder.write("sitemap.xml", body), mostBytes: mostBytes, mostPages: mostPages)
    }

    private static let start =
        "<?xml version='1.0'?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
        + "xmlns:image=\"http://www.google.com/schemas/sitemap-image/1.1\" "
        + "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">"

    @Test func pagesHaveAddressesDatesAndTitles() throws {
        let sitemap = try sitemap(
            """
            \(Self.start)<!-- made today --><url><loc> https://x.example/a/?p=1&amp;q=2 </loc><lastmod>2024-05-06</lastmod>
            <image:image><image:loc>https://x.example/a.jpg</image:loc><image:title>No</image:title></image:image>
            <news:news><news:publication><news:name>X</news:name></news:publication>
            <news:publication_date>2024-05-05T10:00Z</news:publication_date><news:title>Ferry</news:title></news:news></url>
            <url><loc>https://x.example/b/</loc></url><url><loc>https://x.example/b/</loc></url><url/></urlset>
            """
        )
        let first = SitemapEntry(
            address: "https://x.example/a/?p=1&q=2",
            modified: "2024-05-06",
            title: "Ferry",
            published: "2024-05-05T10:00Z"
        )
        #expect(sitemap.entries == [first, SitemapEntry(address: "https://x.example/b/")])
        #expect(sitemap.problems.isEmpty)
    }

    @Test(arguments: [
        ("https://x.example/a/b%C3%A4r/", ["a", "bär"]), ("https://x.example", []),
        ("http://x.example/#a", []),
        ("https://x.example/a//b", ["a", "b"]), ("https://x.example/a?b", nil), ("/a/", nil),
        ("https://x.example/../etc", nil), ("https://x.example/%2e%2e/etc", nil),
        ("https://x.example/a%2Fb", nil),
        ("https://x.example/a%00", nil), ("https://x.example/a%ZZ", nil),
    ])
    func anAddressLeadsNowhereElse(address: String, names: [String]?) {
        #expect(SitemapEntry(address: address).names == names)
    }

    @Test func thePathIsThatOfTheSite() {
        let entry = SitemapEntry(address: "https://x.example:8080/a/b#c")
        #expect(entry.site == "https://x.example:8080" && entry.path == "/a/b" && !entry.isFolder)
        #expect(SitemapEntry(address: "https://x.example").path == "/")
    }

    @Test func aDayThatMostPagesShareIsThatOfTheBuild() throws {
        func pages(_ days: [String]) -> String {
            days.enumerated().map {
                "<url><loc>https://x.example/\($0)</loc><lastmod>\($1)T10:00:0\($0)Z</lastmod></url>"
            }
            .joined()
        }
        let built = try sitemap(
            Self.start + pages(["2024-01-01", "2024-01-01", "2024-01-01", "2023-01-01"]) + "</urlset>"
        )
        #expect(built.entries.count == 4 && built.entries.allSatisfy { $0.modified == nil })
        let kept = try sitemap(
            Self.start + pages(["2024-01-01", "2024-01-01", "2023-01-01", "2023-02-01"]) + "</urlset>"
        )
        #expect(kept.entries.allSatisfy { $0.modified != nil })
    }

    @Test func anIndexLeadsToTheFilesBesideItAndNeverInACircle() throws {
        let folder = try TemporaryFolder()
        let address = "<sitemap><loc>https://x.example/blog"
        try folder.write(
            "site/sitemap.xml",
            """
            <sitemapindex>\(address)/maps/a.xml</loc></sitemap>\(address)/b.xml?x=1</loc></sitemap>
            \(address)/sitemap.xml</loc></sitemap>\(address)/../secret.xml</loc></sitemap>
            \(address)/link.xml</loc></sitemap></sitemapindex>
            """
        )
        try folder.write("site/maps/a.xml", "<urlset><url><loc>https://x.example/a</loc></url></urlset>")
        try folder.write("secret.xml", "<urlset><url><loc>https://x.example/secret</loc></url></urlset>")
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("site/link.xml"),
            withDestinationPath: folder.path("secret.xml")
        )
        let sitemap = Sitemap(folder.path("site/sitemap.xml"), mostBytes: 1 << 20)
        #expect(sitemap.entries.map(\.address) == ["https://x.example/a"])
        #expect(
            sitemap.problems.count == 1 && sitemap.problems[0].problem.hasPrefix("3 sitemaps that it names")
        )
        // One that names the index again.
        try folder.write(
            "site/maps/a.xml",
            "<sitemapindex><sitemap><loc>https://x.example/sitemap.xml</loc></sitemap></sitemapindex>"
        )
        #expect(Sitemap(folder.path("site/sitemap.xml"), mostBytes: 1 << 20).entries.isEmpty)
    }

    @Test func sizesAreLimited() throws {
        let pages = (0..<50).map { "<url><loc>https://x.example/\($0)</loc></url>" }.joined()
        let many = try sitemap(Self.start + pages + "</urlset>", mostPages: 10)
        #expect(many.entries.count == 10 && many.problems.map(\.kind) == [.tooLarge])
        let large = try sitemap(Self.start + pages + "</urlset>", mostBytes: 100)
        #expect(large.entries.isEmpty && large.problems.map(\.kind) == [.tooLarge])
        let long = "<url><loc>https://x.example/" + String(repeating: "a", count: 5000) + "</loc></url>"
        #expect(try sitemap(Self.start + long + "</urlset>").entries.isEmpty)
    }

    @Test func aDamagedOneIsReadAsFarAsItGoes() throws {
        let damaged = try sitemap(Self.start + "<url><loc>https://x.example/a</loc></url><url><loc>https://x")
        #expect(damaged.entries.count == 1 && damaged.problems.map(\.kind) == [.ignoredValue])
        let hostile = try sitemap("<!DOCTYPE a [<!ENTITY b 'c'>]><urlset><url><loc>&b;</loc></url></urlset>")
        #expect(hostile.entries.isEmpty && hostile.problems.map(\.kind) == [.badValue])
        let attributes = (0..<300).map { " a\($0)='1'" }.joined()
        let crowded = try sitemap("\n" + Self.start + "\n<url\(attributes)/></urlset>")
        #expect(crowded.entries.isEmpty && crowded.problems.map(\.line) == [3])
    }

    @Test(arguments: [
        ("<urlset>", true),
        ("\u{FEFF}<?xml version='1.0'?>\n<!-- <rss> -->\n<!DOCTYPE x><s:sitemapindex xmlns:s='x'>", true),
        ("<rss><!-- <urlset> -->", false), ("<!-- <urlset>", false), ("urlset", false), ("", false),
    ])
    func aSitemapIsKnownByItsFirstElement(text: String, isSitemap: Bool) {
        #expect(Array(text.utf8).isSitemap == isSitemap)
    }
}
