import Retrieval
import Testing

@testable import Recommendation

@Suite struct SnapshotFingerprintTests {
    /// If this fails, texts are analysed, weighed, searched or stored otherwise than before. If that was meant, write the
    /// new number here: stores then make their snapshots anew. If it was not, something changed by accident. If no stored
    /// byte and no answer can have changed, ask what the fingerprint sees that it need not see.
    @Test func aChangeOfAnalysisWeightingOrFormatIsNoticed() {
        #expect(CollectionSnapshot.fingerprint == 11_065_355_617_712_429_969)
    }

    @Test func anotherStopWordGivesAnotherFingerprint() {
        var lists = StopWords.standard
        lists["en"] = StopWords((lists["en"]?.text ?? "") + " perhaps")
        let analyzer = Analyzer(stopWords: lists)
        let other = CollectionSnapshot.fingerprint(analyzer: analyzer, fusion: .standard)
        #expect(other != CollectionSnapshot.fingerprint)
        #expect(
            CollectionSnapshot.fingerprint(analyzer: .standard, fusion: .standard)
                == CollectionSnapshot.fingerprint
        )
    }

    @Test func otherFusionWeightsGiveAnotherFingerprint() {
        let fusion = FusionWeights(terms: 0.5, embeddings: 0.5)
        #expect(
            CollectionSnapshot.fingerprint(analyzer: .standard, fusion: fusion)
                != CollectionSnapshot.fingerprint
        )
    }
}
