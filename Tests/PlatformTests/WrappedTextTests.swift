import Platform
import Testing

@Suite struct WrappedTextTests {
    @Test func breaksAtSpaces() {
        #expect("one two  three\nfour".wrapped(to: 9) == ["one two", "three", "four"])
        #expect("one two".wrapped(to: 7) == ["one two"])
        #expect("".wrapped(to: 5).isEmpty && " \n ".wrapped(to: 5).isEmpty)
    }

    @Test func breaksWhatIsWiderThanALine() {
        #expect("a abcdefgh b".wrapped(to: 3) == ["a", "abc", "def", "gh", "b"])
        #expect("a abcdefgh b".wrapped(to: 4) == ["a", "abcd", "efgh", "b"])
        // Two columns each.
        #expect("日本語の文".wrapped(to: 5) == ["日本", "語の", "文"])
        #expect("日本".wrapped(to: 2) == ["日", "本"])
    }

    @Test func noLineIsWider() {
        let text = String(repeating: "Überschwemmung in 東京 and Köln-Mülheim ", count: 20)
        for columns in 2...40 {
            let lines = text.wrapped(to: columns)
            #expect(lines.allSatisfy { $0.printedWidth <= columns && !$0.isEmpty })
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        }
    }
}
