import CKernels

/// An instruction set for which the arithmetic of CKernels was compiled.
///
/// Callers leave the choice to ``best``; tests run every level that the machine has and compare them.
package enum KernelLevel: String, CaseIterable, Sendable {
    /// Plain C, on every machine.
    case portable
    case sse2, avx2
    /// AVX2 with the 256-bit form of the byte dot product.
    case avx2VNNI
    case avx512, avx512VNNI
    case neon, neonDotProduct

    /// The levels that this machine can run, slowest first.
    package static let available = allCases.filter { $0.address != nil }

    /// The fastest level that this machine can run.
    package static let best = available.last ?? .portable

    private var address: UnsafePointer<kernel_table>? {
        switch self {
        case .portable: kernel_table_at(kernel_level_portable)
        case .sse2: kernel_table_at(kernel_level_sse2)
        case .avx2: kernel_table_at(kernel_level_avx2)
        case .avx2VNNI: kernel_table_at(kernel_level_avx2_vnni)
        case .avx512: kernel_table_at(kernel_level_avx512)
        case .avx512VNNI: kernel_table_at(kernel_level_avx512_vnni)
        case .neon: kernel_table_at(kernel_level_neon)
        case .neonDotProduct: kernel_table_at(kernel_level_neon_dotprod)
        }
    }

    /// The kernels of this level, which live as long as the program.
    ///
    /// - Precondition: the machine can run the level.
    var table: UnsafePointer<kernel_table> {
        guard let address else { preconditionFailure("this machine cannot run \(rawValue) kernels") }
        return address
    }
}

/// Calls `body` with `size` bytes that end with the call, aligned to a cache line.
func withScratch<Result>(_ size: Int, _ body: (UnsafeMutableRawPointer) -> Result) -> Result {
    withUnsafeTemporaryAllocation(byteCount: max(1, size), alignment: 64) { body($0.baseAddress!) }
}
