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
        #expect(terms("Ёж и ёлка, ὁ é à ב ٣ 人") == ["еж", "елка", "3", "人"])
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

    @Test func whatCannotBeSeenCutsNoWords() {
        #expect(terms("Fahr\u{AD}plan\u{AD}wechsel, tariff\u{AD}s") == ["fahrplanwechsel", "tariffs"])
        #expect(terms("می\u{200C}روم", "fa") == terms("میروم", "fa"))
        #expect(terms("co\u{2060}op \u{FEFF}co\u{200D}op co\u{FE0F}op") == ["coop", "coop", "coop"])
        #expect(terms("人\u{FE00}脸\u{200E}识") == ["人脸", "脸识"])
        // In Thai a zero-width space stands where a word ends.
        #expect(terms("กข\u{200B}คง") == ["กข", "คง"])
        #expect(terms("\u{AD}\u{200D}\u{FEFF}") == [])
    }

    /// Pairs of spellings that are one word to those who write them.
    @Test(
        arguments: [
            ("ΑΘΗΝΑΣ", "Αθήνας"), ("Οδυσσεύς", "ΟΔΥΣΣΕΥΣ"), ("ёлка", "елка"), ("ЁЛКА", "елка"),
            ("за\u{301}мок", "замок"),
            ("كِتَابٌ", "كتاب"), ("كتـــاب", "كتاب"), ("أحمد", "احمد"), ("علی", "علي"), ("مدرسة", "مدرسه"),
            ("ﻻ", "لا"),
            ("שָׁלוֹם", "שלום"), ("ｶﾞｷﾞ", "ガギ"), ("ＫＡＦＥ", "kafe"), ("Straße", "STRASSE"), ("İstanbul", "istanbul"),
            ("IŞIK", "ışık"), ("२०२१", "2021"), ("٢٠٢١", "2021"), ("क़लम", "कलम"), ("Dvořák", "dvorak"),
            ("ﬁn", "fin"),
        ]
    )
    func spellingsOfOneWordMeetInTheirScript(one: String, other: String) {
        #expect(!terms(one).isEmpty)
        #expect(terms(one) == terms(other))
    }

    @Test(arguments: [("йод", "иод"), ("їжа", "іжа"), ("বাড়ি", "বারি"), ("かき", "かぎ"), ("שיר", "שר")])
    func lettersThatTellWordsApartStay(one: String, other: String) {
        #expect(terms(one) != terms(other))
    }

    @Test func wordsWithManyEndingsGiveTheirBeginning() {
        #expect(terms("Olympische Spiele", "de") == ["olympische", "olym…", "spiele", "spie…"])
        #expect(terms("olympic games", "en") == ["olympic", "games"])
        // Of a language without a list too, and of Hangul two syllables; short words and numbers have none.
        #expect(terms("tîm rygbi", "cy") == ["tim", "rygbi", "rygb…"])
        #expect(terms("대통령은 2021 abc 12345", "ko") == ["대통령은", "대통…", "2021", "abc", "12345"])
        #expect(terms("Нова", "uk") == ["нова", "нова…"])
    }

    @Test func functionWordsOfManyLanguagesAreDropped() {
        let words = [
            "de": "der und für nicht", "fr": "les dans était à", "es": "que también el", "ru": "и не ещё что",
            "ar": "من إلى على", "pt": "não uma com", "tr": "ve için bir", "pl": "się nie że",
            "el": "και είναι του",
            "sv": "och inte", "nb": "og ikke", "hi": "और में", "fa": "از که", "cs": "který není", "sr": "je za",
        ]
        for (language, text) in words { #expect(terms(text, language) == [], "\(language)") }
        #expect(StopWords.standard.count >= 30)
    }

    @Test func stopWordsAreThoseOfTheListsAndNoOthers() {
        // A word of one language's list is a word in another.
        #expect(terms("der", "de") == [] && terms("der", "pl") == ["der"])
        let own = WordAnalysis(stopWords: StopWords("Ёлка  été"))
        var found: [String] = []
        own.forEachTerm(of: "елка ete tree") { bytes, _ in
            found.append(String(decoding: bytes, as: UTF8.self))
        }
        #expect(found == ["tree"])
    }

    @Test func longWordsAreCountedInCharacters() {
        let word = String(repeating: "मो", count: 20)
        #expect(terms(word, "hi").first?.unicodeScalars.count == 40)
        #expect(terms(String(repeating: "й", count: 65)) == [])
    }
}
