import Foundation
import Kernels
import Platform

/// The training of a table of token vectors on titles and their excerpts, step by step.
///
///     var training = ContrastiveTraining(pairs, start: table, options)
///     while !training.isFinished { training.advance() }
///     print(training.heldOutLosses)
///
/// Between any two steps it can be written to disk and read again; the rest then gives the same bytes.
package struct ContrastiveTraining: Sendable {
    package let pairs: TrainingPairs
    package let options: TrainingOptions
    package private(set) var table: TrainedTokenTable
    /// Steps done.
    package private(set) var step = 0
    /// The loss over the pairs held out, in nats: at the start and after each epoch.
    package private(set) var heldOutLosses: [Double] = []
    /// The mean loss of the last batch.
    package private(set) var batchLoss = 0.0
    /// Tells a run from others; see ``TrainingCheckpoint``.
    let origin: TrainingOrigin

    private let heldOut: [Int32]
    private let taught: [Int32]
    private let workers: Int
    /// The pairs of the epoch that `step` is in, shuffled.
    private var order: [Int32] = []

    /// How many pairs are held out: one in a hundred, at most two full batches; of small corpora one in ten, up
    /// to where a loss means something.
    private static func heldOutCount(of pairs: Int) -> Int {
        max(2, min(200, pairs / 10), min(4096, pairs / 100))
    }

    /// - Parameters:
    ///   - pairs: at least ``fewestPairs``; no token is `start.count` or more.
    ///   - start: the table at the beginning.
    ///   - workers: cores to use; changes nothing but the time.
    package init(
        _ pairs: TrainingPairs,
        start: TrainedTokenTable,
        _ options: TrainingOptions,
        workers: Int = Cores.count
    ) {
        precondition(pairs.count >= Self.fewestPairs, "too few pairs to learn from")
        self.pairs = pairs
        self.options = options
        self.workers = workers
        table = start
        origin = TrainingOrigin(pairs: pairs, start: start, options: options)
        let count = Self.heldOutCount(of: pairs.count)
        let shuffled = Self.shuffled((0..<Int32(pairs.count)).map(\.self), options.seed, stream: 0)
        heldOut = Array(shuffled[..<count])
        taught = shuffled[count...].sorted()
    }

    /// Fewer pairs than this cannot even be told apart from each other.
    package static let fewestPairs = 8

    /// The batches of an epoch have `options.batch` pairs or nearly so: all about the same.
    package var stepsPerEpoch: Int {
        max(1, (taught.count + options.batch / 2) / options.batch)
    }

    package var stepCount: Int { stepsPerEpoch * options.epochs }
    package var isFinished: Bool { step == stepCount && heldOutLosses.count == options.epochs + 1 }

    /// Pairs gone through so far, over all epochs, and in the end.
    package var pairsDone: Int {
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        return epoch * taught.count + bounds(ofBatch: batch).lowerBound
    }

    package var pairsTotal: Int { taught.count * options.epochs }

    /// Does one step, and measures the loss held out before the first one and after each epoch's last one.
    ///
    /// - Complexity: O(batch² · dimension), on all workers.
    package mutating func advance() {
        if heldOutLosses.isEmpty { heldOutLosses.append(heldOutLoss()) }
        guard step < stepCount else { return }
        let (epoch, batch) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
        if batch == 0 || order.isEmpty { order = Self.shuffled(taught, options.seed, stream: epoch + 1) }
        let pairBatch = PairBatch(order[bounds(ofBatch: batch)], of: pairs)
        let loss = ContrastiveLoss(temperature: options.temperature, workers: workers)
        let (value, gradients) = loss.gradients(pairBatch, table)
        let rate = options.rate * Float(stepCount - step) / Float(stepCount)
        step += 1
        table.step(AdamStep(rate: rate, step: step), against: gradients, of: pairBatch, workers: workers)
        batchLoss = value
        if step.isMultiple(of: stepsPerEpoch) { heldOutLosses.append(heldOutLoss()) }
    }

    /// Continues where a run with the same pairs, start and options was when it was written.
    ///
    /// - Throws: ``TrainingCheckpointError/differs(path:what:)`` where something was not the same.
    package mutating func resume(from checkpoint: TrainingCheckpoint) throws(TrainingCheckpointError) {
        if let what = origin.difference(from: checkpoint.origin) {
            throw .differs(path: checkpoint.path, what: what)
        }
        let losses = checkpoint.heldOutLosses.count
        guard checkpoint.values.count == table.values.count, checkpoint.step <= stepCount,
            losses == 1 + checkpoint.step / stepsPerEpoch || losses == 0 && checkpoint.step == 0
        else { throw .damaged(path: checkpoint.path, reason: "its sizes do not fit together") }
        table.values = checkpoint.values
        step = checkpoint.step
        heldOutLosses = checkpoint.heldOutLosses
        order = []
    }

    private func bounds(ofBatch batch: Int) -> Range<Int> {
        let count = taught.count
        return batch * count / stepsPerEpoch..<(batch + 1) * count / stepsPerEpoch
    }

    private func heldOutLoss() -> Double {
        let loss = ContrastiveLoss(temperature: options.temperature, workers: workers)
        var total = 0.0
        for start in stride(from: 0, to: heldOut.count, by: options.batch) {
            let some = heldOut[start..<min(start + options.batch, heldOut.count)]
            total += loss.value(PairBatch(some, of: pairs), table) * Double(some.count)
        }
        return total / Double(heldOut.count)
    }

    /// Fisher-Yates, written out because the standard library's shuffle may change between its versions.
    private static func shuffled(_ numbers: [Int32], _ seed: UInt64, stream: Int) -> [Int32] {
        var numbers = numbers
        var random = SplitMix64(seed: seed, stream: stream)
        for last in stride(from: numbers.count - 1, to: 0, by: -1) {
            numbers.swapAt(last, Int(random.next() % UInt64(last + 1)))
        }
        return numbers
    }
}

extension TrainingCheckpoint {
    /// The state that a training is in.
    package init(_ training: ContrastiveTraining) {
        origin = training.origin
        step = training.step
        heldOutLosses = training.heldOutLosses
        values = training.table.values
        path = ""
    }
}
