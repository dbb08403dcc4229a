import Foundation
import Kernels
import Platform

/// The directions in which some vectors differ most, by decreasing variance.
///
/// Eigenvectors of the covariance matrix by Jacobi's method with cyclic rotations (Golub, Van Loan, "Matrix
/// Computations", 8.5): slower than others, but exact for all axes and the same in every run.
struct PrincipalAxes: Sendable {
    /// Of the vectors; `width` numbers.
    let mean: [Float]
    /// Row-major, axes x width; unit length, the largest element positive so that the sign is settled.
    let axes: [Float]
    let width: Int

    /// Rows that one core sums up at a time; fixed, so that sums do not depend on the number of cores.
    private static let rowsAtATime = 512
    /// Sweeps over all pairs; ten are enough for a thousand dimensions.
    private static let sweepLimit = 40

    /// - Parameters:
    ///   - vectors: row-major, any number x `width`.
    ///   - count: axes to keep, at most `width`.
    /// - Complexity: O(vectors · width) on all workers, and O(width³) for the rotations.
    init(of vectors: [Float], width: Int, count: Int, workers: Int) {
        precondition(width > 0 && vectors.count.isMultiple(of: width), "vectors are whole rows")
        precondition(count <= width, "there are no more axes than dimensions")
        self.width = width
        let rows = vectors.count / width
        let mean = Self.mean(of: vectors, width)
        let steps = (rows + Self.rowsAtATime - 1) / Self.rowsAtATime
        let parts = concurrentMap(steps, grain: 1, workers: workers) { step in
            let some = step * Self.rowsAtATime..<min(rows, (step + 1) * Self.rowsAtATime)
            return Self.products(of: vectors, some, mean, width)
        }
        var covariance = [Double](repeating: 0, count: width * width)
        for part in parts {
            for index in covariance.indices { covariance[index] += Double(part[index]) }
        }
        let rotation = Self.eigenvectors(&covariance, width)
        let variances = (0..<width).map { covariance[$0 * width + $0] }
        let order = (0..<width).sorted { (variances[$1], $0) < (variances[$0], $1) }
        self.mean = mean
        axes = order.prefix(count).flatMap { axis -> [Float] in
            let row = rotation[axis * width..<(axis + 1) * width]
            let largest = row.reduce(0) { abs($1) > abs($0) ? $1 : $0 }
            return row.map { Float(largest < 0 ? -$0 : $0) }
        }
    }

    /// Each vector's coordinates along the axes; row-major, vectors x axes.
    ///
    /// - Parameter isCentred: whether they count from the mean rather than from zero.
    func coordinates(of vectors: [Float], isCentred: Bool, workers: Int) -> [Float] {
        let count = axes.count / width
        let (width, axes) = (width, axes)
        let origin = isCentred ? mean : [Float](repeating: 0, count: width)
        var result = [Float](repeating: 0, count: vectors.count / width * count)
        _ = concurrentSlices(of: &result, length: Self.rowsAtATime * count, workers: workers) { slice, rows in
            let first = slice * Self.rowsAtATime
            var centred = [Float](repeating: 0, count: rows.count / count * width)
            for index in centred.indices {
                centred[index] = vectors[first * width + index] - origin[index % width]
            }
            multiply(centred.span, byRowsOf: axes.span, inner: width, into: &rows)
        }
        return result
    }

    private static func mean(of vectors: [Float], _ width: Int) -> [Float] {
        var sums = [Double](repeating: 0, count: width)
        for start in stride(from: 0, to: vectors.count, by: width) {
            for column in 0..<width { sums[column] += Double(vectors[start + column]) }
        }
        let rows = Double(max(1, vectors.count / width))
        return sums.map { Float($0 / rows) }
    }

    /// The products of centred columns with each other, summed over some rows; width x width.
    private static func products(
        of vectors: [Float],
        _ rows: Range<Int>,
        _ mean: [Float],
        _ width: Int
    ) -> [Float] {
        var columns = [Float](repeating: 0, count: rows.count * width)
        for row in rows {
            for column in 0..<width {
                let place = column * rows.count + row - rows.lowerBound
                columns[place] = vectors[row * width + column] - mean[column]
            }
        }
        var products = [Float](repeating: 0, count: width * width)
        var span = products.mutableSpan
        multiply(columns.span, byRowsOf: columns.span, inner: rows.count, into: &span)
        return products
    }

    /// Turns a symmetric matrix into its eigenvalues, on the diagonal; returns the eigenvectors as rows.
    private static func eigenvectors(_ matrix: inout [Double], _ width: Int) -> [Double] {
        var vectors = [Double](repeating: 0, count: width * width)
        for index in 0..<width { vectors[index * width + index] = 1 }
        let size = matrix.reduce(0) { $0 + $1 * $1 }
        for _ in 0..<sweepLimit {
            var rest = 0.0
            for p in 0..<width {
                for q in 0..<p { rest += matrix[p * width + q] * matrix[p * width + q] }
            }
            if rest <= size * 1e-24 { break }
            // Rotating away what hardly adds to the rest takes most of the time and changes nothing.
            let negligible = (rest / Double(width * width)).squareRoot() * 1e-3
            for p in 0..<width {
                for q in (p + 1)..<max(width, p + 1) where abs(matrix[p * width + q]) > negligible {
                    rotate(&matrix, &vectors, p, q, width)
                }
            }
        }
        return vectors
    }

    private static func rotate(
        _ matrix: inout [Double],
        _ vectors: inout [Double],
        _ p: Int,
        _ q: Int,
        _ width: Int
    ) {
        let theta = (matrix[q * width + q] - matrix[p * width + p]) / (2 * matrix[p * width + q])
        let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
        let cosine = 1 / (tangent * tangent + 1).squareRoot()
        let sine = tangent * cosine
        turnRows(&matrix, p, q, width, cosine, sine)
        for row in 0..<width {
            let (a, b) = (matrix[row * width + p], matrix[row * width + q])
            matrix[row * width + p] = cosine * a - sine * b
            matrix[row * width + q] = sine * a + cosine * b
        }
        turnRows(&vectors, p, q, width, cosine, sine)
    }

    private static func turnRows(
        _ matrix: inout [Double],
        _ p: Int,
        _ q: Int,
        _ width: Int,
        _ cosine: Double,
        _ sine: Double
    ) {
        for column in 0..<width {
            let (a, b) = (matrix[p * width + column], matrix[q * width + column])
            matrix[p * width + column] = cosine * a - sine * b
            matrix[q * width + column] = sine * a + cosine * b
        }
    }
}
