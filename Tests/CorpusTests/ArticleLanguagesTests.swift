import Testing

@testable import Corpus

@Suite struct ArticleLanguagesTests {
    private func languages(_ counts: [(String?, Int)]) -> ArticleLanguages {
        var languages = ArticleLanguages()
        for (tag, count) in counts { languages.add(count, in: tag) }
        return languages
    }

    @Test(
        arguments: [
            ([], true),
            ([(nil, 5)], true),
            ([("en", 9), ("de", 1)], true),
            ([("en-GB", 5), ("en_US", 4), ("EN", 9), ("de", 2)], true),
            ([("en", 8), ("de", 1), (nil, 100)], false),
            ([("de", 1)], false),
        ] as [([(String?, Int)], Bool)]
    )
    func nineInTenOfTheKnownOnesAreEnglish(counts: [(String?, Int)], areEnglish: Bool) {
        #expect(languages(counts).areEnglish == areEnglish)
    }

    @Test func whatTheSiteSaysGoesBeforeWhatTextsTell() {
        var german = Article(id: "1", title: "Die Stadt baut ein neues Rathaus am Marktplatz")
        german.detectLanguage()
        #expect(ArticleLanguages([german]).counts == ["de": 1])
        german.language = "de-AT"
        #expect(ArticleLanguages([german, german]).counts == ["de": 2])
        german.language = "fr"
        #expect(ArticleLanguages([german]).counts == ["fr": 1])
        #expect(ArticleLanguages([Article(id: "2", title: "Node v18.2.0")]).counts.isEmpty)
    }
}
