public import Corpus
import Kernels
public import Semantic

/// The embeddings of a collection, of each article's title with its excerpt.
public struct ArticleVectors: Sendable {
    public let model: any EmbeddingModel
    /// How rows are stored.
    public let precision: Precision
    private(set) var matrix: EmbeddingMatrix

    /// Embeds `articles`; `articles[i]` becomes row i.
    ///
    /// - Parameter progress: receives the texts done so far and their number, from the calling thread.
    /// - Complexity: O(total text), on all cores.
    public init(
        _ articles: [Article],
        model: any EmbeddingModel,
        precision: Precision = .int8,
        progress: ((Int, Int) -> Void)? = nil
    ) {
        self.init(articles, model: model, precision: precision, known: [:], progress: progress) { _ in }
    }

    /// Embeds those of the articles' texts that are not known yet.
    ///
    /// - Parameters:
    ///   - known: vectors from an earlier run, by ``EmbeddedText/key``.
    ///   - save: receives new vectors as they are made, those of a second or two at a time, so that an interrupt
    ///     loses little; what it throws ends the work.
    package init(
        _ articles: [Article],
        model: any EmbeddingModel,
        precision: Precision,
        known: [UInt64: EmbeddingMatrix.Embedding],
        progress: ((Int, Int) -> Void)? = nil,
        save: ([(key: UInt64, vector: EmbeddingMatrix.Embedding)]) throws -> Void
    ) rethrows {
        let texts = articles.map(EmbeddedText.init)
        var vectors = known
        var missing: [EmbeddedText] = []
        var asked: Set<UInt64> = []
        for text in texts where vectors[text.key] == nil && asked.insert(text.key).inserted {
            missing.append(text)
        }
        let clock = ContinuousClock()
        var done = 0
        var size = Self.fewestTexts
        while done < missing.count {
            let start = clock.now
            let some = missing[done..<min(missing.count, done + size)]
            let rows = model.embed(some.map(\.content))
            let made = zip(some.map(\.key), 0...).map { key, row in
                let range = (row * model.dimension)..<((row + 1) * model.dimension)
                return (key: key, vector: EmbeddingMatrix.Embedding(rows.span.extracting(range), precision))
            }
            try save(made)
            for (key, vector) in made { vectors[key] = vector }
            done += some.count
            // Models differ a thousandfold in speed; a part should take a second or two.
            if clock.now - start < .seconds(1) { size = min(2 * size, Self.mostTexts) }
            progress?(done, missing.count)
        }
        var matrix = EmbeddingMatrix(dimension: model.dimension, precision: precision)
        for text in texts {
            guard let vector = vectors[text.key] else {
                preconditionFailure("every text has a vector by now")
            }
            matrix.append(vector)
        }
        self.model = model
        self.precision = precision
        self.matrix = matrix
    }

    /// The embeddings of some of the articles: of those at `rows`, in their order.
    func selecting(_ rows: [Int]) -> ArticleVectors {
        var selected = self
        selected.matrix = EmbeddingMatrix(dimension: matrix.dimension, precision: precision)
        for row in rows { selected.matrix.append(matrix[row]) }
        return selected
    }

    /// The keys of all texts that are embedded for `articles`.
    package static func keys(of articles: [Article]) -> Set<UInt64> {
        Set(articles.map { EmbeddedText($0).key })
    }

    /// Texts embedded between two calls of `save` and `progress`.
    private static let (fewestTexts, mostTexts) = (128, 16_384)

    /// The vectors of a text that is not in the collection.
    func vector(of text: String) -> EmbeddingMatrix.Embedding {
        EmbeddingMatrix.Embedding(model.embed([text]).span, precision)
    }
}

/// What models get of an article: title and excerpt; where there is no excerpt, the beginning of the body.
///
/// The title's own embedding as a third signal was measured and left out, see ARCHITECTURE.
package struct EmbeddedText: Hashable, Sendable {
    package let content: String
    /// A hash of the text: equal texts share a vector, whatever article they are of.
    package let key: UInt64

    init(_ article: Article) {
        // Models read a few hundred words at most.
        let rest = article.excerpt.isEmpty ? String(article.body.prefix(2000)) : article.excerpt
        content = rest.isEmpty ? article.title : article.title + "\n" + rest
        key = contentHash(Array(content.utf8))
    }

    /// Raised when the text is put together differently, since stored vectors are then of other texts.
    package static let recipe = 1
}
