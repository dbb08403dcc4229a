import Foundation
import Retrieval
import Testing

@Suite struct AnalyzerTests {
    private func terms(_ text: String, _ language: String? = nil) -> [String] {
        Analyzer.standard.terms(of: text, language: language)
    }

    @Test func wordsAreFoldedAndStopWordsDropped() {
        #expect(
            terms("The Facial-Recognition LAW of Massachusetts") == [
                "facial", "recognition", "law", "massachusetts",
            ]
        )
        #expect(terms("") == [])
        #expect(terms("  ... — !? ") == [])
    }

    @Test func possessivesAndLoneLettersVanish() {
        #expect(
            terms("Facebook's Facebook’s students' O'Neil") == ["facebook", "facebook", "students", "neil"]
        )
        #expect(terms("G7 5G 5 x") == ["g7", "5g", "5"])
    }

    @Test func spellingsOfOneWordMeet() {
        #expect(Set(terms("Café CAFÉ cafe\u{301} cafe ｃａｆｅ")) == ["cafe"])
        #expect(terms("Łódź Straße Ærø") == ["lodz", "strasse", "aero"])
        // Marks that carry meaning stay.
        #expect(terms("йод") != terms("иод"))
        #expect(terms("हिन्दी") == ["हिन्दी".precomposedStringWithCanonicalMapping])
    }

    @Test func unspacedScriptsBecomePairs() {
        #expect(terms("人脸识别") == ["人脸", "脸识", "识别"])
        #expect(terms("人 AI技术") == ["人", "ai", "技术"])
        #expect(terms("プライバシー").count == 5)
    }

    @Test func marksOfUnspacedScriptsAreNoTerms() {
        let thai = terms("น้ำท่วม")
        let other = terms("ว่าง")
        #expect(thai.allSatisfy { $0.unicodeScalars.count == 2 })
        #expect(Set(thai).isDisjoint(with: other))
    }

    @Test func otherScriptsAreWords() {
        #expect(terms("Распознавание лиц") == ["распознавание", "лиц"])
        #expect(terms("التعرف على الوجه").count == 3)
        #expect(terms("Αθήνα").count == 1)
    }

    @Test func stopWordsBelongToTheLanguage() {
        #expect(terms("the die", "en") == ["die"])
        // No table for Welsh: nothing is dropped.
        #expect(terms("the die", "cy") == ["the", "die"])
        #expect(terms("the die", "EN-gb") == ["die"])
    }

    @Test func addressesAndEncodedDataAreNoWords() {
        #expect(terms("see [it](https://news.example/2021/face?x=1) now") == ["see", "now"])
        #expect(terms(String(repeating: "a", count: 65)) == [])
        #expect(terms(String(repeating: "ä", count: 100_000) + " end") == ["end"])
    }
}
