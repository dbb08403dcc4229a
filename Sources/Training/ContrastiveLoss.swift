import Foundation
import Kernels
import Platform

/// The symmetric InfoNCE loss: each title must find its own excerpt among all excerpts of the batch, and each
/// excerpt its title.
///
/// Van den Oord, Li, Vinyals, "Representation Learning with Contrastive Predictive Coding", 2018; both ways as
/// in Radford et al., "Learning Transferable Visual Models", 2021. A text's vector is the sum of its tokens'
/// vectors, brought to length 1, so the length of a token's vector is the weight that it has learned.
///
/// With c the cosines, P = exp((c - 1) / t), R and C the sums of P's rows and columns, the loss of a pair is
/// -(log(P[i,i] / R[i]) + log(P[i,i] / C[i])) / 2 and the gradient of the mean loss by c[i,j]
/// (P[i,j] / R[i] + P[i,j] / C[j] - 2 [i = j]) / (2 n t). No maximum need be taken out of the softmax, since
/// cosines are at most 1.
struct ContrastiveLoss: Sendable {
    let temperature: Float
    let workers: Int

    /// Texts that one core works on at a time. Fixed, so that sums are the same on any number of cores.
    private static let textsAtATime = 64

    /// The mean loss over a batch's pairs, in nats.
    func value(_ batch: PairBatch, _ table: TrainedTokenTable) -> Double {
        let titles = vectors(of: batch.titles, table)
        let excerpts = vectors(of: batch.excerpts, table)
        return weights(batch, titles, excerpts, table.dimension).meanLoss
    }

    /// The mean loss over a batch's pairs, and its gradient.
    ///
    /// - Complexity: O(pairs² · dimension) time, O(pairs² + pairs · dimension) memory.
    func gradients(_ batch: PairBatch, _ table: TrainedTokenTable) -> (loss: Double, gradients: TextGradients)
    {
        let dimension = table.dimension
        let titles = vectors(of: batch.titles, table)
        let excerpts = vectors(of: batch.excerpts, table)
        let weights = weights(batch, titles, excerpts, dimension)
        let scale = 1 / (2 * temperature * Float(batch.count))
        let ofTitles = backward(titles, dimension, scale) { texts, gradient in
            weights.slopes(ofTitles: texts).multiplied(by: excerpts.units, batch.count, &gradient)
        }
        let ofExcerpts = backward(excerpts, dimension, scale) { texts, gradient in
            weights.slopes(ofExcerpts: texts).multiplied(by: titles.units, batch.count, &gradient)
        }
        return (weights.meanLoss, TextGradients(titles: ofTitles, excerpts: ofExcerpts))
    }

    // MARK: - Forward

    private struct TextVectors {
        /// Row-major, texts x dimension, each of length 1 (or all zero).
        var units: [Float]
        /// Of the sums of token vectors; 0 where the sum is zero.
        var lengths: [Float]
    }

    private func vectors(of texts: TokenizedTexts, _ table: TrainedTokenTable) -> TextVectors {
        let dimension = table.dimension
        var units = [Float](repeating: 0, count: texts.count * dimension)
        let lengths = concurrentSlices(of: &units, length: Self.textsAtATime * dimension, workers: workers) {
            slice,
            rows in
            (0..<rows.count / dimension).map { row in
                let text = slice * Self.textsAtATime + row
                var sum = rows._mutatingExtracting(row * dimension..<(row + 1) * dimension)
                addRows(
                    texts.tokens.span.extracting(texts.starts[text]..<texts.starts[text + 1]),
                    of: table.values.span,
                    stride: table.stride,
                    to: &sum
                )
                let length = dotProduct(sum.span, sum.span).squareRoot()
                if length > 0 {
                    for index in sum.indices { sum[index] /= length }
                }
                return length
            }
        }
        return TextVectors(units: units, lengths: lengths.flatMap(\.self))
    }

