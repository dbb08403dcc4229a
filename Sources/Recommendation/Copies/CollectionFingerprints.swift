import Corpus
import Platform

/// The fingerprints of a collection's articles, and the sentences that tell nothing of copies in it.
///
/// Boilerplate is known only when all bodies have been read, and hardly any article has some: those that have are read
/// a second time.
struct CollectionFingerprints {
    let boilerplate: Boilerplate
    /// In the order of the articles.
    let all: [TextFingerprint]

    /// Finds the boilerplate.
    ///
    /// - Complexity: O(total text), on all cores.
    init(_ articles: [Article]) {
        let read = concurrentMap(articles.count, grain: 64) { number in
            let words = ArticleWords(articles[number])
            let sentences =
                words.body.isEmpty ? nil : Boilerplate.Sentences(of: words.body, under: words.title)
            return (fingerprint: TextFingerprint(words), sentences: sentences)
        }
        let boilerplate = Boilerplate(read.lazy.map(\.sentences))
        self.boilerplate = boilerplate
        guard boilerplate != .none else {
            all = read.map(\.fingerprint)
            return
        }
        all = concurrentMap(articles.count, grain: 64) { number in
            let (fingerprint, sentences) = read[number]
            guard let sentences, boilerplate.isIn(sentences) else { return fingerprint }
            return TextFingerprint(articles[number], besides: boilerplate)
        }
    }

    /// By the boilerplate of a collection that the articles are some of.
    init(_ articles: [Article], besides boilerplate: Boilerplate) {
        self.boilerplate = boilerplate
        all = concurrentMap(articles.count, grain: 64) {
            TextFingerprint(articles[$0], besides: boilerplate)
        }
    }
}
