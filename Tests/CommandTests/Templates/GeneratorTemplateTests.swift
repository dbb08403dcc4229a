import Foundation
import TestSupport
import Testing

/// Sites with the templates of docs/templates, built by the real programs.
@Suite struct GeneratorTemplateTests {
    private static let ways = ["In front matter", "In a data file"]
    private static let hugo = InstalledProgram.path("hugo")
    private static let jekyll = InstalledProgram.path("jekyll")

    @Test(.enabled(if: hugo != nil, "hugo is not installed"), arguments: ways)
    func hugoShowsLists(way: String) throws {
        let page = try TemplatePage("hugo")
        let folder = try TemporaryFolder()
        try folder.write(
            "hugo.toml",
            "baseURL = \"https://example.org\(BuiltSite.prefix)\"\n"
                + "disableKinds = [\"taxonomy\", \"term\", \"section\", \"home\", \"RSS\", \"sitemap\"]\n"
        )
        for sample in SamplePage.all {
            try folder.write("content/posts/\(sample.path).md", sample.markdown())
        }
        // Lists in TOML are written otherwise, and read by other rules.
        let toml = try #require(SamplePage.all.first { $0.name == "narrowboat" })
        try folder.write(
            "content/posts/\(toml.path).md",
            "+++\ntitle = \"\(toml.title)\"\ndate = \(toml.date)\n+++\n\n\(toml.text)\n"
        )
        try folder.write(
            "layouts/_default/single.html",
            "<!doctype html>\n<h1>{{ .Title }}</h1>\n{{ .Content }}\n"
                + page.block(after: "Where the list shall stand")
        )
        let section = try page.section(way)
        try folder.write(
            "layouts/partials/related.html",
            section.block(after: "`layouts/partials/related.html`")
        )
        let before = try folder.text("content/posts/crust.md")
        #expect(try section.run(in: folder) > 0)
        #expect(try (folder.text("content/posts/crust.md") == before) == (way == "In a data file"))
        _ = try InstalledProgram.run("hugo", ["--quiet"], in: folder)
        try BuiltSite(folder.path("public")).expectLists()
    }

    @Test(.enabled(if: jekyll != nil, "jekyll is not installed"), arguments: ways)
    func jekyllShowsLists(way: String) throws {
        let page = try TemplatePage("jekyll")
        let folder = try TemporaryFolder()
        try folder.write("_config.yml", "baseurl: /site\n" + page.block(after: "Jekyll copies"))
        try folder.write("kindred.yml", "limit: 4\n")
        for sample in SamplePage.all {
            let place = (sample.folder.isEmpty ? "" : sample.folder + "/") + "_posts"
            try folder.write(
                "\(place)/\(sample.date)-\(sample.name).md",
                sample.markdown("layout: post\n")
            )
        }
        try folder.write(
            "_layouts/post.html",
            "<!doctype html>\n<h1>{{ page.title | escape }}</h1>\n{{ content }}\n"
                + page.block(after: "Where the list shall stand")
        )
        let section = try page.section(way)
        try folder.write("_includes/related.html", section.block(after: "`_includes/related.html`"))
        let before = try folder.text("_posts/2024-05-03-crust.md")
        #expect(try section.run(in: folder) > 0)
        #expect(try (folder.text("_posts/2024-05-03-crust.md") == before) == (way == "In a data file"))
        _ = try InstalledProgram.run("jekyll", ["build", "--quiet", "--disable-disk-cache"], in: folder)
        // A web server has the folder of `baseurl`, Jekyll has not.
        try FileManager.default.moveItem(atPath: folder.path("_site"), toPath: folder.path("built"))
        try BuiltSite(folder.path("built")).expectLists()
        #expect(!FileManager.default.fileExists(atPath: folder.path("built/kindred.yml")))
    }

    /// What Kindred does for sites whose programs are not at hand: the keys that their templates look up.
    @Test(arguments: [
        ("eleventy", "eleventy.config.js", "export default function () {}", "posts", "posts/flour.md"),
        (
            "astro", "astro.config.mjs", "export default {}", "src/content/blog",
            "src/content/blog/flour.md"
        ),
        (
            "zola", "config.toml", "base_url = \"https://example.org/\"\n", "content/posts",
            "posts/flour.md"
        ),
    ])
    func keysAreThoseOfTheTemplates(
        name: String,
        settings: String,
        text: String,
        place: String,
        key: String
    ) throws {
        let page = try TemplatePage(name)
        let folder = try TemporaryFolder()
        try folder.write(settings, text)
        try folder.write("src/pages/blog/[...slug].astro", "---\n---\n")
        for sample in SamplePage.all { try folder.write("\(place)/\(sample.path).md", sample.markdown()) }
        if name == "eleventy" { try folder.write("_data/site.json", "{}") }
        let data = try page.section("In a data file")
        #expect(try data.run(in: folder) > 0)
        let file = try #require(data.commands.last?.last)
        let lists = try JSONSerialization.jsonObject(with: Data(folder.bytes(file)))
        let list = try #require((lists as? [String: [[String: Any]]])?[key], "no \(key) in \(file)")
        #expect(list.count == 3 && list.allSatisfy { ($0["url"] as? String)?.hasSuffix("/") == true })

        #expect(try page.section("In front matter").run(in: folder) > 0)
        let article = try folder.text("\(place)/flour.md")
        #expect(article.contains(name == "zola" ? "\nextra:\n  related:\n" : "\nrelated:\n"))
    }
}
