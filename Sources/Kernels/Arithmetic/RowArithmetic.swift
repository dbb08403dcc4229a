/// Adds rows of a matrix to `sum`, one after the other in the order of `rows`.
///
/// - Parameters:
///   - rows: numbers of rows; one that occurs twice is added twice.
///   - matrix: row-major.
///   - stride: elements from one row's beginning to the next one's.
///   - column: the first element of each row that is added; `sum.count` elements are.
/// - Complexity: O(rows.count · sum.count).
@_lifetime(sum: copy sum)
package func addRows(
    _ rows: Span<Int32>,
    of matrix: Span<Float>,
    stride: Int,
    column: Int = 0,
    to sum: inout MutableSpan<Float>
) {
    let width = sum.count
    precondition(column >= 0 && column + width <= stride, "the columns lie outside of the matrix")
    sum.withUnsafeMutableBufferPointer { sum in
        matrix.withUnsafeBufferPointer { matrix in
            guard let sum = sum.baseAddress, let start = matrix.baseAddress else { return }
            for index in rows.indices {
                let row = Int(rows[index])
                precondition(row >= 0 && row * stride + column + width <= matrix.count, "no such row")
                let source = start + row * stride + column
                for element in 0..<width { sum[element] += source[element] }
            }
        }
    }
}

/// The dot product; eight partial sums, added in a fixed order at the end, so the same on every machine.
///
/// - Parameters: two of the same length.
package func dotProduct(_ a: Span<Float>, _ b: Span<Float>) -> Float {
    precondition(a.count == b.count, "a dot product is of two vectors of one length")
    return a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            var lanes = SIMD8<Float>()
            var index = 0
            while index + 8 <= a.count {
                lanes += loadEight(a, index) * loadEight(b, index)
                index += 8
            }
            var rest: Float = 0
            while index < a.count {
                rest += a[index] * b[index]
                index += 1
            }
            return lanes.sum() + rest
        }
    }
}

/// The sum of all elements; eight partial sums, added in a fixed order at the end.
package func sum(_ values: Span<Float>) -> Float {
    values.withUnsafeBufferPointer { values in
        var lanes = SIMD8<Float>()
        var index = 0
        while index + 8 <= values.count {
            lanes += loadEight(values, index)
            index += 8
        }
        var rest: Float = 0
        while index < values.count {
            rest += values[index]
            index += 1
        }
        return lanes.sum() + rest
    }
}

private func loadEight(_ values: UnsafeBufferPointer<Float>, _ index: Int) -> SIMD8<Float> {
    UnsafeRawPointer(values.baseAddress! + index).loadUnaligned(as: SIMD8<Float>.self)
}

/// Replaces each element x by exp((x - 1) · sharpness): cosines by weights of at most 1.
///
/// Relative error below 3e-7 (degree-6 Taylor polynomial on half an octave), the same bits on every machine.
///
/// - Parameter sharpness: above 0; exponents below -87 give 0.
package func exponentiate(_ values: inout MutableSpan<Float>, sharpness: Float) {
    // The sum with 1.5 · 2^23 rounds to an integer and leaves it in the low bits.
    let rounder: Float = 12_582_912
    let octave = sharpness * 1.442_695_04
    values.withUnsafeMutableBufferPointer { values in
        for index in values.indices {
            let power = max((values[index] - 1) * octave, -126)
            let shifted = power + rounder
            let whole = shifted - rounder
            let x = (power - whole) * 0.693_147_18
            var series: Float = 1.0 / 720
            series = series * x + 1.0 / 120
            series = series * x + 1.0 / 24
            series = series * x + 1.0 / 6
            series = series * x + 0.5
            series = series * x + 1
            series = series * x + 1
            let bits = Int32(bitPattern: series.bitPattern) &+ (Int32(bitPattern: shifted.bitPattern) &<< 23)
            values[index] = power <= -126 ? 0 : Float(bitPattern: UInt32(bitPattern: bits))
        }
    }
}

/// How far Adam moves a parameter, and how it remembers.
///
/// Kingma, Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, with its constants.
package struct AdamStep: Sendable {
    /// The rate, corrected for the moments' start at zero.
    let rate: Float

    /// - Parameters:
    ///   - rate: the learning rate.
    ///   - step: the number of this step, from 1.
    package init(rate: Float, step: Int) {
        precondition(step > 0, "steps count from 1")
        var (first, second) = (1.0, 1.0)
        // Repeated products, because `pow` differs in the last bit between C libraries.
        for _ in 0..<min(step, 20_000) { (first, second) = (first * 0.9, second * 0.999) }
        self.rate = Float(Double(rate) * (1 - second).squareRoot() / (1 - first))
    }

    /// Moves one row of parameters against its gradient.
    ///
    /// - Parameters:
    ///   - row: parameters, first and second moments, one after the other: three times the gradient's length.
    ///   - gradient: of the loss, by parameter.
    @_lifetime(row: copy row)
    package func move(_ row: inout MutableSpan<Float>, against gradient: Span<Float>) {
        let width = gradient.count
        precondition(row.count == 3 * width, "a row holds parameters and two moments")
        let rate = rate
        row.withUnsafeMutableBufferPointer { row in
            gradient.withUnsafeBufferPointer { gradient in
                guard let parameters = row.baseAddress, let gradient = gradient.baseAddress else { return }
                let first = parameters + width
                let second = first + width
                for index in 0..<width {
                    let slope = gradient[index]
                    let mean = 0.9 * first[index] + 0.1 * slope
                    let square = 0.999 * second[index] + 0.001 * slope * slope
                    first[index] = mean
                    second[index] = square
                    parameters[index] -= rate * mean / (square.squareRoot() + 1e-8)
                }
            }
        }
    }
}

/// The Hadamard transform of some of the values, in place and scaled so that it changes no length: Sylvester's
/// matrix of +1 and -1, divided by the square root of its size. The same bits on every machine.
///
/// - Parameter block: a power of two of places.
/// - Complexity: O(n log n).
package func hadamardTransform(_ values: inout MutableSpan<Float>, _ block: Range<Int>) {
    precondition(block.lowerBound >= 0 && block.upperBound <= values.count, "places of the values")
    let count = block.count
    precondition(count > 0 && count & (count - 1) == 0, "\(count) is no power of two")
    values.withUnsafeMutableBufferPointer { values in
        guard let base = values.baseAddress.map({ $0 + block.lowerBound }) else { return }
        var half = 1
        while half < count {
            for first in stride(from: 0, to: count, by: 2 * half) {
                for i in first..<first + half {
                    let (a, b) = (base[i], base[i + half])
                    base[i] = a + b
                    base[i + half] = a - b
                }
            }
            half *= 2
        }
        let factor = 1 / Float(count).squareRoot()
        for i in 0..<count { base[i] *= factor }
    }
}
