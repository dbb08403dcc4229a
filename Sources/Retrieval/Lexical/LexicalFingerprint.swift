import Kernels

extension LexicalIndex {
    /// Changes whenever ``stored`` may have other bytes, or an index other weights, for some documents: a hash of the
    /// analyzer's fingerprint and of an index of three documents, which analysis, numbering, weighting and packing all go
    /// into.
    ///
    /// Weights are hashed in single precision, so that a logarithm that differs in its last bit from one machine to another
    /// makes no difference.
    ///
    /// - Complexity: constant; below a millisecond.
    package static func fingerprint(
        analyzer: Analyzer = .standard,
        weighting: TermWeighting = .init()
    ) -> UInt64 {
        let documents = [
            DocumentText(
                title: "Harbour walls and harbour lights",
                excerpt: "The harbour has new walls; walls, walls.",
                body: "Walls of stone, lights of the town, 12 boats."
            ),
            DocumentText(title: "Boats", excerpt: "Boats 12 and 13, Caf\u{E9} boats", language: "en-GB"),
            DocumentText(title: "\u{4EBA}\u{8138}", body: "Stone and light", language: "zh"),
        ]
        let index = LexicalIndex(documents, analyzer: analyzer, weighting: weighting, storing: true)
        var numbers: [UInt32] = []
        func add(_ hash: UInt64) { numbers += [UInt32(truncatingIfNeeded: hash), UInt32(hash >> 32)] }
        add(analyzer.fingerprint)
        if let stored = index.stored {
            for bytes in [stored.terms, stored.postings, stored.blocks.bytes] { add(contentHash(bytes)) }
            numbers += documents.indices.map { Float(stored.length(of: $0)).bitPattern }
        }
        for document in documents.indices {
            let vectors = index.vectors(of: DocID(document))
            for vector in [vectors.all, vectors.title, vectors.excerpt] {
                numbers += vector.terms.map(\.rawValue) + vector.weights.map(\.bitPattern)
            }
        }
        return contentHash(PackedNumbers(numbers).bytes)
    }
}
