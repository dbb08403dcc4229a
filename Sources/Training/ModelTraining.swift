package import Semantic

/// A training set up from texts, with what the finished model has beside its vectors.
package struct ModelTraining {
    /// There are fewer pairs of titles and excerpts than teach anything.
    package struct TooFewPairs: Error {
        package let count: Int
    }

    /// A model to start from has a tokenizer that the trained model's files could not describe: they hold a WordPiece
    /// vocabulary.
    package struct UnwritableTokenizer: Error {}

    /// Fewer pairs teach nothing that holds for the next article.
    package static let fewestPairs = 200

    /// What is still to be run.
    package var training: ContrastiveTraining
    private let vocabulary: [String]
    /// How often each entry of the vocabulary occurs in the texts.
    private let counts: [Int]
    private let lowercases: Bool

    /// - Parameters:
    ///   - start: another model's token vectors, at least `dimension` wide; nil learns the vocabulary too.
    ///   - epochs: nil chooses by the number of pairs.
    /// - Throws: ``TooFewPairs``; ``UnwritableTokenizer``; `TokenizerError` where the texts give no vocabulary.
    /// - Complexity: O(tokens of all texts), and for a start from another model O(vocabulary x width²).
    package init(
        _ texts: TrainingTexts,
        startingFrom start: TokenVectors?,
        dimension: Int,
        epochs: Int?,
        seed: UInt64
    ) throws {
        if let start, !(start.tokenizer is WordPiece) { throw UnwritableTokenizer() }
        let tokenizer: any Tokenizer = try start?.tokenizer ?? WordPiece(vocabulary: texts.vocabulary())
        vocabulary = (0..<tokenizer.count).map { tokenizer.vocabularyEntry(Int32($0)) }
        let pairs = texts.pairs(tokenizer)
        guard pairs.count >= Self.fewestPairs else { throw TooFewPairs(count: pairs.count) }
        let counts = pairs.tokenCounts(vocabularyCount: vocabulary.count)
        let table =
            start.map {
                TrainedTokenTable(
                    reducing: $0.vectors,
                    width: $0.width,
                    to: dimension,
                    counts: counts,
                    areWeighted: $0.areWeighted
                )
            } ?? TrainedTokenTable(randomWithDimension: dimension, counts: counts, seed: seed)
        self.counts = counts
        lowercases = start?.lowercases ?? true
        let options = TrainingOptions(
            forPairs: pairs.count,
            epochs: epochs,
            startsFromModel: start != nil,
            seed: seed
        )
        training = ContrastiveTraining(pairs, start: table, options)
    }

    /// The model as learned so far, to be written.
    ///
    /// - Parameters:
    ///   - version: of the program, for whoever reads the model's settings.
    ///   - initial: name of the model that the training started from.
    package func folder(version: String, initial: String?) -> StaticModelFolder {
        StaticModelFolder(
            training.table,
            vocabulary: vocabulary,
            counts: counts,
            lowercases: lowercases,
            provenance: .init(version: version, initial: initial, training)
        )
    }

    /// Entries of the vocabulary that `folder` leaves out.
    package func entriesLeftOut(of folder: StaticModelFolder) -> Int {
        vocabulary.count - folder.vocabulary.count
    }
}
