import Corpus
import Foundation
import TestSupport
import Testing

@Suite struct JSONLinesTests {
    @Test func readsTheKeysOfFrontMatter() throws {
        let line = """
            {"id": 7, "title": "A", "excerpt": "B", "publishedDateTime": "2021-03-02T10:36:00Z", "webUrl": "https://a.example/1", \
            "provider": {"name": "N", "domain": "a.example"}, "topics": ["AI"], "quality": 3.5, "unknown": {"deep": [1]}, \
            "images": [{"url": "u", "width": 10, "isCached": false}], "excerptHtml": null}
            """
        let reading = try reading(
            "\u{FEFF}" + line + "\r\n\n" + "{\"title\":\"C\",\"sourceUrl\":\"https://a.example/2\"}",
            name: "x.jsonl"
        )
        #expect(reading.problems.isEmpty)
        let first = try #require(reading.articles.first)
        #expect(first.id == "7" && first.quality == 3.5 && first.topics == ["AI"])
        #expect(first.images == [ArticleImage(url: "u", width: 10, isCached: false)])
        #expect(first.origin?.line == 1)
        #expect(reading.articles.last?.id == "https://a.example/2")
        #expect(reading.articles.last?.origin?.line == 3)
        #expect(reading.articles.last?.links.family == .source)
    }

    @Test func manyProblemsOfAFileAreCounted() throws {
        let lines = String(repeating: "{}\n", count: 3_000) + "{\"id\":\"a\",\"title\":\"A\"}\n"
        let reading = try reading(lines, name: "x.jsonl")
        #expect(reading.articles.map(\.id) == ["a"] && reading.articles.first?.origin?.line == 3_001)
        #expect(reading.problems.count == 1_001 && reading.problems[999].line == 1_000)
        #expect(reading.problems.last?.problem.hasPrefix("2,000 more problems") == true)
    }

    @Test func blankLinesCostNothingAndLinesAreLimited() throws {
        let text = String(repeating: "\n", count: 200_000) + "{\"id\":\"a\",\"title\":\"A\"}\n\n\r\n"
        let blank = try reading(text, name: "x.jsonl")
        #expect(blank.articles.first?.origin?.line == 200_001 && blank.problems.isEmpty)
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "y.jsonl",
            (0..<5).map { "{\"id\":\"\($0)\",\"title\":\"A\"}\n" }.joined(separator: "\n")
        )
        var rules = ReadingRules()
        rules.limits.jsonLines = 3
        let limited = SourceReading(SourceListing([path]).files[0], rules)
        #expect(limited.articles.map(\.id) == ["0", "1", "2"])
        #expect(limited.problems.map(\.kind) == [.tooLarge] && limited.problems.first?.line == 7)
    }

    @Test(arguments: [
        ("{", InputProblem.Kind.invalidJSON), ("[]", .badValue), ("42", .badValue),
        ("{\"title\": [1]}", .badValue),
        ("{\"id\": \"a\"}", .missingTitle), ("{\"title\": \"A\"}", .missingID),
        ("{\"id\": \"a\", \"title\": \"A\", \"publishedDateTime\": \"x\"}", .badDate),
    ])
    func aBadLineIsNamedAndTheRestRead(line: String, kind: InputProblem.Kind) throws {
        let reading = try reading(
            "{\"id\":\"ok\",\"title\":\"A\"}\n\(line)\n{\"id\":\"ok2\",\"title\":\"B\"}\n",
            name: "x.ndjson"
        )
        #expect(reading.problems.map(\.kind) == [kind])
        #expect(reading.problems.first?.line == 2)
        #expect(reading.articles.map(\.id).filter { $0.rawValue.hasPrefix("ok") } == ["ok", "ok2"])
    }

    @Test func optionalValuesOfNoUseCostOnlyThemselves() throws {
        let line = """
            {"id":"a","title":"T","date":"2021-03-02","quality":"37","topics":true,"images":["u",{"url":"v","width":"wide"}],\
            "provider":["x"],"webUrl":7}
            """
        let reading = try reading(line, name: "x.jsonl")
        let article = try #require(reading.articles.first)
        #expect(reading.problems.isEmpty && article.published?.text == "2021-03-02")
        #expect(article.images.map(\.url) == ["u", "v"] && article.topics.isEmpty && article.quality == nil)
    }

    @Test func invalidUTF8CostsOneLine() throws {
        let bytes =
            Array("{\"id\":\"a\",\"title\":\"".utf8) + [0xC3, 0x28]
            + Array("\"}\n{\"id\":\"b\",\"title\":\"B\"}\n".utf8)
        let reading = try reading(bytes, name: "x.jsonl")
        #expect(reading.problems.map(\.kind) == [.invalidUTF8] && reading.articles.map(\.id) == ["b"])
    }

    @Test func brokenArchivesAreNamed() throws {
        #expect(try reading("no gzip", name: "x.jsonl.gz").problems.map(\.kind) == [.damagedArchive])
    }

    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func realJSONLinesFiles() throws {
        for (name, count) in [("roundups/check", 1839), ("everyday-judged", 140)] {
            let contents = CorpusContents(reading: ["\(SharedData.folder)/corpora/\(name)/articles.jsonl"])
            #expect(contents.articles.count == count)
            #expect(contents.problems.allSatisfy { $0.severity == .warning })
        }
    }
}
