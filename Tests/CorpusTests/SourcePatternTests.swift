import Corpus
import Foundation
import TestSupport
import Testing

@Suite struct SourcePatternTests {
    @Test(arguments: [
        ("*.md", "a.md", true), ("*.md", "b/a.md", false), ("**/*.md", "a.md", true),
        ("**/*.md", "x/y/a.md", true), ("a/**/b.md", "a/b.md", true),
        ("a*/**/b/**/*c?.md", "ax/b/y/b/zc1.md", true),
        ("a*/**/b/**/*c?.md", "ax/y/zc1.md", false), ("**", "a/b", true), ("?.md", "é.md", true),
        ("?.md", "ab.md", false), ("*a*b*c.md", "xxaxxbxxc.md", true), ("*a*b*c.md", "xxaxxcxxb.md", false),
        ("*/b.md", "a/b.md", true), ("a?/b.md", "a/b.md", false), ("[a]*.md", "a.md", false),
        ("*/../b.md", "a/b.md", false),
    ])
    func pathsMatchAsInAShell(pattern: String, path: String, expected: Bool) throws {
        let place = "/nowhere-\(UUID().uuidString)"
        // The literal part becomes the folder, so it is taken off the path as well.
        let full = try #require(SourcePattern("\(place)/\(pattern)"))
        #expect(full.folder.hasPrefix(place))
        let above = full.folder.dropFirst(place.count + 1)
        guard path.hasPrefix(above) else {
            #expect(!expected)
            return
        }
        let rest = path.dropFirst(above.isEmpty ? 0 : above.count + 1)
        #expect(full.matches(String(rest)) == expected)
        if expected, let slash = rest.lastIndex(of: "/") {
            #expect(full.mayMatch(below: String(rest[..<slash])))
        }
    }

    @Test func hostilePatternsTakeNoTime() throws {
        let stars = String(repeating: "*a", count: 500) + "*b"
        let pattern = try #require(SourcePattern("/nowhere/\(stars)"))
        #expect(!pattern.matches(String(repeating: "a", count: 5000)))
        let folders = try #require(SourcePattern("/nowhere/" + String(repeating: "**/a/", count: 200) + "b"))
        #expect(!folders.matches(String(repeating: "a/", count: 2000) + "c"))
    }

    @Test func filesWithWildcardsInTheirNamesAreFiles() throws {
        let folder = try TemporaryFolder()
        try folder.write("a*b/x?.md", "---\ntitle: A\n---\n")
        try folder.write("a*b/xy.md", "---\ntitle: B\n---\n")
        #expect(SourcePattern(folder.path("a*b/x?.md")) == nil)
        #expect(SourceListing([folder.path("a*b/x?.md")]).files.map(\.relativePath) == ["x?.md"])
        #expect(SourceListing([folder.path("a*b/*.md")]).files.map(\.relativePath) == ["x?.md", "xy.md"])
        #expect(
            SourceListing([folder.path("a**/*.md")]).files.map(\.relativePath) == ["a*b/x?.md", "a*b/xy.md"]
        )
    }

    @Test func exclusionsTakeAwayFilesAndFolders() throws {
        let folder = try TemporaryFolder()
        for name in ["a.md", "b/a.md", "b/c/a.md", "b/c.jsonl"] {
            try folder.write(name, "---\ntitle: A\n---\n")
        }
        func files(_ paths: String...) -> [String] {
            SourceListing(
                paths.map { $0.hasPrefix("!") ? "!" + folder.path(String($0.dropFirst())) : folder.path($0) }
            )
            .files.map(\.relativePath)
        }
        #expect(files("", "!b/c") == ["a.md", "b/a.md", "b/c.jsonl"])
        #expect(files("", "!b/**") == ["a.md"])
        #expect(files("", "!**/*.md") == ["b/c.jsonl"])
        #expect(files("!b", "b/c", "b/a.md", "a.md") == ["a.md"])
        #expect(files("*.md") == ["a.md"])
        #expect(files("b/*/a.md", "**/*.md") == ["c/a.md", "a.md", "b/a.md"])
    }

    @Test func whatDoesNotMatchIsNotWalked() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.md", "---\ntitle: A\n---\n")
        // Deeper than a walk goes: entering it would be reported.
        try folder.write(String(repeating: "d/", count: 80) + "x.md", "")
        #expect(SourceListing([folder.path("*.md")]).problems.isEmpty)
        #expect(!SourceListing([folder.path("**/*.md")]).problems.isEmpty)
        #expect(SourceListing([folder.path(""), "!" + folder.path("d/d")]).problems.isEmpty)
    }
}
