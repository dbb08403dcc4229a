import Corpus
import Foundation
import TestSupport
import Testing

/// Reads one file and gives its articles and problems.
func reading(_ text: String, name: String = "a.md") throws -> SourceReading {
    try reading(Array(text.utf8), name: name)
}

func reading(_ bytes: [UInt8], name: String = "a.md") throws -> SourceReading {
    let folder = try TemporaryFolder()
    try folder.write(name, bytes)
    return SourceReading(SourceListing([folder.path(name)]).files[0], ReadingRules())
}

@Suite struct MarkdownReadingTests {
    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func seedArticle() throws {
        let contents = CorpusContents(reading: [SharedData.seed])
        let article = try #require(contents.articles.first)
        #expect(contents.problems.isEmpty)
        #expect(
            article.title == "Law on collection of facial recognition data to be proposed at two sessions"
        )
        #expect(article.published?.text == "2021-03-02T10:36:00Z")
        #expect(article.links.web == article.links.original && article.links.family == .web)
        #expect(article.provider == Provider(name: "Global Times", domain: "globaltimes.cn"))
        #expect(article.topics == ["Computer Vision", "AI", "news"])
        #expect(article.quality == 37 && article.type == "article")
        #expect(article.images.first?.height == 720 && article.images.first?.isCached == true)
        #expect(article.id.rawValue.hasSuffix("two-sessions.md"))
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func everyFileOfEverydayIsRead() throws {
        let contents = CorpusContents(reading: [SharedData.everyday + "/articles"])
        #expect(contents.articles.count == 2531)
        #expect(contents.problems.allSatisfy { $0.kind == .sharedURL })
        // Seven of them under other spellings or by the same AMP page.
        #expect(contents.problems.count == 43)
        #expect(
            contents.articles.allSatisfy {
                $0.links.family == .source && $0.links.web != nil && $0.published != nil
            }
        )
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"])
    func lineEndsAndByteOrderMarks(newline: String, mark: String) throws {
        for closing in ["---", "...", "---   "] {
            for tail in ["", newline, newline + newline + "The body." + newline] {
                let text = ["---", "title: A", "excerpt: \"B\"", closing].joined(separator: newline) + tail
                let article = try #require(try reading(mark + text).articles.first)
                #expect(article.title == "A" && article.excerpt == "B")
                #expect(article.body == (tail.contains("body") ? "The body." : ""))
            }
        }
    }

