import Markup
import Testing

@Suite struct HTMLReaderTests {
    /// The events of a page, each in one word or two, and "cut" where it is read no further.
    private func events(_ html: String) -> [String] {
        var events: [String] = []
        let isCut = HTMLReader.read(Array(html.utf8)) { event in
            switch event {
            case .start(let element): events.append(element.tag)
            case .text(let text): events.append(text)
            case .end: events.append("end")
            }
        }
        return isCut ? events + ["cut"] : events
    }

    @Test func aPageIsToldAsBrowsersUnderstandIt() {
        #expect(
            events("<META Name=a CONTENT='x &amp; \"y'><main><p>One<p>T&eacute;a<br>two</main>") == [
                "<meta name=\"a\" content=\"x &amp; &quot;y\">", "end", "<main>", "<p>", "One", "end", "<p>",
                "T", "é", "a",
                "<br>", "end", "two", "end", "end",
            ]
        )
    }

    @Test func scriptsAreTextsAndNothingEndsAPageEarly() {
        #expect(
            events("<script>if (a < b) \"<p>\"</script>\0<i>c</i>") == [
                "<script>", "if (a < b) \"<p>\"", "end", " ", "<i>", "c", "end",
            ]
        )
        #expect(events("").isEmpty && events("<").joined() == "<")
    }

    @Test func whatIsNestedTooDeepIsReadNoFurther() {
        let deep = events(String(repeating: "<b>", count: 5000) + "text")
        #expect(deep.count < 1100 && deep.first == "<b>" && deep.last == "cut" && !deep.contains("text"))
    }

    /// A tag of attributes that are all named differently, which the parser compares with one another.
    private func tag(_ count: Int, value: String = "") -> String {
        "<i" + (0..<count).map { " a\($0)\(value)" }.joined() + ">"
    }

    @Test func aTagOfMoreAttributesThanAnyPageHasEndsIt() {
        let full = events("<b>x</b>\(tag(256))y</i>z")
        #expect(full.prefix(4).last?.hasSuffix(" a255=\"\">") == true && full.contains("z"))
        let crowded = events("<b>x</b>\(tag(257))y</i>z")
        #expect(crowded == ["<b>", "x", "end", "cut"])
        #expect(PlainText.html("<b>x</b>\(tag(257))y</i>z").prose == "x\nyz\n")
    }

    /// Compared with one another they would take minutes.
    @Test(.timeLimit(.minutes(1)), arguments: ["", "=\"> a b\"", "='<!-- <script> \"'", "=x"])
    func manyAttributesAreNotCompared(value: String) {
        let page = "<b>x</b>" + tag(300_000, value: value) + "y"
        #expect(events(page) == ["<b>", "x", "end", "cut"])
        #expect(PlainText.html(page).prose.hasPrefix("x"))
    }
}
