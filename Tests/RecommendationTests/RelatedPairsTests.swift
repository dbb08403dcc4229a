import Corpus
import Evaluation
import Recommendation
import TestSupport
import Testing

/// What people call related must rarely be called a copy or a template: such pairs would leave lists.
@Suite struct RelatedPairsTests {
    private struct Counts {
        var pairs = 0
        var copies = 0
        var templates = 0
    }

    private func counts(_ corpus: String, qrels path: String) throws -> Counts {
        let articles = CorpusContents(reading: [corpus]).articles
        let qrels = try #require(Qrels.read(path).qrels)
        let prints = Dictionary(
            uniqueKeysWithValues: articles.map { ($0.id.rawValue, TextFingerprint($0)) }
        )
        var counts = Counts()
        for (query, grades) in qrels.grades {
            let mine = try #require(prints[query])
            for (document, grade) in grades where grade >= 1 {
                let theirs = try #require(prints[document])
                counts.pairs += 1
                if mine.isCopy(of: theirs) { counts.copies += 1 }
                if mine.sharesTemplate(with: theirs) { counts.templates += 1 }
            }
        }
        return counts
    }

    @Test func noneOfTheDemoCorpus() throws {
        let corpus = SharedData.packageFolder + "/corpus"
        let counts = try counts(corpus, qrels: corpus + "/qrels.tsv")
        #expect(counts.pairs > 1000 && counts.copies == 0 && counts.templates == 0)
    }

    /// 22 of 11,052 are called copies: eight pairs with one agency's text and three with one headline.
    @Test(.enabled(if: SharedData.isPresent, "\(SharedData.absence)"))
    func fewOfEditorsChoices() throws {
        let folder = SharedData.folder + "/corpora/roundups/tune"
        let counts = try counts(folder + "/articles.jsonl", qrels: folder + "/qrels.tsv")
        #expect(counts.pairs == 11_052)
        #expect((1...counts.pairs / 200).contains(counts.copies))
        #expect(counts.templates <= counts.pairs / 200)
    }
}
