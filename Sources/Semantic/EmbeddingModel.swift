/// Turns texts into vectors whose cosine says how close they are in meaning.
///
/// Two kinds exist: transformers, which read a text as a whole, and static models, which add up the vectors
/// of its tokens and are hundreds of times faster.
package protocol EmbeddingModel: Sendable {
    /// What people call it: the name of its folder.
    var name: String { get }
    /// Numbers in a vector.
    var dimension: Int { get }
    /// Changes whenever the vectors of some text may change: a hash of weights, vocabulary and settings.
    var fingerprint: UInt64 { get }

    /// The vectors of `texts`, row-major, `texts.count` x `dimension`; each of length 1, or all zero for a
    /// text without any known token.
    ///
    /// - Parameter progress: receives the number of texts done so far, from any thread.
    /// - Complexity: all cores; the result depends neither on their number nor on the other texts.
    func embed(_ texts: [String], progress: (@Sendable (Int) -> Void)?) -> [Float]
}
