import Corpus
import Foundation
import Recommendation
import TestSupport
import Testing

@Suite struct TextFingerprintTests {
    private typealias Text = (title: String, excerpt: String)

    private static let harbour = """
        The harbour authority said on Tuesday that the storm had torn three cranes from their rails and that \
        ships would be sent to neighbouring ports until the quay was safe, which may take six weeks.
        """

    private func fingerprint(_ title: String, _ excerpt: String = "", body: String = "") -> TextFingerprint {
        TextFingerprint(Article(id: "a", title: title, excerpt: excerpt, body: body))
    }

    /// Asks both questions both ways.
    private func relation(_ a: TextFingerprint, _ b: TextFingerprint) -> (copy: Bool, template: Bool) {
        #expect(a.isCopy(of: b) == b.isCopy(of: a))
        #expect(a.sharesTemplate(with: b) == b.sharesTemplate(with: a))
        #expect(!(a.isCopy(of: b) && a.sharesTemplate(with: b)))
        return (a.isCopy(of: b), a.sharesTemplate(with: b))
    }

    // MARK: Copies

    @Test(arguments: [
        // The same text, another headline.
        ("Port stays shut for weeks after storm", harbour),
        // Cut.
        ("Storm closes harbour", String(harbour.prefix(120)) + "…"),
        // With a dateline, a publisher's spelling and a corrected word.
        (
            "Storm closes harbour, ships sent elsewhere",
            "NEWTOWN (Wire) — " + harbour.replacing("neighbouring", with: "neighboring")
        ),
        // In capitals and other quotes.
        ("STORM CLOSES HARBOUR", harbour.uppercased()),
    ])
    func copiesOfOneStory(title: String, excerpt: String) {
        let original = fingerprint("Storm closes harbour for six weeks", Self.harbour)
        #expect(relation(original, fingerprint(title, excerpt)).copy)
    }

    @Test func anArticleIsItsOwnCopy() {
        let article = fingerprint("Storm closes harbour for six weeks", Self.harbour)
        #expect(relation(article, article).copy)
    }

    @Test func aSyndicatedBodyUnderAnotherExcerpt() {
        let body = (0..<200).map { "word\($0 * 7 % 150)" }.joined(separator: " ")
        let a = fingerprint("Storm closes harbour", "Cranes fell.", body: body)
        let b = fingerprint("What the wind did", "Six weeks without ships.", body: "By our staff. " + body)
        #expect(relation(a, b).copy)
        let other = (0..<200).map { "word\($0 * 11 % 149)" }.joined(separator: " ")
        #expect(!relation(a, fingerprint("What the wind did", "Six weeks.", body: other)).copy)
    }

    @Test func longHeadlinesAreNotRepeatedByChance() {
        let title = "Harbour authority closes northern quay after storm damages cranes"
        let a = fingerprint(
            title,
            "Ships will be sent elsewhere until the rails are repaired, officials said."
        )
        let b = fingerprint(
            title.uppercased(),
            "A gale on Monday night left three of the largest lifting machines lying in the water."
        )
        #expect(relation(a, b).copy)
    }

    @Test(arguments: ["Editorial", "Letters to the editor", "社論", "Morning briefing"])
    func rubricsAreNoCopies(title: String) {
        let a = fingerprint(title, "Why the council should think again about the new bridge over the river.")
        let b = fingerprint(title, "The minister was right to resign, and others ought to follow him soon.")
        #expect(relation(a, b) == (false, false))
        #expect(relation(fingerprint(title), fingerprint(title)) == (false, false))
        #expect(relation(a, fingerprint(title)) == (false, false))
    }

    @Test func oneStandingTextUnderEveryArticle() {
        let standing =
            "Read more about this and all other subjects on our site, where you find the latest news."
        let a = fingerprint("Storm closes harbour", standing)
        let b = fingerprint("Choir wins prize in Vienna", standing)
        #expect(relation(a, b) == (false, false))
    }

