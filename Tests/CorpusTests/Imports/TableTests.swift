import Corpus
import Testing

@Suite struct TableTests {
    private func table(_ text: String) throws -> SourceReading { try export(text, name: "table.csv") }

    @Test(arguments: [",", ";", "\t"]) func separators(_ mark: String) throws {
        let rows = [
            ["id", "title", "published_at", "tags"],
            ["1", "\"Ferry, \"\"stops\"\"; now\"", "2024-03-06", "x|y"],
            ["2", "\"Two\nlines\"", "", ""], ["3", "Three", "2024-03-08", "z"],
        ]
        let reading = try table(rows.map { $0.joined(separator: mark) }.joined(separator: "\r\n") + "\r\n")
        #expect(reading.problems.isEmpty)
        #expect(reading.articles.map(\.title) == ["Ferry, \"stops\"; now", "Two\nlines", "Three"])
        #expect(reading.articles.map(\.origin?.line) == [2, 3, 5])
        #expect(
            reading.articles[0].topics == ["x", "y"] && reading.articles[0].published?.text == "2024-03-06"
        )
    }

    @Test func columnsAsPeopleNameThem() throws {
        let reading = try table(
            "\u{FEFF}ID,Title,Published at,URL,Body HTML,Unknown\n7,A,2024-03-06,https://a.example/,<p>Text</p>,x\n"
        )
        let article = try #require(reading.articles.first)
        #expect(article.id == "7" && article.published?.text == "2024-03-06" && article.body == "Text")
        #expect(article.page.url == "https://a.example/")
    }

    @Test func latin1AndSpreadsheets() throws {
        let bytes = Array("title,id\nCaf".utf8) + [0xE9, 0x20, 0x93, 0x78, 0x94] + Array(",1\n".utf8)
        #expect(try export(bytes, name: "t.csv").articles.map(\.title) == ["Café “x”"])
    }

    @Test func unequalRowsAndBlankLines() throws {
        let reading = try table("id,title\n1,A,extra,more\n\n2,B\n3\n")
        #expect(reading.articles.map(\.id) == ["1", "2"])
        #expect(reading.problems.map(\.kind) == [.ignoredValue, .missingTitle])
    }

    @Test func aWrongQuotationMarkKeepsTheRowsBefore() throws {
        let reading = try table("id,title\n1,A\n2,\"B\" c\n3,D\n")
        #expect(reading.articles.map(\.id) == ["1"])
        #expect(reading.problems.first?.line == 3 && reading.problems.first?.severity == .error)
    }

    @Test func accentsBesideSeparatorsStay() throws {
        let reading = try table("id,title,excerpt\n1,\u{301}A,\"\u{301}b, c\u{600}\"\n2,B\u{600},\"d\"\n")
        #expect(reading.problems.isEmpty && reading.articles.map(\.title) == ["\u{301}A", "B\u{600}"])
        #expect(reading.articles.map(\.excerpt) == ["\u{301}b, c\u{600}", "d"])
    }

    @Test func quotationMarksAndSpacesAsSpreadsheetsHaveThem() throws {
        let reading = try table("id,title,title\r1, \"A\" ,\r\n2,B \"x\",\n3,\"C\n\nD\",E\n4,\"open, \"\"x\n")
        #expect(reading.articles.map(\.title) == ["A", "B \"x\"", "E", "open, \"x"])
        #expect(reading.articles.map(\.origin?.line) == [2, 3, 4, 7] && reading.problems.isEmpty)
    }

    @Test func manyColumnsAreBounded() throws {
        let header = "id,title," + (0..<5_000).map { "c\($0)" }.joined(separator: ",")
        let row = "1,A," + String(repeating: ",", count: 200_000)
        #expect(try table(header + "\n" + row + "\n").articles.map(\.id) == ["1"])
    }

    @Test(arguments: ["just a sentence", "a,b,c", "\"", ",,,\n,,,\n"]) func whatIsNoTableIsSaid(
        _ text: String
    ) throws {
        let reading = try table(text)
        #expect(reading.articles.isEmpty && reading.problems.contains { $0.severity == .error })
    }
}
