/// What a model makes of each entry of its vocabulary: the start of a static model's training.
package struct TokenVectors: Sendable {
    package let tokenizer: any Tokenizer
    /// Whether the tokenizer takes all letters for small ones.
    package var lowercases: Bool { tokenizer.ids(of: "A", limit: 3) == tokenizer.ids(of: "a", limit: 3) }
    /// Row-major, `tokenizer.count` x `width`: of each entry alone, as a text.
    package let vectors: [Float]
    package let width: Int
    /// Whether the vectors' lengths are weights of the tokens, as in a static model.
    package let areWeighted: Bool

    package init(tokenizer: any Tokenizer, vectors: [Float], width: Int, areWeighted: Bool) {
        precondition(vectors.count == tokenizer.count * width, "each entry has a vector")
        self.tokenizer = tokenizer
        self.vectors = vectors
        self.width = width
        self.areWeighted = areWeighted
    }
}
