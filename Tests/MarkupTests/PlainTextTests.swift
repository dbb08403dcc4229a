import Testing

@testable import Markup

@Suite struct PlainTextTests {
    /// The words of the prose, which white space plays no part in.
    private func words(_ text: String, as dialect: PlainText.Dialect = .markdown) -> String {
        PlainText.markdown(text, as: dialect).prose.split(whereSeparator: \.isWhitespace).joined(
            separator: " "
        )
    }

    private func htmlWords(_ text: String) -> String {
        PlainText.html(text).prose.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test func `what has no markup comes back as it is`() {
        for text in [
            "", "Plain words, nothing else.", "Two\nlines of Ärger\n\nand 3 more", "a 1. b - c: d? e!",
        ] {
            #expect(PlainText.markdown(text).prose == text)
            #expect(PlainText.isPlain(text))
            #expect(PlainText.html(text).prose == text)
            #expect(PlainText.inline(text) == text)
            #expect(PlainText.body(text).prose == text)
        }
        for text in [
            "a *b*", "# a", "1. a", "- a", "    code", "see https://a.example", "::: note",
            "import x from 'y'",
        ] {
            #expect(!PlainText.isPlain(text), "\(text)")
        }
    }

    @Test(arguments: [
        ("# One *two* __three__", "One two three"),
        ("a [link text](https://x.example/target \"title\") b", "a link text b"),
        ("a [link text][ref] b\n\n[ref]: https://x.example/target", "a link text b"),
        ("![the alt text](picture.png)", "the alt text"),
        ("<https://auto.example/link> <mail@auto.example>", ""),
        ("bare https://bare.example/some/path?q=1, end", "bare end"),
        ("half `List<String>` code", "half List<String> code"),
        ("A &amp; B &eacute; &#8217; &nosuch;", "A & B é ’ &nosuch;"),
        ("1 < 2 and 3 > 2, AT&T", "1 < 2 and 3 > 2, AT&T"),
        ("one<br>two\n\n<div class=\"x\">\n\nthree *four*\n\n</div>", "one two three four"),
        ("<script>\nvar a;\n\nvar b;\n</script>\n\nafter", "after"),
        ("<style>\n.a { b: c }\n</style>\nafter", "after"),
        ("<!-- hidden -->\nseen <!-- also\nhidden --> too", "seen too"),
        ("note[^1]\n\n[^1]: the footnote", "note the footnote"),
        ("> [!NOTE]\n> alert", "alert"),
        ("wo<b>rd</b>", "word"),
        ("- [ ] to do\n- [x] done", "[ ] to do [x] done"),
    ]) func `markup of Markdown is no text`(markdown: String, expected: String) {
        #expect(words(markdown) == expected)
    }

    @Test(arguments: [
        ("{% if a %}yes{% endif %} {{ page.title | upcase }} b", "yes b"),
        ("{% comment %}no{% endcomment %}yes", "yes"),
        ("a {{< youtube id=\"x y\" >}} b {{% notice tip %}}c{{% /notice %}}", "a b c"),
        ("{{< figure src=\"a.jpg\" alt=\"a dog\" caption=\"runs home\" title=t >}}", "a dog runs home"),
        ("{{/* comment */}}a", "a"),
        ("## Heading {#an-anchor}\n{: .lead }", "Heading"),
        (":::note Your title\ninside\n:::\nafter", "Your title inside after"),
        ("!!! warning \"Your title\"\n    inside\n\n    more\nafter", "\"Your title\" inside more after"),
        ("import Tabs from '@theme/Tabs';\nexport const a = {\n  b: 1,\n}\n\ntext", "text"),
        ("import duties rise\n\nexport markets fall", "import duties rise export markets fall"),
        ("<Tabs items={[\"a > b\"]} on={() => { go(\"}\") }}>inside</Tabs>", "inside"),
        ("`{{ raw }}` and ``a ` {% b %}``", "{{ raw }} and a ` {% b %}"),
        ("a {{ never closed", "a {{ never closed"),
        ("braces {of prose} stay", "braces {of prose} stay"),
    ]) func `marks of site generators are no text`(markdown: String, expected: String) {
        #expect(words(markdown) == expected)
    }

    @Test func `expressions are no text in MDX`() {
        #expect(words("a {props.b} {/* c */} <>d</> {f(\"}\")} e", as: .mdx) == "a d e")
    }

    @Test func `code is apart from prose`() {
        let text =
            "Before\n\n```swift\nlet a = 1\n```\n\n    indented\n\n~~~\n{{ b }}\n~~~\n<pre><code>c &lt; d</code></pre>\nafter"
        let parts = PlainText.markdown(text)
        #expect(parts.prose.split(whereSeparator: \.isWhitespace) == ["Before", "after"])
        let code = parts.code.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
        #expect(code == ["let a = 1", "indented", "{{ b }}", "c < d"])
        let liquid = PlainText.markdown("a\n{% highlight ruby %}\ndef b # *c*\n{% endhighlight %}\nd")
        #expect(liquid.prose.split(whereSeparator: \.isWhitespace) == ["a", "d"])
        #expect(liquid.code.contains("def b # *c*"))
        #expect(PlainText.markdown("```\nnever closed <b>").code == "never closed <b>\n\n")
    }

    @Test func `code within an admonition is code`() {
        let parts = PlainText.markdown("!!! note\n    text\n\n    ```js\n    let a\n    ```\nafter")
        #expect(parts.prose.split(whereSeparator: \.isWhitespace) == ["text", "after"])
        #expect(parts.code.contains("let a"))
    }

    @Test(arguments: [
        ("<p>Caf&eacute;<p>open", "Café open"),
        ("<a href=\"https://x.example\" class=\"more-link\">Continue <span>&rarr;</span></a>", "Continue →"),
        ("<img src=a.png alt=\"a dog\"><script>if (a < b) {}</script><style>p{}</style>end", "a dog end"),
        ("a<!-- b -->c", "ac"),
        ("<table><tr><td>a<td>b</table>", "a b"),
        ("<div", ""),
        ("a &lt;b&gt; &bogus; &#x41; &#0; &#xD800;", "a <b> &bogus; A"),
        ("<!DOCTYPE x [<!ENTITY e \"boom\">]>a", "]>a"),
    ]) func `markup of HTML is no text`(html: String, expected: String) {
        #expect(htmlWords(html) == expected)
    }

    @Test(arguments: [
        ("The mayor&#8217;s plan &amp; more&hellip;", "The mayor’s plan & more…"),
        ("<p>In <em>short</em></p>", "In short"),
        ("a < b and c > d", "a < b and c > d"), ("List<String>", "List<String>"), ("AT&T", "AT&T"),
        ("Q&A", "Q&A"), ("Map<K, V> & <T>", "Map<K, V> & <T>"), ("Array<A>", "Array<A>"),
        ("x &y; z", "x &y; z"),
        ("a &lt;b&gt; c", "a <b> c"), ("List<String> &amp; <b>more</b>", "List<String> & more"),
        ("if a<b then", "if a<b then"), ("<script>x</script>y", "y"), ("a &amp b", "a &amp b"),
    ]) func `only entities and tags of HTML are markup in a line`(line: String, expected: String) {
        #expect(PlainText.inline(line) == expected)
    }

    @Test func `a body of which nobody says what it is`() {
        #expect(PlainText.body("<p>a *b*</p>").prose.contains("a *b*"))
        #expect(PlainText.body("see [a](b) there").prose == "see a there\n")
        #expect(PlainText.body("# Title\n\ntext").prose == "Title\ntext\n")
        for plain in ["5 * 3 < 20 & so on", "#hashtag", "List<String>", "a [b] c", "~ 3 # 4"] {
            #expect(PlainText.body(plain).prose == plain)
        }
    }

    @Test func `reading the result again changes nothing`() {
        let once = PlainText.markdown("# A *b*\n\n- c [d](e) `f`\n- <b>g</b>\n\nh &amp; i {{ j }}").prose
        #expect(PlainText.body(once).prose == once)
    }

    @Test func `NUL and what is no character are safe`() {
        #expect(PlainText.markdown("a\0b *c*").prose == "a b c\n")
        #expect(htmlWords("a\0<b>c</b>") == "a c")
        #expect(PlainText.inline("a\0&amp;") == "a &")
        let odd = String(decoding: [0xFF, 0x2A, 0x61, 0x2A, 0xC3] as [UInt8], as: UTF8.self)
        #expect(PlainText.markdown(odd).prose == "\u{FFFD}a\u{FFFD}\n")
    }

    @Test(arguments: [
        "[", "[a](", "*a _b ", "> ", "- ", "1. ", "<a ", "<b>", "<!--", "{", "{{", "{% ", "{{< ", "&#", "![",
        "`a``", "[^a]",
        "<A b={", "!!! a\n", "<script>", "<![CDATA[", "</i>", "a\n", "|-", "<a x='", "export const a\n", "&",
        ":::\n",
    ]) func `whatever is repeated takes time in proportion`(part: String) {
        let text = String(repeating: part, count: 20_000 / part.utf8.count)
        let start = ContinuousClock.now
        for result in [PlainText.markdown(text, as: .mdx), PlainText.html(text), PlainText.body(text)] {
            #expect(result.prose.utf8.count + result.code.utf8.count <= 6 * text.utf8.count + 100)
        }
        #expect(PlainText.inline(text).utf8.count <= 6 * text.utf8.count)
        // Ten times what a busy machine takes without optimisation.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func `many open elements do not make end tags slow or lose text`() {
        let text = String(repeating: "<b>x", count: 3000) + String(repeating: "</i>", count: 3000) + "end"
        let prose = PlainText.html(text).prose.filter { !$0.isWhitespace }
        #expect(prose == String(repeating: "x", count: 3000) + "end")
    }

    @Test func `random marks never crash, and words outside of marks stay`() {
        let marks = [
            "*", "_", "`", "```\n", "~~~\n", "[", "](", ")", "<", ">", "</b>", "<b>", "{{", "}}", "{%", "%}",
            "{", "}", "\n",
            "\n\n", "    ", "> ", "- ", "&", ";", "#", "!", ":::", "!!! ", "<!--", "-->", "<script>", "\\",
            "|", "é", "\u{1F600}",
            "{{<", ">}}", "\"", "'", "import ", "1. ", "\0", "\r\n", "[^1]", "[^1]: ", "://",
        ]
        var state: UInt64 = 7
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<400 {
            let text = (0..<random(60)).map { _ in marks[random(marks.count)] }.joined()
            for dialect in [PlainText.Dialect.markdown, .mdx] {
                let parts = PlainText.markdown(text, as: dialect)
                #expect(!parts.prose.utf8.contains(0))
            }
            _ = (PlainText.html(text), PlainText.body(text))
            #expect(!PlainText.inline(text + "&amp;").contains("&amp;") || text.contains("<"))
        }
    }
}
