import CKernels

#if BLAS
import CBLAS
#endif

/// out = a bᵀ, for a [m x k], b [n x k] and out [m x n], all row-major.
///
/// Runs on the calling thread. Sums use fused multiply-add where the machine has it, so that the last bits
/// may differ from machine to machine; with the package trait BLAS the system's library multiplies.
///
/// - Parameters:
///   - k: the length of the rows of `a` and of `b`.
///   - accumulating: adds to `out` instead of setting it.
/// - Complexity: O(mnk).
@_lifetime(out: copy out)
package func multiply(
    _ a: Span<Float>,
    byRowsOf b: Span<Float>,
    inner k: Int,
    into out: inout MutableSpan<Float>,
    accumulating: Bool = false,
    at level: KernelLevel = .best
) {
    let (m, n) = outerSizes(a.count, b.count, inner: k, out: out.count)
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            out.withUnsafeMutableBufferPointer { out in
                let a = Factor(base: a.baseAddress, width: k, isTransposed: false)
                let b = Factor(base: b.baseAddress, width: k, isTransposed: true)
                multiply(m, n, k, a, b, out.baseAddress, accumulating, level)
            }
        }
    }
}

/// out = a b, for a [m x k], b [k x n] and out [m x n]; see ``multiply(_:byRowsOf:inner:into:accumulating:at:)``.
@_lifetime(out: copy out)
package func multiply(
    _ a: Span<Float>,
    by b: Span<Float>,
    inner k: Int,
    into out: inout MutableSpan<Float>,
    accumulating: Bool = false,
    at level: KernelLevel = .best
) {
    let (m, n) = outerSizes(a.count, b.count, inner: k, out: out.count)
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            out.withUnsafeMutableBufferPointer { out in
                let a = Factor(base: a.baseAddress, width: k, isTransposed: false)
                let b = Factor(base: b.baseAddress, width: n, isTransposed: false)
                multiply(m, n, k, a, b, out.baseAddress, accumulating, level)
            }
        }
    }
}

/// out = aᵀ b, for a [k x m], b [k x n] and out [m x n]; see
/// ``multiply(_:byRowsOf:inner:into:accumulating:at:)``.
@_lifetime(out: copy out)
package func multiply(
    transposed a: Span<Float>,
    by b: Span<Float>,
    inner k: Int,
    into out: inout MutableSpan<Float>,
    accumulating: Bool = false,
    at level: KernelLevel = .best
) {
    let (m, n) = outerSizes(a.count, b.count, inner: k, out: out.count)
    a.withUnsafeBufferPointer { a in
        b.withUnsafeBufferPointer { b in
            out.withUnsafeMutableBufferPointer { out in
                let a = Factor(base: a.baseAddress, width: m, isTransposed: true)
                let b = Factor(base: b.baseAddress, width: n, isTransposed: false)
                multiply(m, n, k, a, b, out.baseAddress, accumulating, level)
            }
        }
    }
}

/// A dense matrix as it lies in memory: rows of `width` floats, read as its transpose where `isTransposed`.
struct Factor {
    var base: UnsafePointer<Float>?
    var width: Int
    var isTransposed: Bool

    var strided: float_matrix {
        float_matrix(
            base: base,
            row_stride: isTransposed ? 1 : width,
            column_stride: isTransposed ? width : 1
        )
    }
}

/// out [m x n] = a [m x k] b [k x n], or += where `accumulating`; the one place that chooses between BLAS and
/// the kernels. Tests that ask for a lesser level get the kernels.
///
/// - Precondition: the buffers have these sizes.
func multiply(
    _ m: Int,
    _ n: Int,
    _ k: Int,
    _ a: Factor,
    _ b: Factor,
    _ out: UnsafeMutablePointer<Float>?,
    _ accumulating: Bool,
    _ level: KernelLevel
) {
    guard m > 0, n > 0, let out else { return }
    #if BLAS
    if level == .best {
        cblas_sgemm(
            CblasRowMajor,
            a.isTransposed ? CblasTrans : CblasNoTrans,
            b.isTransposed ? CblasTrans : CblasNoTrans,
            Int32(m),
            Int32(n),
            Int32(k),
            1,
            a.base,
            Int32(a.width),
            b.base,
            Int32(b.width),
            accumulating ? 1 : 0,
            out,
            Int32(n)
        )
        return
    }
    #endif
    let table = level.table
    withScratch(table.pointee.multiply_scratch_size(m, n, k)) { scratch in
        table.pointee.multiply(m, n, k, a.strided, b.strided, out, accumulating ? 1 : 0, scratch)
    }
}

/// The outer sizes of a product whose factors have `a` and `b` elements and share the size `k`.
private func outerSizes(_ a: Int, _ b: Int, inner k: Int, out: Int) -> (m: Int, n: Int) {
    precondition(k > 0, "the inner size of a product is positive")
    precondition(a % k == 0 && b % k == 0, "\(a) and \(b) elements have no inner size \(k)")
    let (m, n) = (a / k, b / k)
    // Also bounds the strides: nothing in memory is as large as a product that overflows.
    let (size, overflows) = m.multipliedReportingOverflow(by: n)
    precondition(!overflows && out == size, "a product of \(m) x \(n) in \(out) elements")
    return (m, n)
}
