import Kernels
import Testing

/// The bits that every architecture must compute. No machine runs the kernels of another, so what they gave on x86-64 is
/// recorded here as hashes; a system's CBLAS has bits of its own.
@Suite struct EveryMachineTests {
    private static func hash(_ values: [Float]) -> UInt64 { contentHash(littleEndianBytes(values)) }

    private static func output(_ count: Int, _ write: (inout MutableSpan<Float>) -> Void) -> UInt64 {
        var values = [Float](repeating: 0, count: count)
        var span = values.mutableSpan
        write(&span)
        return hash(values)
    }

    private static func changed(_ values: [Float], _ change: (inout MutableSpan<Float>) -> Void) -> UInt64 {
        var values = values
        var span = values.mutableSpan
        change(&span)
        return hash(values)
    }

    /// Widths that no vector divides, and depths beyond one block.
    private static func ofLevel(_ level: KernelLevel) -> [String: UInt64] {
        var random = SplitMix64(seed: 64)
        let (m, n, k) = (13, 37, 1030)
        let rows = randomFloats(m * k, &random)
        let (weights, scales) = (randomBytes(n * k, &random), randomFloats(n, &random))
        let (bias, columns) = (randomFloats(n, &random), randomFloats(n * k, &random))
        let (gain, shift) = (randomFloats(k, &random), randomFloats(k, &random))
        let far = rows.map { $0 * 9 }
        let (magnitudes, query) = (shift.map { abs($0) + 0.01 }, Array(weights[5..<(5 + k)]))
        let ids: [UInt32] = [3, 0, 36, 3]
        let length = 40
        let attended = Array(far[..<(length * 300)])
        let layer = LinearLayer(
            weights: weights.span,
            scales: scales.span,
            bias: bias.span,
            inputs: k,
            at: level
        )
        let quantized = LinearLayer(
            quantizing: columns.span,
            bias: bias.span,
            magnitudes: magnitudes.span,
            decisive: 0..<n / 2,
            at: level
        )
        var found: [String: UInt64] = [:]
        found["gelu"] = changed(far) { gelu(&$0, at: level) }
        found["softmax"] = changed(far) { softmax(&$0, width: k, at: level) }
        found["normalize"] = changed(rows) {
            normalize(&$0, weight: gain.span, bias: shift.span, epsilon: 1e-12, at: level)
        }
        found["lengths"] = changed(rows) { normalizeLengths(&$0, width: k, at: level) }
        found["layer"] = output(m * n) { layer.apply(rows.span, into: &$0) }
        found["quantized layer"] = output(m * n) { quantized.apply(rows.span, into: &$0) }
        found["attention"] = output(length * 100) {
            attention(attended.span, heads: 5, length: length, into: &$0, at: level)
        }
        found["bytes"] = output(n) {
            dotProducts(
                rows: weights.span,
                scales: scales.span,
                query: query.span,
                queryScale: 0.03,
                into: &$0,
                at: level
            )
        }
        found["floats"] = output(n) {
            dotProducts(rows: columns.span, query: gain.span, into: &$0, at: level)
        }
        found["rows"] = output(k) {
            addRows(ids.span, of: weights.span, scales: scales.span, into: &$0, at: level)
        }
        return found
    }

    private static let recorded: [String: UInt64] = [
        "attention": 0x3977_b7a1_47c4_c676,
        "bytes": 0xa382_74e3_2e0c_afb7,
        "floats": 0xe985_26a8_39a5_b059,
        "gelu": 0x893c_857f_00b7_2611,
        "layer": 0x5fbc_600f_a4b8_0480,
        "lengths": 0x2ae4_3d0b_3f4f_59b6,
        "normalize": 0xcbc2_954d_efae_32ad,
        "quantized layer": 0xee6c_435d_6418_7609,
        "rows": 0x5c2d_d516_b483_1e49,
        "softmax": 0x090d_92cd_7685_1609,
    ]

    @Test(arguments: KernelLevel.available)
    func levelsHaveTheRecordedBits(level: KernelLevel) {
        #expect(Self.ofLevel(level) == Self.recorded)
    }

    #if !BLAS
    /// The one kernel that rounds as the machine does: once with fused multiply-add, which all have but x86-64 before
    /// 2013, and twice without, as C that is not optimised does everywhere.
    @Test(arguments: KernelLevel.available)
    func productsHaveTheRecordedBitsOfTheirRounding(level: KernelLevel) {
        var random = SplitMix64(seed: 65)
        let (m, n, k) = (13, 37, 1030)
        let (a, b) = (randomFloats(m * k, &random), randomFloats(n * k, &random))
        let product = Self.output(m * n) {
            multiply(a.span, byRowsOf: b.span, inner: k, into: &$0, at: level)
        }
        let (fused, plain): (UInt64, UInt64) = (0x7486_728e_f24f_1159, 0xfd6e_1eae_4fdc_130e)
        #if arch(x86_64)
        if level == .portable || level == .sse2 {
            #expect(product == plain)
            return
        }
        #endif
        #expect(product == fused || product == plain)
    }
    #endif

    @Test func plainSwiftHasTheRecordedBits() {
        var random = SplitMix64(seed: 66)
        let (a, b) = (randomFloats(1029, &random), randomFloats(1029, &random))
        #expect(Self.hash([dotProduct(a.span, b.span), Kernels.sum(a.span)]) == 0x1987_dcb6_1868_728f)
        #expect(Self.changed(a) { exponentiate(&$0, sharpness: 20) } == 0x216e_ddf9_535b_5642)
        #expect(Self.changed(a) { hadamardTransform(&$0, 3..<515) } == 0x5e34_20dc_7a9d_0f24)
        #expect(Self.changed(a.map { $0 * 4 }) { hyperbolicTangent(&$0) } == 0x2fd3_41ac_1be3_a25d)
        let moved = Self.changed([Float](repeating: 0, count: 3 * 1029)) {
            for step in [1, 2, 70] { AdamStep(rate: 0.01, step: step).move(&$0, against: a.span) }
        }
        #expect(moved == 0xe73d_54a6_e745_51c9)
    }
}
