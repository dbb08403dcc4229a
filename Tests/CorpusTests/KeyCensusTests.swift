import Corpus
import Testing

@Suite struct KeyCensusTests {
    private func census(_ fronts: [String]) throws -> KeyCensus {
        var census = KeyCensus(names: .standard)
        for front in fronts {
            census.add(try #require(try MarkdownFile(Array("---\n\(front)\n---\n".utf8), path: "a.md")))
        }
        return census
    }

    @Test func frequentKeysThatNobodyReadsAreCounted() throws {
        let census = try census([
            "title: A\nkicker: First\nrelated: []\nweight: 3\nparams: {author: Ann, title: x}\nseo: {description: d}",
            "title: A\nkicker: Second\nbegan: 2021-03-02\nweight: \"4\"\nparams: {author: Bob}\nempty: ~",
            "title: A\nkicker: [a, b, c, d]\nflag: true", "title: A\nbegan: March 2, 2021\nflag: no",
        ])
        let unread = census.unread(inAtLeast: 0.5)
        #expect(unread.map(\.name) == ["kicker", "began", "flag", "params.author", "weight"])
        #expect(unread.map(\.files) == [3, 2, 2, 2, 2] && census.files == 4)
        #expect(unread[0].kinds == [.text: 2, .list: 1] && unread[0].example == "\"First\"")
        #expect(unread[1].kinds == [.date: 2] && unread[2].kinds == [.truth: 2])
        #expect(unread[4].kinds == [.number: 1, .text: 1] && unread[3].example == "\"Ann\"")
        #expect(census.unread(inAtLeast: 0.7).map(\.name) == ["kicker"])
    }

    @Test func aCensusInPartsIsTheWholeOne() throws {
        let fronts = (0..<20).map { "title: A\nk\($0 % 3): v\($0)\nx: {y: \($0)}" }
        let whole = try census(fronts)
        var parts = try census(Array(fronts[..<7]))
        parts.add(try census(Array(fronts[7...])))
        #expect(parts.unread(inAtLeast: 0) == whole.unread(inAtLeast: 0) && parts.files == 20)
    }

    @Test func linesOfJSONAreCountedAlike() throws {
        var census = KeyCensus(names: .standard)
        for _ in 0..<2 {
            let line =
                #"{"title":"A","kicker":"H","n":1.5,"flag":true,"a":{"b":["x"],"c":null},"deep":{"e":{"f":{}}}}"#
            census.add(JSONDocument(Array(line.utf8)))
        }
        census.add(JSONDocument(Array("[1]".utf8)))
        #expect(census.unread(inAtLeast: 0).map(\.name) == ["a.b", "deep.e", "flag", "kicker", "n"])
        #expect(census.files == 2)
    }

    @Test func aHostileFileDoesNotFillTheMemory() throws {
        let front =
            (0..<6000).map { "k\($0): 1" }.joined(separator: "\n") + "\n" + String(repeating: "k", count: 200)
            + ": 1"
        let census = try census([front, front])
        #expect(census.unread(inAtLeast: 0).count == 4096)
    }
}
