import Markup
import Testing

@Suite struct HTMLReaderTests {
    /// The events of a page, each in one word or two.
    private func events(_ html: String) -> [String] {
        var events: [String] = []
        HTMLReader.read(Array(html.utf8)) { event in
            switch event {
            case .start(let element): events.append(element.tag)
            case .text(let text): events.append(text)
            case .end: events.append("end")
            }
        }
        return events
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
        #expect(deep.count < 1100 && deep.first == "<b>" && !deep.contains("text"))
    }
}
