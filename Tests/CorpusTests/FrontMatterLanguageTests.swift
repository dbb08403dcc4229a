import Foundation
import TestSupport
import Testing

@testable import Corpus

/// Front matter in TOML and JSON, the fences of all languages, and single edits in each.
@Suite struct FrontMatterLanguageTests {
    private let page = Article(
        id: "b.md",
        title: "B \"2\"",
        published: PublicationDate("2021-03-02T10:36:00Z"),
        page: ArticlePage(url: "/b/")
    )

    private func read(_ text: String) throws -> (article: Article, problems: [InputProblem]) {
        var problems: [InputProblem] = []
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "/a.md"))
        let article = try file.article(relativePath: "a.md") { problems.append($0) }
        return (article, problems)
    }

    private func edited(_ text: String, _ articles: [Article], _ style: ListStyle = .standard) throws
        -> String
    {
        let file = try #require(try MarkdownFile(Array(text.utf8), path: "a.md"))
        let once = String(decoding: try file.replacingRelated(with: articles, style: style), as: UTF8.self)
        let again = try #require(try MarkdownFile(Array(once.utf8), path: "a.md"))
        #expect(try again.replacingRelated(with: articles, style: style) == Array(once.utf8))
        return once
    }

    @Test(arguments: [
        "+++\ntitle = \"A\\u00e9\"\nexcerpt = '''x\n'y' '''\npublishedDateTime = 2021-03-02 # day\nquality = 37\n"
            + "topics = ['AI', \"Law\"] # two\nrelatedPinned = [\n  'a.md', # first\n]\nimages = [{ url = 'u', width = 10 }]\n"
            + "relatedLocked = true\n[provider]\nname = 'N'\ndomain.x = 1\n+++\nBody\n",
        "{\n  \"title\": \"A\\u00e9\", \"excerpt\": \"x\\n'y' \",\n  \"publishedDateTime\": \"2021-03-02\", \"quality\": 37,\n"
            + "  \"topics\": [\"AI\", \"Law\"], \"relatedPinned\": [\"a.md\"], \"images\": [{\"url\": \"u\", \"width\": 10}],\n"
            + "  \"relatedLocked\": true, \"provider\": {\"name\": \"N\", \"domain\": {\"x\": 1}}\n}\nBody\n",
    ])
    func articlesAreRead(text: String) throws {
        for text in [text, text.replacing("\n", with: "\r\n"), "\u{FEFF}" + text, "\n \n" + text] {
            let (article, problems) = try read(text)
            #expect(problems.isEmpty)
            #expect(article.title == "Aé" && article.published?.text == "2021-03-02" && article.quality == 37)
            #expect(article.excerpt.split(whereSeparator: \.isWhitespace) == ["x", "'y'"])
            #expect(article.topics == ["AI", "Law"] && article.body == "Body")
            #expect(article.provider == Provider(name: "N"))
            #expect(article.images == [ArticleImage(url: "u", width: 10)])
            #expect(article.choices.pinned == [.reference("a.md")] && article.choices.isLocked)
        }
    }

    @Test(arguments: [
        "1979-05-27", "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27T00:32:00.999999-07:00",
    ])
    func datesComeAsTheyAreWritten(date: String) throws {
        for pair in ["date = \(date)", "date=\(date) # noted", "date = \"\(date)\""] {
            #expect(try read("+++\ntitle = 'A'\n\(pair)\n+++\n").article.published?.text == date)
        }
    }

    @Test func textsOfTOML() throws {
        let cases = [
            (#""a\tb\\\"\U0001F600""#, "a\tb\\\"😀"), ("'a\\b'", "a\\b"), ("\"\"\"\nx\\\n   y\"\"\"", "xy"),
            ("\"\"\"a\"b\"\"\"\"\"", "a\"b\"\""), ("'''\na''b'''", "a''b"), ("''", ""), ("\"\"", ""),
        ]
        for (source, text) in cases {
            let file = try #require(try MarkdownFile(Array("+++\nx = \(source)\n+++\n".utf8), path: "a"))
            #expect(file.parsed["x"]?.text == text, "\(source)")
        }
        #expect(TOMLBlock.isDate("2021-03-02T10:36:00Z") && TOMLBlock.isDate("2021-03-02"))
        for text in ["2021-03-02T10:36", "2021-03-02T10:36:00 Z", "2021-03-02T23:59:60Z", "x"] {
            #expect(!TOMLBlock.isDate(text))
        }
    }

    @Test(arguments: ["---yaml", "--- yaml", "--- YAML ", "---\t", "--- # x", "---yml # x"])
    func fencesMayNameTheLanguage(fence: String) throws {
        #expect(try read("\(fence)\ntitle: A\n---\n").article.title == "A")
        #expect(try edited("\(fence)\ntitle: A\n---\n", [page]).hasPrefix("\(fence)\ntitle: A\nrelated:\n"))
    }

    @Test func otherFences() throws {
        #expect(try read("---toml\ntitle = 'A'\n---\n").article.title == "A")
        #expect(try read("--- json\n{\"title\": \"A\"}\n---\nB").article.body == "B")
        #expect(try read("\n\n\n---\n# note\ntitle: A\n---\n").article.title == "A")
    }

    @Test func unreadableEncodingsAreTold() throws {
        let text = "---\ntitle: A\n---\n"
        for encoding in [String.Encoding.utf16, .utf16LittleEndian, .utf16BigEndian] {
            let marks: [UInt8] =
                encoding == .utf16LittleEndian
                ? [0xFF, 0xFE] : encoding == .utf16BigEndian ? [0xFE, 0xFF] : []
            let bytes = marks + Array(try #require(text.data(using: encoding)))
            #expect { try MarkdownFile(bytes, path: "a.md") } throws: {
                let problem = $0 as? InputProblem
                return problem?.kind == .invalidUTF8 && problem?.problem.contains("UTF-16") == true
            }
        }
        for text in ["---\rtitle: A\r---\r", "+++\rtitle = 1\r+++\r", "{\r\"title\": \"A\"\r}\rBody"] {
            #expect { try MarkdownFile(Array(text.utf8), path: "a.md") } throws: {
                ($0 as? InputProblem)?.problem == "the lines end in carriage returns alone"
            }
        }
    }

    // MARK: - Edits

    private let inline =
        "related = [\n  { title = \"B \\\"2\\\"\", url = \"/b/\", publishedDateTime = 2021-03-02T10:36:00Z },\n]"

    @Test func newListsInTOML() throws {
        #expect(
            try edited("+++\ntitle = 'A'\n# end\n+++\nB", [page])
                == "+++\ntitle = 'A'\n# end\n\(inline)\n+++\nB"
        )
        #expect(
            try edited("+++\ntitle = 'A' # t\n\n# of x\n[x]\ny = 1\n+++\n", [page])
                == "+++\ntitle = 'A' # t\n\(inline)\n\n# of x\n[x]\ny = 1\n+++\n"
        )
        #expect(try edited("+++\ntitle = 'A'\n+++\n", []) == "+++\ntitle = 'A'\n+++\n")
        let paths = try #require(ListStyle(key: "extra.related", form: .paths))
        let list = "related = [\n  \"b.md\",\n]\n"
        let text = "+++\ntitle = 'A'\n[extra]\nmath = true # m\n\n[other]\nx = 1\n+++\n"
        #expect(try edited(text, [page], paths) == text.replacing("# m\n", with: "# m\n" + list))
        let dotted = "+++\ntitle = 'A'\nextra.math = true\nz = 1\n[other]\n+++\n"
        #expect(try edited(dotted, [page], paths) == dotted.replacing("z =", with: "extra.\(list)z ="))
        #expect(
            try edited("+++\ntitle = 'A'\n[other]\nx = 1\n+++\n", [page], paths)
                == "+++\ntitle = 'A'\n[other]\nx = 1\n\n[extra]\n\(list)+++\n"
        )
    }

    @Test func oldListsInTOML() throws {
        for (old, new) in [
            ("related = []  # mine\n", "\(inline)  # mine\n"),
            (
                "related = [ # top\n  'a', # a\n  # below\n]\n",
                inline.replacing("[\n", with: "[ # top\n").replacing("\n]", with: "\n  # below\n]\n")
            ),
            ("related = \"\"\"\nx = [\"\"\"\n", inline + "\n"),
        ] {
            let text = "+++\ntitle = 'A'\n\(old)x = 1\n[y]\n+++\n"
            #expect(try edited(text, [page]) == "+++\ntitle = 'A'\n\(new)x = 1\n[y]\n+++\n")
        }
        let tables =
            "[[related]] # chosen\ntitle = 'old'\nurl = '/o/'\n[related.provider]\nname = 'N'\n# kept\n\n[[related]]\ntitle = 'b'\n"
        let entry = "title = \"B \\\"2\\\"\"\nurl = \"/b/\"\npublishedDateTime = 2021-03-02T10:36:00Z\n"
        for after in ["", "\n# of z\n[z]\ny = 1\n"] {
            let text = "+++\ntitle = 'A'\n\n\(tables)\(after)+++\n"
            #expect(
                try edited(text, [page, page])
                    == "+++\ntitle = 'A'\n\n[[related]] # chosen\n\(entry)\n[[related]]\n\(entry)# kept\n\(after)+++\n"
            )
            #expect(try edited(text, []) == "+++\ntitle = 'A'\nrelated = []\n\n# kept\n\(after)+++\n")
        }
    }

    @Test(arguments: [
        "extra = { math = true }\n", "[[extra]]\nx = 1\n", "extra = 5\n", "[extra.related]\nx = 1\n",
        "[[extra.related]]\ntitle = 'a'\n[other]\n[[extra.related]]\ntitle = 'b'\n",
    ])
    func whatCannotBeEditedInTOMLIsRefused(toml: String) throws {
        let style = try #require(ListStyle(key: "extra.related"))
        #expect {
            try edited("+++\ntitle = 'A'\n\(toml)+++\n", [page], style)
        } throws: { ($0 as? InputProblem)?.kind == .uneditable }
    }

    @Test func listsInJSON() throws {
        let list = """
            "related": [
                {
                  "title": "B \\"2\\"",
                  "url": "/b/",
                  "publishedDateTime": "2021-03-02T10:36:00Z"
                }
              ]
            """.replacing("\n  ", with: "\n")
        #expect(
            try edited("{\n  \"title\": \"A\"\n}\nB\n", [page])
                == "{\n  \"title\": \"A\",\n  \(list.replacing("\n", with: "\n  "))\n}\nB\n"
        )
        let paths = ListStyle(form: .paths)
        for (old, new) in [
            ("{\"title\": \"A\"}", "{\"title\": \"A\", \"related\": [\"b.md\"]}"),
            (
                "{\"title\":\"A\",\"related\":null,\"x\":1}",
                "{\"title\":\"A\",\"related\":[\"b.md\"],\"x\":1}"
            ),
            (
                "{\n\t\"related\": [\n\t\t\"]\"\n\t],\n\t\"title\": \"A\"}",
                "{\n\t\"related\": [\n\t\t\"b.md\"\n\t],\n\t\"title\": \"A\"}"
            ),
        ] {
            #expect(try edited(old + "\nB\n", [page], paths) == new + "\nB\n")
        }
        let nested = try #require(ListStyle(key: "extra.related", form: .ids))
        #expect(
            try edited("{\n  \"title\": \"A\"\n}\n", [page], nested)
                == "{\n  \"title\": \"A\",\n  \"extra\": {\n    \"related\": [\n      \"b.md\"\n    ]\n  }\n}\n"
        )
        #expect(
            try edited("{\n  \"extra\": {},\n  \"title\": \"A\"\n}\n", [page], nested)
                == "{\n  \"extra\": {\n    \"related\": [\n      \"b.md\"\n    ]\n  },\n  \"title\": \"A\"\n}\n"
        )
        #expect { try edited("{\"title\": \"A\", \"extra\": 5}\n", [page], nested) } throws: {
            ($0 as? InputProblem)?.kind == .uneditable
        }
    }

    @Test func nestedListsInYAML() throws {
        let style = try #require(ListStyle(key: "extra.related", form: .ids))
        for (old, new) in [
            ("extra:\n  a: 1\n  # c\nz: 1\n", "extra:\n  a: 1\n  related:\n    - \"b.md\"\n  # c\nz: 1\n"),
            ("extra: # c\nz: 1\n", "extra: # c\n  related:\n    - \"b.md\"\nz: 1\n"),
            (
                "extra:\n    related: [x] # c\n    a: |\n      t\n",
                "extra:\n    related: # c\n      - \"b.md\"\n    a: |\n      t\n"
            ),
            ("z: 1\n", "z: 1\nextra:\n  related:\n    - \"b.md\"\n"),
        ] {
            #expect(try edited("---\ntitle: A\n\(old)---\n", [page], style) == "---\ntitle: A\n\(new)---\n")
        }
        for old in ["extra: {a: 1}\n", "extra: 5\n", "x: &x\n  a: 1\nextra: *x\n", "extra: ~\n"] {
            #expect { try edited("---\ntitle: A\n\(old)---\n", [page], style) } throws: {
                ($0 as? InputProblem)?.kind == .uneditable
            }
        }
    }

    @Test func commentsAndTheEndOfTheDocumentStay() throws {
        let list =
            "  - title: \"B \\\"2\\\"\"\n    url: \"/b/\"\n    publishedDateTime: 2021-03-02T10:36:00Z\n"
        for (old, new) in [
            ("related: # mine\n  - title: old\n", "related: # mine\n\(list)"),
            ("related: [] # mine: \"x\"\n", "related: # mine: \"x\"\n\(list)"),
            ("related: ['a # b', c] # d # e\n", "related: # d # e\n\(list)"),
            ("related: [ # one\n  x,\n  y ]\n", "related: # one\n\(list)"),
            ("related: [\n  x\n  ] # two\n", "related: # two\n\(list)"),
            ("related: \"a # b\n  c\"\n", "related:\n\(list)"),
            ("related:\n  - title: old\n... # end\n", "related:\n\(list)... # end\n"),
            (
                "related:\n  - title: old\n# a\n  - title: b\n# c\n\nz: 1\n",
                "related:\n\(list)# a\n# c\n\nz: 1\n"
            ),
            ("z: 1\n... # end\n", "z: 1\nrelated:\n\(list)... # end\n"),
        ] {
            #expect(try edited("---\ntitle: A\n\(old)---\n", [page]) == "---\ntitle: A\n\(new)---\n")
        }
        let machine = "---\ntitle: A\nrelated: # mine\n\(list)---\n"
        #expect(try edited(machine, []) == "---\ntitle: A\nrelated: [] # mine\n---\n")
    }

    // MARK: - Cost

    @Test func deepTextsAreRefusedBeforeTheyCost() throws {
        let flow = String(repeating: "[", count: 100_000)
        let keys = String(repeating: "a.", count: 100_000) + "a"
        for text in [
            "+++\nx = \(flow)\n+++\n", "+++\n\(keys) = 1\n+++\n", "+++\n[\(keys)]\n+++\n",
            "+++\nx = {\(keys) = 1}\n+++\n",
            "+++\nx = [{a = " + String(repeating: "{a = ", count: 1000) + "\n+++\n",
            "{\"a\": \(flow)\(flow.replacing("[", with: "]"))}\n",
            "{\"a\": " + String(repeating: "{\"a\": ", count: 1000) + String(repeating: "}", count: 1001)
                + "\n",
        ] {
            #expect { try MarkdownFile(Array(text.utf8), path: "a.md") } throws: {
                ($0 as? InputProblem)?.kind == .frontMatterTooComplex
            }
        }
    }

    @Test func aliasesMayBeManyButNotGrow() throws {
        let many = (0..<500).map { "k\($0): *a\n" }.joined()
        #expect(
            try read("---\ntitle: &t A\nbase: &a {x: [1, 2]}\n\(many)excerpt: *t\n---\n").article.excerpt
                == "A"
        )
        let text = "---\ntitle: A\nbase: &a \"" + String(repeating: "x", count: 10_000) + "\"\n\(many)---\n"
        #expect { try MarkdownFile(Array(text.utf8), path: "a.md") } throws: {
            ($0 as? InputProblem)?.kind == .frontMatterTooComplex
        }
        // As keys they would be hashed, and each level goes into the next.
        let chain = (1...400).map { "a\($0): &a\($0) [[[[*a\($0 - 1)]]]]\n" }.joined()
        for hostile in [chain, many + "? [*a, *a]\n: x\n", many + "*a : x\n", many + "x: {[*a]: y}\n"] {
            let text = "---\ntitle: A\na0: &a0 x\nbase: &a [x]\n\(hostile)---\n"
            #expect { try MarkdownFile(Array(text.utf8), path: "a.md") } throws: {
                ($0 as? InputProblem)?.kind == .frontMatterTooComplex
            }
        }
    }
}
