import TestSupport
import Testing

@testable import Semantic

/// A vocabulary, for what does not cut texts.
private struct Vocabulary: Tokenizer {
    let entries: [String]

    var count: Int { entries.count }
    func vocabularyEntry(_ id: Int32) -> String { entries[Int(id)] }
    func ids(of text: String, limit: Int) -> [Int32] { [] }
    func pieces(of text: String, limit: Int) -> [Int32] { [] }
}

@Suite struct KnownScriptsTests {
    @Test("A vocabulary knows the scripts that it has words of, and not those that it has letters of")
    func wordsMakeAScriptKnown() {
        let english = (0..<900).map { "word\(["a", "b", "c"][$0 % 3])" } + ["##ing", "[UNK]"]
        let letters = "абвгд".map(String.init) + ["ав", "ال", "の", "工", "人"]
        let scripts = KnownScripts(Vocabulary(entries: english + letters))
        #expect(scripts.cover("A word"))
        #expect(scripts.cover("Überfällig, naïve"))
        for text in [
            "Докеры бастуют", "إضراب ريفنبورت", "港口码头工人罢工", "ราคาข้าว", "파업", "Απεργία", "שביתה", "हड़ताल",
            "ゆっくり",
        ] {
            #expect(!scripts.cover(text), "\(text)")
        }
        let russian = KnownScripts(
            Vocabulary(entries: english + (0..<9).map { "слово\($0)" } + ["слово", "дом", "кот", "мир"])
        )
        #expect(russian.cover("Докеры бастуют"))
    }

    @Test func theScriptOfMostLettersCounts() {
        let scripts = KnownScripts(Vocabulary(entries: ["word", "words"]))
        #expect(scripts.cover("The band Кино plays"))
        #expect(!scripts.cover("Группа Kino играет сегодня"))
        #expect(scripts.cover("1984"))
        #expect(!scripts.cover("— … 🦋"))
        #expect(!scripts.cover(""))
    }

    @Test func charactersAreWordsWhereThereAreManyOfThem() {
        let han = (0x4E00..<0x4E00 + 2000).compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
        #expect(KnownScripts(Vocabulary(entries: han + ["word"])).cover("港口码头工人罢工"))
        #expect(!KnownScripts(Vocabulary(entries: han.dropLast() + ["word"])).cover("港口码头工人罢工"))
    }

    @Test func aLargeVocabularyIsKnownByASample() {
        // One Russian entry in five, one Greek in a thousand.
        let entries = (0..<100_000).map { number in
            switch number % 1000 {
            case 7: "λέξη"
            case let place where place % 5 == 0: "слово"
            default: "word"
            }
        }
        let scripts = KnownScripts(Vocabulary(entries: entries))
        #expect(scripts.cover("Докеры бастуют"))
        #expect(!scripts.cover("Απεργία"))
        let han = (0x4E00..<0x4E00 + 3000).compactMap { Unicode.Scalar($0).map { String(Character($0)) } }
        #expect(KnownScripts(Vocabulary(entries: han + entries)).cover("港口码头工人罢工"))
    }

    @Test func theShippedModelClaimsNoMeaningForOtherScripts() throws {
        let model = try ModelCatalogue.model(
            at: ModelCatalogue.Entry(
                name: "kindred-small",
                folder: SharedData.packageFolder + "/models/kindred-small"
            )
        )
        let texts = ["Dock workers strike", "Докеры бастуют", "Strike of dock workers", "إضراب"]
        let vectors = model.embed(texts)
        let width = model.dimension
        for (row, text) in texts.enumerated() {
            let own = vectors[(row * width)..<((row + 1) * width)]
            #expect(own.contains { $0 != 0 } == model.knowsScript(of: text), "\(text)")
            if model.knowsScript(of: text) { #expect(Array(own) == model.embed([text])) }
        }
        #expect(texts.map(model.knowsScript) == [true, false, true, false])
    }
}
