import Testing

@testable import Retrieval

/// An analysis that differs from the shipped one by one rule.
private struct ChangedAnalysis: LanguageAnalysis {
    let configuration: [UInt8] = []
    let base = WordAnalysis()
    /// Nil drops the term.
    let change: @Sendable ([UInt8]) -> [UInt8]?

    func forEachTerm(of text: String, _ body: (_ term: [UInt8], _ hash: UInt64) -> Void) {
        base.forEachTerm(of: text) { term, _ in
            if let changed = change(term) { body(changed, TermTable.hash(changed)) }
        }
    }
}

@Suite struct LexicalFingerprintTests {
    private func fingerprint(_ change: @escaping @Sendable ([UInt8]) -> [UInt8]?) -> UInt64 {
        let analysis = ChangedAnalysis(change: change)
        return LexicalIndex.fingerprint(analyzer: Analyzer([:], unnamed: "en", others: analysis))
    }

    @Test func changedRulesChangeTheFingerprint() {
        let plain = fingerprint { $0 }
        #expect(fingerprint { $0 } == plain)
        // Numbers dropped, a stemmer's plural, a fold undone, pairs of Han dropped.
        #expect(fingerprint { $0.allSatisfy { (0x30...0x39).contains($0) } ? nil : $0 } != plain)
        #expect(fingerprint { $0.last == UInt8(ascii: "s") ? $0.dropLast() : $0 } != plain)
        #expect(fingerprint { $0 == Array("cafe".utf8) ? Array("caf\u{E9}".utf8) : $0 } != plain)
        #expect(fingerprint { $0[0] >= 0xE4 && $0.count == 6 ? nil : $0 } != plain)
    }

    @Test func stopWordsAndWeightsChangeTheFingerprint() {
        let plain = LexicalIndex.fingerprint()
        #expect(LexicalIndex.fingerprint() == plain)
        let words = Analyzer(["en": WordAnalysis(stopWords: StopWords("the"))], unnamed: "en")
        let fewer = Analyzer(["en": WordAnalysis(stopWords: StopWords("xylophone"))], unnamed: "en")
        #expect(Set([plain, LexicalIndex.fingerprint(analyzer: words)]).count == 2)
        #expect(words.fingerprint != fewer.fingerprint)
        let changes: [(inout TermWeighting) -> Void] = [
            { $0.title = 2 }, { $0.excerpt = 2 }, { $0.body = 2 }, { $0.idfConstant = 1 },
        ]
        for change in changes {
            var weighting = TermWeighting()
            change(&weighting)
            #expect(LexicalIndex.fingerprint(weighting: weighting) != plain)
        }
    }

    @Test func aLanguageIsReadByItsOwnAnalysis() {
        let shouting = ChangedAnalysis { Array(String(decoding: $0, as: UTF8.self).uppercased().utf8) }
        let analyzer = Analyzer(
            ["en": WordAnalysis(stopWords: StopWords("the")), "xx": shouting],
            unnamed: "en"
        )
        #expect(analyzer.terms(of: "the law", language: "xx-Latn") == ["THE", "LAW"])
        #expect(analyzer.terms(of: "the law") == ["law"])
        #expect(analyzer.terms(of: "the law", language: "de") == ["the", "law"])
        // Stored postings are asked in the language that they were made in.
        let texts = [DocumentText(title: "the law", language: "xx"), DocumentText(title: "the law")]
        let index = LexicalIndex(texts, analyzer: analyzer, storing: true)
        #expect(
            Set((0..<index.termCount).map { index.name(of: TermID(UInt32($0))) }) == ["THE", "LAW", "law"]
        )
        let part = index.stored.map { LexicalIndex([WeighedText(texts[0], of: $0)], of: $0) }
        #expect(part?.vector(of: DocID(0)).weights == index.vector(of: DocID(0)).weights)
    }
}
