/// Turns texts into vectors whose cosine says how close they are in meaning.
///
/// Two kinds exist: transformers, which read a text as a whole, and static models, which add up the vectors
/// of its tokens and are hundreds of times faster.
public protocol EmbeddingModel: Sendable {
    /// What people call it: the name of its folder.
    var name: String { get }
    /// Numbers in a vector.
    var dimension: Int { get }
    /// Changes whenever the vectors of some text may change: a hash of weights, vocabulary and settings.
    var fingerprint: UInt64 { get }
    /// What kind of model it is, for people.
    var summary: String { get }

    /// The vectors of `texts`, row-major, `texts.count` x `dimension`; each of length 1, or all zero for a
    /// text without any known token.
    ///
    /// - Complexity: O(total text), on all cores; a text's vector depends neither on their number nor on the
    ///   other texts.
    func embed(_ texts: [String]) -> [Float]

    /// Whether the model has words of the script that most of a text's letters are of. Where it has none, the text's vector
    /// says nothing.
    func knowsScript(of text: String) -> Bool
}

extension EmbeddingModel {
    /// True, as far as nobody knows better.
    public func knowsScript(of text: String) -> Bool { true }
}