    @Test func relatedStoriesAreNoCopies() {
        let a = fingerprint("Storm closes harbour for six weeks", Self.harbour)
        let b = fingerprint(
            "Fishermen count losses after Tuesday's storm in the harbour",
            """
            Two days after three cranes fell from their rails, crews in the old town were still pumping water \
            from their boats and asking who would pay while the harbour authority keeps the quay shut.
            """
        )
        #expect(relation(a, b) == (false, false))
    }

    // MARK: Templates

    @Test(arguments: [
        [
            (
                "Alpha Mills shares gain 1.2% as index rises",
                "Shares of Alpha Mills traded 1.2 per cent higher at 402.5 at 10:55 on Monday, while the index rose 120."
            ),
            (
                "Borealis Steel shares gain 0.4% as index rises",
                "Shares of Borealis Steel traded 0.4 per cent higher at 88.1 at 11:20 on Friday, while the index rose 95."
            ),
        ],
        [
            ("Horoscope today, June 12, 2022: check the stars for all signs", "Gemini: a letter arrives."),
            ("Horoscope today, July 3, 2021: check the stars for all signs", "Leo: do not sign anything."),
        ],
        [
            (
                "Aktie von Alpha steigt um 1,2 Prozent",
                "Die Aktie von Alpha notierte am Montag um 10:55 Uhr 1,2 Prozent höher bei 402,5 Euro."
            ),
            (
                "Aktie von Borealis steigt um 0,4 Prozent",
                "Die Aktie von Borealis notierte am Freitag um 11:20 Uhr 0,4 Prozent höher bei 88,1 Euro."
            ),
        ],
    ])
    func oneFormFilledTwice(texts: [(String, String)]) {
        let (a, b) = (fingerprint(texts[0].0, texts[0].1), fingerprint(texts[1].0, texts[1].1))
        #expect(relation(a, b) == (copy: false, template: true))
    }

    /// German writes every noun with a capital, so much is masked; two reports of one event must stay apart.
    @Test func germanStoriesOfOneEvent() {
        let a = fingerprint(
            "Sturm legt Hafen für Wochen lahm",
            """
            Der Sturm hat am Dienstag drei Kräne von den Schienen gerissen. Die Hafenbehörde schickt die Schiffe \
            in andere Häfen, bis der Kai wieder sicher ist. Das kann sechs Wochen dauern.
            """
        )
        let b = fingerprint(
            "Nach dem Sturm: Fischer zählen die Schäden im Hafen",
            """
            Zwei Tage nach dem Sturm pumpen die Fischer noch immer Wasser aus den Booten. Wer die Kräne bezahlt, \
            die in den Hafen gestürzt sind, will die Behörde erst in sechs Wochen sagen.
            """
        )
        #expect(relation(a, b) == (false, false))
    }

    @Test func textsWithoutSpaces() {
        let text = "港务局周二表示，风暴将三台起重机从轨道上掀翻，在码头恢复安全之前船只将被派往邻近港口，这可能需要六周时间。"
        let a = fingerprint("风暴导致港口关闭六周", text)
        #expect(relation(a, fingerprint("港口因风暴停摆", String(text.prefix(40)))).copy)
        let other = "渔民们在风暴过后两天仍在从船上抽水，他们询问在港务局关闭码头期间由谁来支付损失，市长没有回答这个问题。"
        #expect(relation(a, fingerprint("渔民统计损失", other)) == (false, false))
    }

    // MARK: Bounds

    @Test func emptyAndHostileTexts() {
        let texts = [
            "", "a", "1", "'", "’s", "\u{301}\u{301}", String(repeating: "x", count: 100_000),
            String(repeating: "1 ", count: 5000), String(repeating: "的", count: 5000),
            String(repeating: "A b 1 ", count: 5000),
        ]
        let prints = texts.flatMap { text in
            [
                fingerprint("T", text), fingerprint(text.isEmpty ? "T" : text, ""),
                fingerprint("T", "", body: text),
            ]
        }
        for a in prints {
            #expect(a.byteCount <= 260)
            for b in prints { _ = relation(a, b) }
        }
    }
}
