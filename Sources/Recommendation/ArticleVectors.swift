public import Corpus
import Kernels
public import Semantic

/// The embeddings of a collection: of each title, and of each title with its excerpt.
public struct ArticleVectors: Sendable {
    public let model: any EmbeddingModel
    /// How rows are stored.
    public let precision: Precision
    let titles: EmbeddingMatrix
    let texts: EmbeddingMatrix

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
    ///   - save: receives new vectors as they are made, a few thousand at a time, so that an interrupt loses
    ///     little; what it throws ends the work.
    package init(
        _ articles: [Article],
        model: any EmbeddingModel,
        precision: Precision,
        known: [UInt64: EmbeddingMatrix.Embedding],
        progress: ((Int, Int) -> Void)? = nil,
        save: ([(key: UInt64, vector: EmbeddingMatrix.Embedding)]) throws -> Void
    ) rethrows {
        let pairs = articles.map { (title: EmbeddedText.title(of: $0), text: EmbeddedText.text(of: $0)) }
        var vectors = known
        var missing: [EmbeddedText] = []
        var asked: Set<UInt64> = []
        for text in pairs.lazy.flatMap({ [$0.title, $0.text] })
        where vectors[text.key] == nil && asked.insert(text.key).inserted {
            missing.append(text)
        }
        var done = 0
        while done < missing.count {
            let some = missing[done..<min(missing.count, done + Self.textsAtATime)]
            let rows = model.embed(some.map(\.content))
            let made = zip(some.map(\.key), 0...).map { key, row in
                let range = (row * model.dimension)..<((row + 1) * model.dimension)
                return (key: key, vector: EmbeddingMatrix.Embedding(rows.span.extracting(range), precision))
            }
            try save(made)
            for (key, vector) in made { vectors[key] = vector }
            done += some.count
            progress?(done, missing.count)
        }
        var titles = EmbeddingMatrix(dimension: model.dimension, precision: precision)
        var texts = titles
        for pair in pairs {
            guard let title = vectors[pair.title.key], let text = vectors[pair.text.key] else {
                preconditionFailure("every text has a vector by now")
            }
            titles.append(title)
            texts.append(text)
        }
        self.model = model
        self.precision = precision
        self.titles = titles
        self.texts = texts
    }

    /// The keys of all texts that are embedded for `articles`.
    package static func keys(of articles: [Article]) -> Set<UInt64> {
        var keys: Set<UInt64> = []
        for article in articles {
            keys.insert(EmbeddedText.title(of: article).key)
            keys.insert(EmbeddedText.text(of: article).key)
        }
        return keys
    }

    /// Texts embedded between two calls of `save` and `progress`.
    private static let textsAtATime = 2048

    /// The vectors of a text that is not in the collection.
    func vector(of text: String) -> EmbeddingMatrix.Embedding {
        EmbeddingMatrix.Embedding(model.embed([text]).span, precision)
    }
}

/// A text of an article as models get it.
package struct EmbeddedText: Hashable, Sendable {
    package let content: String
    /// A hash of the text: equal texts share a vector, whatever article they are of.
    package let key: UInt64

    private init(_ content: String) {
        self.content = content
        key = contentHash(Array(content.utf8))
    }

    /// Raised when the texts below are put together differently, since stored vectors are then of other texts.
    package static let recipe = 1

    static func title(of article: Article) -> EmbeddedText { EmbeddedText(article.title) }

    /// Title and excerpt; where there is no excerpt, the beginning of the body.
    static func text(of article: Article) -> EmbeddedText {
        // Models read a few hundred words at most.
        let rest = article.excerpt.isEmpty ? String(article.body.prefix(2000)) : article.excerpt
        return EmbeddedText(rest.isEmpty ? article.title : article.title + "\n" + rest)
    }
}
