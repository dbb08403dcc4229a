import CKernels
import Foundation

/// values[i] = gelu(values[i]) = x (1 + erf(x / √2)) / 2, the exact form that PyTorch has by default.
///
/// The absolute error is below 1e-6; the bits are the same on every machine.
package func gelu(_ values: inout MutableSpan<Float>, at level: KernelLevel = .best) {
    guard !values.isEmpty else { return }
    values.withUnsafeMutableBufferPointer { level.table.pointee.gelu($0.count, $0.baseAddress) }
}

/// values[i] = tanh(values[i]), rounded from the double's, so that the bits are those of the nearest float in all but one
/// of some million. C libraries disagree on a float's own: glibc 2.36 and 2.43 in one of seven.
package func hyperbolicTangent(_ values: inout MutableSpan<Float>) {
    for i in values.indices { values[i] = Float(tanh(Double(values[i]))) }
}

/// Replaces each row by LayerNorm(row + residual's row): shifted and scaled to mean 0 and variance 1, then
/// times `weight` plus `bias`. Ba, Kiros, Hinton, "Layer Normalization", 2016.
///
/// The bits are the same on every machine.
///
/// - Parameters:
///   - rows: [m x d].
///   - residual: [m x d].
///   - weight: [d].
///   - bias: [d].
///   - epsilon: added to the variance.
/// - Complexity: O(md).
@_lifetime(rows: copy rows)
package func addAndNormalize(
    _ rows: inout MutableSpan<Float>,
    adding residual: Span<Float>,
    weight: Span<Float>,
    bias: Span<Float>,
    epsilon: Float,
    at level: KernelLevel = .best
) {
    precondition(residual.count == rows.count, "the residual has the size of the rows")
    residual.withUnsafeBufferPointer {
        normalize(&rows, $0.baseAddress, weight, bias, epsilon, level)
    }
}

/// Replaces each row by LayerNorm(row); see ``addAndNormalize(_:adding:weight:bias:epsilon:at:)``.
@_lifetime(rows: copy rows)
package func normalize(
    _ rows: inout MutableSpan<Float>,
    weight: Span<Float>,
    bias: Span<Float>,
    epsilon: Float,
    at level: KernelLevel = .best
) {
    normalize(&rows, nil, weight, bias, epsilon, level)
}

/// - Precondition: `residual` is nil or has the size of `rows`.
@_lifetime(rows: copy rows)
private func normalize(
    _ rows: inout MutableSpan<Float>,
    _ residual: UnsafePointer<Float>?,
    _ weight: Span<Float>,
    _ bias: Span<Float>,
    _ epsilon: Float,
    _ level: KernelLevel
) {
    let d = weight.count
    precondition(bias.count == d, "a weight and a bias for each column")
    let m = rowCount(rows.count, width: d)
    guard m > 0 else { return }
    weight.withUnsafeBufferPointer { weight in
        bias.withUnsafeBufferPointer { bias in
            rows.withUnsafeMutableBufferPointer { rows in
                level.table.pointee.normalize_layer(
                    m,
                    d,
                    rows.baseAddress,
                    residual,
                    weight.baseAddress,
                    bias.baseAddress,
                    epsilon
                )
            }
        }
    }
}

/// Replaces each row of `width` numbers by its softmax, e^x over the sum of all e^x. The bits are the same on
/// every machine.
package func softmax(_ rows: inout MutableSpan<Float>, width: Int, at level: KernelLevel = .best) {
    let m = rowCount(rows.count, width: width)
    guard m > 0 else { return }
    rows.withUnsafeMutableBufferPointer { level.table.pointee.softmax(m, width, $0.baseAddress) }
}

/// Divides each row of `width` numbers by its Euclidean length; rows of zeros stay. The bits are the same on
/// every machine.
package func normalizeLengths(_ rows: inout MutableSpan<Float>, width: Int, at level: KernelLevel = .best) {
    let m = rowCount(rows.count, width: width)
    guard m > 0 else { return }
    rows.withUnsafeMutableBufferPointer { level.table.pointee.normalize_length(m, width, $0.baseAddress) }
}

/// Quantises a row to int8: out[j] is the integer nearest to row[j] / scale, ties to even, in -127...127.
///
/// A row without a magnitude of 2^-100 or more becomes zeros of scale 0; a row with an infinity or a NaN
/// becomes zeros of scale NaN, so that whatever is computed from it is NaN. The same on every machine.
///
/// - Returns: the scale, max |row[j]| / 127.
@_lifetime(out: copy out)
package func quantizeRow(
    _ row: Span<Float>,
    into out: inout MutableSpan<Int8>,
    at level: KernelLevel = .best
) -> Float {
    precondition(row.count == out.count, "as many integers as floats")
    guard !row.isEmpty else { return 0 }
    return row.withUnsafeBufferPointer { row in
        out.withUnsafeMutableBufferPointer { out in
            level.table.pointee.quantize_row(row.count, row.baseAddress, out.baseAddress)
        }
    }
}

/// The number of rows of `width` in `count` elements.
private func rowCount(_ count: Int, width: Int) -> Int {
    precondition(width >= 0 && (width > 0 ? count % width == 0 : count == 0), "\(count) in rows of \(width)")
    return width > 0 ? count / width : 0
}
