import Corpus
import Platform

/// The fingerprints of a collection's articles, and the sentences that tell nothing of copies in it.
///
/// Boilerplate is known only when all bodies have been read, so bodies are read twice: what is read of them is fifty times
/// a fingerprint, too much to keep.
struct CollectionFingerprints {
    let boilerplate: Boilerplate
    /// In the order of the articles.
    let all: [TextFingerprint]

    /// Finds the boilerplate.
    ///
    /// - Complexity: O(total text), on all cores.
    init(_ articles: [Article]) {
        let sentences = concurrentMap(articles.count, grain: 64) { Boilerplate.Sentences(of: articles[$0]) }
        let boilerplate = Boilerplate(sentences)
        self.init(
            boilerplate: boilerplate,
            all: concurrentMap(articles.count, grain: 64) {
                TextFingerprint(articles[$0], besides: boilerplate)
            }
        )
    }

    /// Those that are there already.
    init(boilerplate: Boilerplate, all: [TextFingerprint]) {
        (self.boilerplate, self.all) = (boilerplate, all)
    }
}
