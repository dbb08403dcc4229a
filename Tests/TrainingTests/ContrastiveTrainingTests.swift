import Foundation
import Kernels
import Semantic
import TestSupport
import Testing

@testable import Training

@Suite("Training on titles and excerpts")
struct ContrastiveTrainingTests {
    private let synthetic = SyntheticPairs(count: 1500, seed: 8)
    private let options = TrainingOptions(epochs: 4, batch: 128, rate: 0.02, seed: 4)

    private func training(workers: Int = 2, _ options: TrainingOptions? = nil) -> ContrastiveTraining {
        ContrastiveTraining(
            synthetic.pairs,
            start: synthetic.start(),
            options ?? self.options,
            workers: workers
        )
    }

    private func finished(_ training: ContrastiveTraining) -> ContrastiveTraining {
        var training = training
        while !training.isFinished { training.advance() }
        return training
    }

    /// The mean cosine of titles with excerpts, of the same topic and of others.
    private func cosines(_ table: TrainedTokenTable) -> (same: Double, other: Double) {
        let vectors = table.vectors
        func unit(_ tokens: [Int32]) -> [Double] {
            let sum = (0..<table.dimension).map { index in
                tokens.reduce(0) { $0 + Double(vectors[Int($1) * table.dimension + index]) }
            }
            let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
            return sum.map { $0 / length }
        }
        var (same, other) = ([Double](), [Double]())
        for i in 0..<60 {
            for j in 0..<60 {
                let cosine = zip(unit(synthetic.titles[i]), unit(synthetic.excerpts[j])).reduce(0) {
                    $0 + $1.0 * $1.1
                }
                if synthetic.topicOfPair[i] == synthetic.topicOfPair[j] {
                    same.append(cosine)
                } else {
                    other.append(cosine)
                }
            }
        }
        return (same.reduce(0, +) / Double(same.count), other.reduce(0, +) / Double(other.count))
    }

    @Test("Two languages' topics come together and apart from the others, and the held-out loss falls")
    func learns() {
        let before = training()
        let after = finished(before)
        #expect(after.heldOutLosses.count == options.epochs + 1)
        #expect(after.heldOutLosses.last! < after.heldOutLosses[0] - 0.2)
        let (start, end) = (cosines(before.table), cosines(after.table))
        #expect(end.same - end.other > start.same - start.other + 0.2)
        #expect(end.same > 0.7)
        #expect(after.pairsDone == after.pairsTotal)
    }

    @Test("One, two and three workers give the same bytes")
    func workersDoNotMatter() {
        let one = finished(training(workers: 1))
        for workers in 2...3 {
            let more = finished(training(workers: workers))
            #expect(more.table.values == one.table.values)
            #expect(more.heldOutLosses == one.heldOutLosses)
        }
    }

    @Test(
        "A resumed training gives the same bytes as an uninterrupted one",
        arguments: [0, 1, 11, 12, 13, 30]
    )
    func resumesExactly(step: Int) throws {
        let folder = try TemporaryFolder()
        var first = training()
        while first.step < step { first.advance() }
        let path = folder.path("checkpoint")
        try TrainingCheckpoint(first).write(path)
        var second = training()
        try second.resume(from: try TrainingCheckpoint(contentsOf: path))
        #expect(second.step == step)
        let (resumed, straight) = (finished(second), finished(training()))
        #expect(resumed.table.values == straight.table.values)
        #expect(resumed.heldOutLosses == straight.heldOutLosses)
    }

    @Test("A checkpoint of another training is refused, and says what differs")
    func othersAreRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("checkpoint")
        try TrainingCheckpoint(training()).write(path)
        let checkpoint = try TrainingCheckpoint(contentsOf: path)
        var other = options
        other.seed += 1
        var changed = training(other)
        #expect(throws: TrainingCheckpointError.differs(path: path, what: "other options")) {
            try changed.resume(from: checkpoint)
        }
        var fewer = ContrastiveTraining(
            SyntheticPairs(count: 900, seed: 8).pairs,
            start: synthetic.start(),
            options
        )
        #expect(throws: TrainingCheckpointError.differs(path: path, what: "other articles")) {
            try fewer.resume(from: checkpoint)
        }
        var smaller = ContrastiveTraining(synthetic.pairs, start: synthetic.start(dimension: 8), options)
        #expect(
            throws: TrainingCheckpointError.differs(path: path, what: "another initial model or dimension")
        ) {
            try smaller.resume(from: checkpoint)
        }
    }

    @Test(
        "A checkpoint with more losses than its steps can have measured is refused, whatever its checksum says"
    )
    func forgedLossesAreRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("checkpoint")
        try TrainingCheckpoint(training()).write(path)
        let whole = try folder.bytes("checkpoint")
        let none = Array(#""heldOutLosses":[]"#.utf8)
        let two = Array(#""heldOutLosses":[1,2]"#.utf8)
        let start = try #require(whole.indices.first { whole[$0...].starts(with: none) })
        var forged = Array(whole[..<start]) + two + whole[(start + none.count)..<(whole.count - 8)]
        // The header's length stands behind the signature, in its lowest byte first.
        var length =
            forged[8..<16].reversed().reduce(0) { $0 << 8 | UInt64($1) } + UInt64(two.count - none.count)
        for place in 8..<16 {
            forged[place] = UInt8(truncatingIfNeeded: length)
            length >>= 8
        }
        let checksum = contentHash(forged)
        forged += (0..<8).map { UInt8(truncatingIfNeeded: checksum >> ($0 * 8)) }
        try folder.write("checkpoint", forged)
        let checkpoint = try TrainingCheckpoint(contentsOf: path)
        var resumed = training()
        #expect(
            throws: TrainingCheckpointError.damaged(path: path, reason: "its sizes do not fit together")
        ) {
            try resumed.resume(from: checkpoint)
        }
    }

    @Test("A damaged checkpoint is refused wherever the damage is")
    func damageIsRefused() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("checkpoint")
        try TrainingCheckpoint(training()).write(path)
        let whole = try folder.bytes("checkpoint")
        var damaged: [[UInt8]] = [[], Array(whole.prefix(12)), Array(whole.dropLast()), whole + [0]]
        for place in [0, 9, 15, 20, whole.count / 2, whole.count - 1] {
            var bytes = whole
            bytes[place] ^= 0x40
            damaged.append(bytes)
        }
        for bytes in damaged {
            try folder.write("checkpoint", bytes)
            #expect(throws: TrainingCheckpointError.self) { try TrainingCheckpoint(contentsOf: path) }
        }
        #expect(throws: TrainingCheckpointError.self) {
            try TrainingCheckpoint(contentsOf: folder.path("absent"))
        }
    }
}

