/// The gradient of a batch's loss by the sum of each text's token vectors; row-major, pairs x dimension.
struct TextGradients: Sendable {
    var titles: [Float]
    var excerpts: [Float]
}