    private func weights(
        _ batch: PairBatch,
        _ titles: TextVectors,
        _ excerpts: TextVectors,
        _ dimension: Int
    ) -> SoftmaxWeights {
        let count = batch.count
        let step = Self.textsAtATime
        var values = [Float](repeating: 0, count: count * count)
        let sharpness = 1 / temperature
        let sums = concurrentSlices(of: &values, length: step * count, workers: workers) { slice, rows in
            let texts = slice * step..<min(count, (slice + 1) * step)
            let rowsOfTitles = texts.lowerBound * dimension..<texts.upperBound * dimension
            let some = titles.units.span.extracting(rowsOfTitles)
            multiply(some, byRowsOf: excerpts.units.span, inner: dimension, into: &rows)
            exponentiate(&rows, sharpness: sharpness)
            return texts.map { text in
                let start = (text - texts.lowerBound) * count
                for copy in batch.copies[text] { rows[start + Int(copy)] = 0 }
                return sum(rows.span.extracting(start..<start + count))
            }
        }
        let matrix = values
        let all = (0..<count).map { Int32($0) }
        let columnSums = concurrentMap((count + step - 1) / step, grain: 1, workers: workers) { slice in
            var sums = [Float](repeating: 0, count: min(step, count - slice * step))
            var span = sums.mutableSpan
            addRows(all.span, of: matrix.span, stride: count, column: slice * step, to: &span)
            return sums
        }
        return SoftmaxWeights(
            count: count,
            values: matrix,
            rowSums: sums.flatMap(\.self),
            columnSums: columnSums.flatMap(\.self)
        )
    }

    // MARK: - Backward

    /// The gradients by texts' sums of token vectors.
    ///
    /// - Parameter unitGradient: puts the gradients by the unit vectors of some texts, times 2 n t, into rows.
    private func backward(
        _ vectors: TextVectors,
        _ dimension: Int,
        _ scale: Float,
        _ unitGradient: @Sendable (Range<Int>, inout MutableSpan<Float>) -> Void
    ) -> [Float] {
        let step = Self.textsAtATime
        let count = vectors.lengths.count
        var gradients = [Float](repeating: 0, count: count * dimension)
        _ = concurrentSlices(of: &gradients, length: step * dimension, workers: workers) { slice, rows in
            let texts = slice * step..<min(count, (slice + 1) * step)
            unitGradient(texts, &rows)
            for text in texts {
                let start = (text - texts.lowerBound) * dimension
                var row = rows._mutatingExtracting(start..<start + dimension)
                let unit = vectors.units.span.extracting(text * dimension..<(text + 1) * dimension)
                let length = vectors.lengths[text]
                let factor = length > 0 ? scale / length : 0
                // Only the part across the vector changes its direction.
                let along = dotProduct(row.span, unit)
                for index in 0..<dimension { row[index] = (row[index] - along * unit[index]) * factor }
            }
        }
        return gradients
    }
}

/// P of ``ContrastiveLoss``, with the sums of its rows and columns.
private struct SoftmaxWeights: Sendable {
    let count: Int
    /// Row-major, titles x excerpts.
    let values: [Float]
    let rowSums: [Float]
    let columnSums: [Float]

    var meanLoss: Double {
        var total = 0.0
        for pair in 0..<count {
            let own = Double(values[pair * count + pair])
            total -= log(own / Double(rowSums[pair])) + log(own / Double(columnSums[pair]))
        }
        return total / Double(2 * count)
    }

    /// Gradients of the loss by cosines, times 2 n t: rows of titles, each with a column for every excerpt.
    func slopes(ofTitles titles: Range<Int>) -> Slopes {
        let perColumn = columnSums.map { 1 / $0 }
        var slopes = [Float](repeating: 0, count: titles.count * count)
        var rows = slopes.mutableSpan
        let values = values.span
        let columns = perColumn.span
        for title in titles {
            let perRow = 1 / rowSums[title]
            let start = (title - titles.lowerBound) * count
            var row = rows._mutatingExtracting(start..<start + count)
            let source = values.extracting(title * count..<(title + 1) * count)
            for excerpt in 0..<count { row[excerpt] = source[excerpt] * (perRow + columns[excerpt]) }
            row[title] -= 2
        }
        return Slopes(values: slopes)
    }

    /// The same with rows of excerpts and a column for every title.
    func slopes(ofExcerpts excerpts: Range<Int>) -> Slopes {
        let perRow = rowSums.map { 1 / $0 }
        var slopes = [Float](repeating: 0, count: excerpts.count * count)
        var rows = slopes.mutableSpan
        let values = values.span
        let columns = excerpts.map { 1 / columnSums[$0] }
        for title in 0..<count {
            let source = values.extracting(
                title * count + excerpts.lowerBound..<title * count + excerpts.upperBound
            )
            let own = perRow[title]
            for column in source.indices {
                rows[column * count + title] = source[column] * (own + columns[column])
            }
        }
        for excerpt in excerpts { rows[(excerpt - excerpts.lowerBound) * count + excerpt] -= 2 }
        return Slopes(values: slopes)
    }
}

private struct Slopes {
    var values: [Float]

    func multiplied(by vectors: [Float], _ count: Int, _ result: inout MutableSpan<Float>) {
        multiply(values.span, by: vectors.span, inner: count, into: &result)
    }
}
