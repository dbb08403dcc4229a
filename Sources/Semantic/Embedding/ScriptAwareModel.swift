import Kernels

/// A model that claims no meaning for texts in scripts that it has no words of: their vectors are zero, and they are
/// compared by words alone.
struct ScriptAwareModel<Model: EmbeddingModel>: EmbeddingModel {
    let model: Model
    private let scripts: KnownScripts

    init(_ model: Model, _ tokenizer: some Tokenizer) {
        self.model = model
        scripts = KnownScripts(tokenizer)
    }

    var name: String { model.name }
    var dimension: Int { model.dimension }
    var summary: String { model.summary }
    /// Another than the model's own, whose vectors of some texts are others.
    var fingerprint: UInt64 { contentHash(Array("\(model.fingerprint) by script, 1".utf8)) }

    func knowsScript(of text: String) -> Bool { scripts.cover(text) }

    func embed(_ texts: [String]) -> [Float] {
        let covered = texts.indices.filter { scripts.cover(texts[$0]) }
        if covered.count == texts.count { return model.embed(texts) }
        let known = model.embed(covered.map { texts[$0] })
        var vectors = [Float](repeating: 0, count: texts.count * dimension)
        for (row, text) in covered.enumerated() {
            vectors.replaceSubrange(
                (text * dimension)..<((text + 1) * dimension),
                with: known[(row * dimension)..<((row + 1) * dimension)]
            )
        }
        return vectors
    }
}
