import Corpus
import Kernels
import Retrieval

extension CollectionSnapshot {
    /// Changes whenever the parts of a snapshot, or what a question makes of them, may be other than before for the same
    /// articles and embeddings: stored parts with another fingerprint are out of date.
    ///
    /// A hash of the constants of the search and of a snapshot of a few fixed articles, so that a changed rule shows as well
    /// as a changed number.
    package static let fingerprint = fingerprint(analyzer: .standard, fusion: .standard)

    /// - Complexity: constant; below a millisecond.
    static func fingerprint(analyzer: Analyzer, fusion: FusionWeights) -> UInt64 {
        var numbers: [UInt32] = []
        func add(_ hash: UInt64) { numbers += [UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32)] }
        add(LexicalIndex.fingerprint(analyzer: analyzer))
        numbers += [fusion.terms.bitPattern, fusion.embeddings.bitPattern]
        // What the neighbourhoods that are stored, and the candidates that are read, depend on.
        numbers += [
            NeighbourDensities.size, CandidateSearch.densityCandidates, ArticleVectors.exactSearchLimit,
            FusedIndex.probes, FusedIndex.mostPostings, FusedIndex.share(of: 100),
        ].map { UInt32($0) }
        for article in probes { add(EmbeddedText(article).key) }
        for part in Part.allCases where part != .lengths {
            add(contentHash(Array(part.rawValue.utf8) + (probeSnapshot?.bytes(of: part) ?? [])))
        }
        return contentHash(PackedNumbers(numbers).bytes)
    }

    /// A snapshot of ``probes``. Its lengths are left out: their last bits depend on the machine's logarithm, and
    /// ``LexicalIndex/fingerprint(analyzer:weighting:)`` knows them in single precision.
    private static var probeSnapshot: CollectionSnapshot? {
        let recommender = try? Recommender(
            probes,
            vectors: nil,
            relatedness: RelatednessModel(),
            storing: true
        )
        recommender?.learnNeighbourhoods()
        return recommender.flatMap { CollectionSnapshot($0) }
    }

    /// Articles that differ in what a snapshot tells apart: texts, topics, pages, a copy, a body without an excerpt, hyphens
    /// that are not seen.
    private static let probes = [
        Article(
            id: "a",
            title: "New walls for the harbour",
            excerpt: "The harbour of the old town gets new walls of stone before the storms of autumn come.",
            links: ArticleLinks(web: "https://probe.example/a?page=1#top"),
            topics: ["Harbour", "Storm"]
        ),
        Article(
            id: "b",
            title: "Walls for the harbour",
            excerpt: "The harbour of the old town gets new walls of stone before the storms of autumn come.",
            links: ArticleLinks(web: "http://www.probe.example/b/"),
            topics: ["harbour"]
        ),
        Article(
            id: "c",
            title: "Storm over the harbour",
            excerpt: "Boats stay in the harbour: a storm comes."
        ),
        Article(
            id: "d",
            title: "Har\u{AD}bour lights 2",
            body: "The li\u{AD}ghts of the harbour are out, and boats wait."
        ),
        Article(id: "e", title: "Caf\u{E9} of the old town", excerpt: "A caf\u{E9} opens.", language: "fr"),
    ]
}
