import Foundation
import TestSupport
import Testing

@Suite struct InitTests {
    private func site() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("hugo.toml", "baseURL = \"https://example.org/\"\n[languages.en]\n[languages.de]\n")
        for name in ["content/posts/a.md", "content/posts/a.de.md", "content/posts/b.md"] {
            try folder.write(
                name,
                "---\ntitle: \(name)\ndate: 2024-05-06\nsee_also: [/posts/b/]\n---\nText\n"
            )
        }
        try folder.write("content/_index.md", "---\ntitle: Home\n---\n")
        try folder.write("README.md", "# Project")
        return folder
    }

    @Test func writesSettingsThatHold() throws {
        let folder = try site()
        let outcome = try CommandLineTool.run(["init"], in: folder)
        #expect(outcome.status == 0)
        for part in [
            "Hugo site (hugo.toml)", "3 articles in content/posts", "languages: ", "`see_also`, as urls",
        ] {
            #expect(outcome.messages.contains(part), "\(part) in \(outcome.messages)")
        }
        let text = try folder.text("kindred.yml")
        #expect(text.contains("\ncorpus: content/posts\n") && text.contains("is /de/posts/a/"))
        let config = try CommandLineTool.run(["config", "--show"], in: folder, findsSettings: true)
        #expect(config.status == 0 && config.output.contains("/content/posts"))
    }

    @Test func replacesNothingUnasked() throws {
        let folder = try site()
        try folder.write("kindred.yml", "limit: 9\n")
        let refused = try CommandLineTool.run(["init"], in: folder)
        #expect(refused.status == 74 && refused.messages.contains("--force"))
        #expect(try folder.text("kindred.yml") == "limit: 9\n")
        let printed = try CommandLineTool.run(["init", "--print"], in: folder)
        #expect(printed.status == 0 && printed.output.contains("corpus: content/posts"))
        #expect(try folder.text("kindred.yml") == "limit: 9\n")
        #expect(try CommandLineTool.run(["init", "--force"], in: folder).status == 0)
        #expect(try folder.text("kindred.yml") == printed.output)
    }

    @Test func withoutArticlesNothingIsWritten() throws {
        let folder = try TemporaryFolder()
        try folder.write("README.md", "# Project")
        let outcome = try CommandLineTool.run(["init"], in: folder)
        #expect(outcome.status == 66 && outcome.messages.contains("passed over: 1 about the project"))
        #expect(!FileManager.default.fileExists(atPath: folder.path("kindred.yml")))
        #expect(try CommandLineTool.run(["init", "nowhere"], in: folder).status == 66)
    }

    @Test(arguments: ["public", "."])
    func builtHTMLIsFoundByItsSitemap(named: String) throws {
        let folder = try TemporaryFolder()
        for name in ["ferry", "pier"] {
            try folder.write("public/\(name)/index.html", "<title>The \(name)</title><p>The harbour")
        }
        try folder.write(
            "public/sitemap.xml",
            "<urlset><url><loc>https://x.example/ferry/</loc></url>"
                + "<url><loc>https://x.example/pier/</loc></url></urlset>"
        )
        let outcome = try CommandLineTool.run(["init", named], in: folder)
        #expect(outcome.status == 0 && outcome.messages.contains("2 articles in public/sitemap.xml"))
        // What lies beside the pages is published with them.
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("public")).count == 3)
        #expect(try folder.text("kindred.yml").contains("\ncorpus: public/sitemap.xml\n"))
        let refused = try CommandLineTool.run(["init", named], in: folder)
        #expect(refused.status == 74)
        let lists = try CommandLineTool.run(
            ["relate", "--model", "none", "--at-least", "1"],
            in: folder,
            findsSettings: true
        )
        #expect(lists.status == 0 && lists.output.contains("The pier"))
    }

    /// Names and settings are somebody's, and nothing of them may become a setting.
    @Test func namesCannotBecomeSettings() throws {
        let folder = try TemporaryFolder()
        try folder.write("a\nlimit: 99 \u{1B}[31m\"/x.md", "# X")
        let outcome = try CommandLineTool.run(["init", "--print"], in: folder)
        #expect(outcome.status == 0 && !outcome.output.contains("\u{1B}"))
        let lines = outcome.output.split(separator: "\n")
        #expect(
            lines.filter { !$0.hasPrefix("#") }.allSatisfy { $0.hasPrefix("corpus: \"a") || $0 == "limit: 4" }
        )
    }
}