    @Test func idsKeysAndNulls() throws {
        let article = try #require(
            try reading(
                """
                ---
                id: my-id
                title: 2021
                excerpt: ~
                date: 2021-03-02
                sourceUrl: https://a.example/x
                ampUrl: ""
                provider: Reuters
                topics: [AI, Law]
                images: ["https://a.example/x.jpg"]
                quality: high
                lang: de
                ---
                """
            ).articles.first
        )
        #expect(article.id == "my-id" && article.title == "2021" && article.excerpt.isEmpty)
        #expect(article.published?.text == "2021-03-02" && article.language == "de")
        #expect(article.links == ArticleLinks(family: .source, web: "https://a.example/x"))
        #expect(article.provider == Provider(name: "Reuters") && article.topics == ["AI", "Law"])
        #expect(article.images == [ArticleImage(url: "https://a.example/x.jpg")] && article.quality == nil)
    }

    @Test func aFileWithoutFrontMatterIsAnArticleAsItStands() throws {
        for text in [
            "# Readme\n", "--\ntitle: A\n---\n", " ---\ntitle: A\n---\n",
            "\n---\nprose: more of it\n---\n".replacing(":", with: ""),
            "{{< figure >}}\n", "{% include x %}\n", "{\"a\"} is no object\n", "{:.x}\n",
            "---#\ntitle: A\n---\n",
            "--- title\n---\n", "\n---\nA rule above, no key.\n", "----\ntitle: A\n----\n", "+++ x\n+++\n",
        ] {
            let reading = try reading(text)
            #expect(reading.articles.map(\.body) == [text.trimmingCharacters(in: .whitespacesAndNewlines)])
            #expect(reading.problems.isEmpty)
        }
        #expect(try reading("").articles.isEmpty)
    }

    @Test(arguments: [
        ("---\ntitle: A\n", InputProblem.Kind.unclosedFrontMatter, 1),
        ("---\ntitle: A: b\n---\n", .invalidFrontMatter, 2),
        ("---\ntitle: A\nx: \"open\n---\n", .invalidFrontMatter, 3),
        ("---\ntitle: A\ntitle: B\n---\n", .repeatedKey, 2),
        ("---\ntitle: A\nrelated: []\nx: 1\nrelated:\n  - title: B\n---\n", .repeatedKey, 3),
        ("---\ntitle: A\nrelated:\n  - title: B\n\"related\": []\n---\n", .repeatedKey, 3),
        ("\n\n---\ntitle: A\nx: \"open\n---\n", .invalidFrontMatter, 5),
        ("+++\ntitle = \"A\"\n", .unclosedFrontMatter, 1),
        ("+++\ntitle = \"A\"\nx = [1,\n+++\n", .invalidFrontMatter, 3),
        ("+++\ntitle = \"A\"\nx = 2021-02-30\n+++\n", .invalidFrontMatter, 3),
        ("+++\ntitle = \"A\"\n[\\x]\n+++\n", .invalidFrontMatter, 3),
        ("+++\ntitle = \"A\"\n[[x]]\n[(y)]\n+++\n", .invalidFrontMatter, 4),
        ("+++\ntitle = \"A\"\ntitle = \"B\"\n+++\n", .invalidFrontMatter, 3),
        ("\n+++\nexcerpt = \"A\"\ntitle = \"\"\n+++\n", .assumedTitle, 4),
        ("{\"title\": \"A\",\n \"x\": 01}\n", .invalidFrontMatter, 2),
        ("{\"title\": \"A\",\n \"title\": \"B\"}\n", .invalidFrontMatter, 2),
        ("{\n\"title\": \"A\"\n", .unclosedFrontMatter, 1),
        ("---json\n{\"title\": \"A\" 1}\n---\n", .invalidFrontMatter, 2),
        ("---\rtitle: A\r---\rBody\r", .invalidFrontMatter, 1),
        ("---\nexcerpt: A\n---\n", .assumedTitle, 1),
        ("---\nexcerpt: A\ntitle: \"  \"\n---\n", .assumedTitle, 3),
        ("---\n---\n", .assumedTitle, 1),
        ("---\n- a\n- b\n---\n", .invalidFrontMatter, 2),
        ("---\ntitle: A\npublishedDateTime: 2021-02-30\n---\n", .badDate, 3),
    ])
    func badInputNamesKindAndLine(text: String, kind: InputProblem.Kind, line: Int) throws {
        let problem = try #require(try reading(text).problems.first)
        #expect(problem.kind == kind)
        #expect(problem.line == line)
        #expect(!problem.remedy.isEmpty && problem.path.hasSuffix("a.md"))
    }

    @Test func aBadDateCostsOnlyTheDate() throws {
        let reading = try reading("---\ntitle: A\npublishedDateTime: soon\n---\n")
        #expect(reading.articles.first?.title == "A" && reading.articles.first?.published == nil)
    }

    @Test func invalidUTF8NamesItsLine() throws {
        let problem = try #require(
            try reading(Array("---\ntitle: A\nx: ".utf8) + [0xFF, 0x0A] + Array("---\n".utf8)).problems.first
        )
        #expect(problem.kind == .invalidUTF8 && problem.line == 3)
    }

    @Test func deepYAMLIsRefusedBeforeItCosts() throws {
        let flow = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        let block = (0..<1000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
        let inline = String(repeating: "- ", count: 1000) + "x"
        for value in [
            "x: \(flow)\n", "x:\n" + block, "x:\n \(inline)\n",
            "? " + String(repeating: "? ", count: 1000) + "x\n",
        ] {
            let problem = try #require(try reading("---\ntitle: A\n\(value)---\n").problems.first)
            #expect(problem.kind == .frontMatterTooComplex, "\(problem)")
        }
    }

    @Test func explodingAliasesAreRefusedAndHarmlessOnesRead() throws {
        var bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1...9 {
            bomb +=
                "a\(level): &a\(level) ["
                + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
        }
        let problem = try #require(try reading("---\ntitle: A\n\(bomb)? *a9\n: x\n---\n").problems.first)
        #expect(problem.kind == .frontMatterTooComplex)
        let article = try reading("---\ntitle: &t A\nexcerpt: *t\n---\n* a * list & more\n").articles.first
        #expect(article?.excerpt == "A")
    }

    @Test(arguments: ["\u{85}", "\u{2028}", "\u{2029}", "(", "é"])
    func aliasesAreCountedBehindAnyCharacter(before: String) throws {
        var bomb = "a0: &a0 [x]\n"
        for level in 1...9 {
            bomb +=
                "a\(level): &a\(level) ["
                + Array(repeating: "\(before)*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        let problem = try #require(try reading("---\ntitle: A\n\(bomb)? *a9\n: x\n---\n").problems.first)
        #expect(problem.kind == .frontMatterTooComplex)
    }

    @Test func valuesThatNoTextShouldHaveAreLeftOut() throws {
        let article = try #require(try reading("---\ntitle: \"A\\0b\"\nquality: inf\n---\n").articles.first)
        #expect(article.title == "Ab" && article.quality == nil)
    }

    @Test func textsThatOtherFilesWouldCopyAreBounded() throws {
        let long = String(repeating: "long ", count: 4000)
        let reading = try reading("---\ntitle: A\nexcerpt: \(long)\n---\n")
        #expect(reading.problems.map(\.kind) == [.ignoredValue] && reading.problems.first?.line == 3)
        #expect(reading.articles.first?.excerpt == "")
    }

    @Test func hugeFilesAreRefusedUnread() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("a.md", "---\ntitle: A\n---\n")
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.truncate(atOffset: 100 << 20)
        let problem = try #require(
            SourceReading(SourceListing([path]).files[0], ReadingRules()).problems.first
        )
        #expect(problem.kind == .tooLarge && problem.description.contains("16 MB"))
    }

    @Test func duplicateIDsAndSharedURLs() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.md", "---\nid: x\ntitle: A\nwebUrl: https://a.example/1\n---\n")
        try folder.write("b.md", "---\nid: x\ntitle: B\n---\n")
        try folder.write("c.md", "---\ntitle: C\noriginalUrl: https://a.example/1\n---\n")
        let contents = CorpusContents(reading: [folder.path])
        #expect(contents.articles.map(\.title) == ["A", "C"])
        #expect(contents.problems.map(\.kind) == [.duplicateID, .sharedURL])
        #expect(contents.problems.map(\.severity) == [.error, .warning])
    }
}

/// Names that are equal as text and differ in bytes, as copies between macOS and Linux leave them.
@Suite struct EncodedNameTests {
    @Test func aFileOfTheSameNameInOtherBytesIsReported() throws {
        let folder = try TemporaryFolder()
        for name in ["caf\u{E9}.md", "cafe\u{301}.md"] {
            try folder.write("site/\(name)", "---\ntitle: Café\n---\n")
        }
        let contents = CorpusContents(reading: [folder.path("site")])
        // Some file systems keep only one of the two.
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path("site"))
        #expect(contents.articles.count == 1)
        #expect(contents.problems.count == names.count - 1)
        #expect(contents.problems.allSatisfy { $0.description.contains("accents") })
    }
}
