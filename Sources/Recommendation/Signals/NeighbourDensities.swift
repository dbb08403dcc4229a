import Retrieval
import Synchronization

/// How close the nearest neighbours of each document are, computed when first asked for.
///
/// What is kept never changes an answer: a value depends on the collection alone.
final class NeighbourDensities: Sendable {
    /// Neighbours that the mean is taken of; 5 to 20 rank alike on tune stories, see docs/decisions.md.
    static let size = 10

    /// NaN where not yet known.
    private let means: Mutex<[Float]>

    init(count: Int) { means = Mutex(Array(repeating: .nan, count: count)) }

    /// - Parameter means: NaN where not yet known.
    init(_ means: [Float]) { self.means = Mutex(means) }

    /// All means; NaN where not yet known.
    var all: [Float] { means.withLock { $0 } }

    /// The mean of the scores of the nearest, at most `size`; what is missing counts as 0.
    static func mean(of nearest: some Sequence<Float>) -> Float { nearest.reduce(0, +) / Float(size) }

    /// The document's mean; nil where not yet known.
    subscript(doc: DocID) -> Float? {
        let mean = means.withLock { $0[doc.index] }
        return mean.isNaN ? nil : mean
    }

    /// The means of `docs`; 0 where not yet known.
    func means(of docs: [DocID]) -> [Float] {
        means.withLock { means in docs.map { means[$0.index].isNaN ? 0 : means[$0.index] } }
    }

    func set(_ doc: DocID, _ mean: Float) { means.withLock { $0[doc.index] = mean } }

    /// Those of `docs` that are not known yet, each once, ascending.
    func unknown(among docs: some Sequence<DocID>) -> [DocID] {
        means.withLock { means in
            var isAsked = [Bool](repeating: false, count: means.count)
            for doc in docs where means[doc.index].isNaN { isAsked[doc.index] = true }
            return isAsked.indices.filter { isAsked[$0] }.map { DocID($0) }
        }
    }
}
