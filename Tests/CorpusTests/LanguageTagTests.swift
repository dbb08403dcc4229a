import Corpus
import Testing

@Suite struct LanguageTagTests {
    @Test(arguments: [
        ("en", "en"), ("EN", "en"), ("en_US", "en-US"), ("en-us", "en-US"), ("zh-cn", "zh-CN"),
        ("zh-hant-tw", "zh-Hant-TW"), ("pt_BR.UTF-8", "pt-BR"), ("ca_ES@valencia", "ca-ES"),
        ("es-419", "es-419"), ("DE-1996", "de-1996"), ("en-u-ca-GREGORY", "en-u-ca-gregory"),
        ("yue", "yue"), ("sl-rozaj-biske", "sl-rozaj-biske"),
    ])
    func tagsAndLocalesAreWrittenAlike(text: String, tag: String) throws {
        let read = try #require(LanguageTag(text))
        #expect(read.text == tag && LanguageTag(tag)?.text == tag)
    }

    @Test(arguments: [
        "", "e", "English", "en US", "en-", "-en", "en--us", "12", "e1", "français", "en-123456789",
        String(repeating: "en-", count: 40) + "us",
    ])
    func otherTextsAreNone(text: String) { #expect(LanguageTag(text) == nil) }
}
