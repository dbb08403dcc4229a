import Testing

@testable import Corpus

struct DetectedLanguageTests {
    private static let german = "Die Stadt baut im Frühling eine neue Brücke über den Fluss"

    private func article(_ title: String, excerpt: String = "", body: String = "", _ language: String? = nil)
        -> Article
    {
        Article(id: "a", title: title, excerpt: excerpt, body: body, language: language).detectingLanguage()
    }

    @Test func whatIsSaidIsNotGuessed() {
        let said = article(Self.german, "en")
        #expect(said.language == "en" && said.detectedLanguage == nil && said.knownLanguage == "en")
        let guessed = article(Self.german)
        #expect(guessed.language == nil && guessed.detectedLanguage == "de" && guessed.knownLanguage == "de")
        #expect(article("Node v18.2.0").knownLanguage == nil)
    }

    @Test func excerptAndBodyTellToo() {
        #expect(article("Release v18.2", excerpt: Self.german).detectedLanguage == "de")
        #expect(
            article("Release v18.2", body: Self.german + ", sagt der Bürgermeister.").detectedLanguage == "de"
        )
        let long = String(repeating: "x1 ", count: 5000)
        #expect(article("Release v18.2", excerpt: long, body: Self.german).detectedLanguage == nil)
    }

    @Test func aChangedTextIsLookedAtAnew() {
        var changed = article(Self.german)
        changed.title = "Why our garden needed three years before anything would grow in it"
        changed.detectLanguage()
        #expect(changed.detectedLanguage == "en")
        changed.language = "en-GB"
        changed.detectLanguage()
        #expect(changed.detectedLanguage == nil)
    }

    @Test func itMakesNoDifferenceAndIsNotWritten() throws {
        let plain = Article(id: "a", title: Self.german)
        #expect(plain == article(Self.german))
        let json = article(Self.german).json
        #expect(json == plain.json)
        #expect(try Article(json: json).language == nil)
    }

    @Test(arguments: [
        ("no", "nb", true), ("nb", "nn", true), ("hr", "sr-Latn", true), ("id", "ms", true),
        ("zh", "zh-Hant", true),
        ("zh-Hans", "zh-TW", false), ("zh-Hant", "zh-TW", true), ("de-AT", "de", true), ("de", "nl", false),
        ("da", "nb", false), ("es", "gl", false),
    ])
    func readers(_ said: String, _ detected: String, _ isReadable: Bool) {
        var (a, b) = (Article(id: "a", title: "A", language: said), Article(id: "b", title: "B"))
        b.detectedLanguage = detected
        #expect(a.isReadable(besides: b) == isReadable && b.isReadable(besides: a) == isReadable)
        // Two editors mean what they say.
        b.language = detected
        #expect(a.isReadable(besides: b) == LanguageTag.isSame(said, detected))
        a.language = nil
        #expect(a.isReadable(besides: b) && b.isReadable(besides: a))
    }
}
