import Foundation
import TestSupport
import Testing

@testable import Training

@Suite("The saved model")
struct StaticModelFolderTests {
    private func training() -> ContrastiveTraining {
        let synthetic = SyntheticPairs(count: 300, seed: 1)
        var training = ContrastiveTraining(
            synthetic.pairs,
            start: synthetic.start(),
            TrainingOptions(epochs: 1, batch: 64)
        )
        while !training.isFinished { training.advance() }
        return training
    }

    @Test("Holds the table, to within half a step of 8 bits, and says how it was made")
    func keepsTheTable() throws {
        let folder = try TemporaryFolder()
        let training = training()
        let vocabulary = (0..<training.table.count).map { "t\($0)" }
        let model = StaticModelFolder(
            training.table,
            vocabulary: vocabulary,
            counts: training.pairs.tokenCounts(vocabularyCount: vocabulary.count),
            lowercases: true,
            provenance: .init(version: "1", initial: nil, training)
        )
        #expect(!StaticModelFolder.isModel(folder.path))
        try model.write(to: folder.path)
        #expect(StaticModelFolder.isModel(folder.path))
        #expect(try folder.text("vocab.txt").split(separator: "\n").map(String.init) == vocabulary)
        #expect(try folder.text("tokenizer_config.json").contains("\"do_lower_case\" : true"))
        let config = try #require(
            JSONSerialization.jsonObject(with: Data(try folder.bytes("config.json"))) as? [String: Any]
        )
        #expect(config["model_type"] as? String == "kindred-static")
        #expect(config["dimension"] as? Int == 16)

        let bytes = try folder.bytes("model.safetensors")
        let length = Int(bytes[0]) | Int(bytes[1]) << 8
        #expect((8 + length).isMultiple(of: 64))
        let header = try #require(
            JSONSerialization.jsonObject(with: Data(bytes[8..<8 + length])) as? [String: [String: Any]]
        )
        let numbers = try #require(header["embeddings"]?["data_offsets"] as? [Int])
        let scales = try #require(header["embeddings.scale"]?["data_offsets"] as? [Int])
        #expect(header["embeddings"]?["shape"] as? [Int] == [vocabulary.count, 16])
        #expect(header["embeddings"]?["dtype"] as? String == "I8")
        let data = Array(bytes[(8 + length)...])
        #expect(scales[1] == data.count)
        let vectors = training.table.vectors
        for row in 0..<vocabulary.count {
            let start = scales[0] + 4 * row
            let scale = Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(data[start + $1]) << (8 * $1) })
            for index in 0..<16 {
                let value = Float(Int8(bitPattern: data[numbers[0] + row * 16 + index])) * scale
                #expect(abs(value - vectors[row * 16 + index]) <= scale * 0.5001)
            }
        }
    }

    @Test("Entries that were never seen go only where the model would be too large, placeholders first")
    func unseenEntriesGo() {
        let synthetic = SyntheticPairs(count: 50, seed: 1)
        let options = TrainingOptions(batch: 64)
        let training = ContrastiveTraining(synthetic.pairs, start: synthetic.start(), options)
        // 256 + 4 numbers and a line: 30,400 entries are some 60,000 bytes too many.
        let count = 30_400
        let table = TrainedTokenTable(vectors: [Float](repeating: 1, count: count * 256), dimension: 256)
        var vocabulary = VocabularyLearning.specialEntries + (0..<count - 5).map { "t\($0)" }
        vocabulary[20] = "[unused0]"
        var counts = [Int](repeating: 1, count: count)
        for row in 0..<2000 { counts[row] = 0 }
        let model = StaticModelFolder(
            table,
            vocabulary: vocabulary,
            counts: counts,
            lowercases: true,
            provenance: .init(version: "1", initial: nil, training)
        )
        #expect(model.vocabulary.count < count && model.vocabulary.count > 29_500)
        #expect(!model.vocabulary.contains("[unused0]"))
        #expect(model.vocabulary.starts(with: VocabularyLearning.specialEntries))
        #expect(model.vocabulary.contains("t100") && model.vocabulary.last == "t30394")
        #expect(!model.vocabulary.contains("t1994"))
    }
}