@Suite("The start of a training")
struct StartingTableTests {
    @Test("Principal axes find the directions that vectors were made along")
    func axesAreFound() {
        // Three orthogonal directions with spreads of 3, 2 and 1, and a mean far from zero.
        let directions: [[Float]] = [[0.6, 0.8, 0, 0], [-0.8, 0.6, 0, 0], [0, 0, 0, 1]]
        var random = SplitMix64(seed: 2)
        func uniform() -> Float { Float(random.next() >> 40) / 8_388_608 - 1 }
        let vectors = (0..<3000).flatMap { _ -> [Float] in
            let parts = [3 * uniform(), 2 * uniform(), uniform()]
            return (0..<4).map { index in
                5 + zip(parts, directions).reduce(0) { $0 + $1.0 * $1.1[index] }
            }
        }
        let one = PrincipalAxes(of: vectors, width: 4, count: 3, workers: 1)
        for (axis, direction) in directions.enumerated() {
            let found = one.axes[axis * 4..<(axis + 1) * 4]
            #expect(abs(zip(found, direction).reduce(0) { $0 + $1.0 * $1.1 }) > 0.995)
        }
        let three = PrincipalAxes(of: vectors, width: 4, count: 3, workers: 3)
        #expect(three.axes == one.axes)
        #expect(
            three.coordinates(of: vectors, isCentred: true, workers: 3)
                == one.coordinates(of: vectors, isCentred: true, workers: 1)
        )
    }

    @Test("All axes keep all distances")
    func axesAreARotation() {
        var random = SplitMix64(seed: 6)
        let width = 24
        let vectors = (0..<200 * width).map { _ in Float(random.next() >> 40) / 16_777_216 }
        let principal = PrincipalAxes(of: vectors, width: width, count: width, workers: 2)
        let turned = principal.coordinates(of: vectors, isCentred: false, workers: 2)
        func distance(_ values: [Float], _ a: Int, _ b: Int) -> Double {
            (0..<width).reduce(0) { sum, index in
                let difference = Double(values[a * width + index]) - Double(values[b * width + index])
                return sum + difference * difference
            }
        }
        for row in 1..<200 {
            #expect(abs(distance(vectors, 0, row) - distance(turned, 0, row)) < 1e-4)
        }
    }

    @Test("A static model's vectors stay, or are only turned")
    func weightedVectorsStay() {
        let vectors: [Float] = [1, 0, 0, 3, 4, 0, 0, -2, 0, 5, 5, 0]
        let whole = TrainedTokenTable(
            reducing: vectors,
            width: 3,
            to: 3,
            counts: [1, 1, 1, 1],
            areWeighted: true
        )
        #expect(whole.vectors == vectors)
        let flat = TrainedTokenTable(
            reducing: vectors,
            width: 3,
            to: 2,
            counts: [1, 1, 1, 1],
            areWeighted: true
        )
        for (row, length) in [1, 5, 2, Float(50).squareRoot()].enumerated() {
            let (x, y) = (flat.vectors[2 * row], flat.vectors[2 * row + 1])
            #expect(abs((x * x + y * y).squareRoot() - length) < 1e-5)
        }
    }

    @Test("Rare tokens weigh more than frequent ones")
    func rareTokensWeighMore() {
        let table = TrainedTokenTable(randomWithDimension: 64, counts: [9000, 0, 1000], seed: 1)
        let lengths = (0..<3).map { row in
            table.vectors[row * 64..<(row + 1) * 64].reduce(0) { $0 + $1 * $1 }.squareRoot()
        }
        #expect(lengths[0] < lengths[2] && lengths[2] < lengths[1])
        let same = TrainedTokenTable(randomWithDimension: 64, counts: [9000, 0, 1000], seed: 1)
        #expect(table.vectors == same.vectors)
    }
}
