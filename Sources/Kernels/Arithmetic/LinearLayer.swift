import CKernels
import Foundation

/// A linear layer: output [m x n] = input [m x k] weightsᵀ + bias, for weights [n x k], rearranged once for
/// the machine and then used by any number of threads at a time.
///
/// An int8 layer quantises each row of its input (see ``quantizeRow(_:into:at:)``), multiplies integers
/// exactly, and computes (input scale · weight scale) · sum + bias: it has the same bits on every machine. A
/// float layer may differ in the last bits.
package struct LinearLayer: Sendable {
    /// The length of an input row.
    package let inputs: Int
    /// The length of an output row.
    package let outputs: Int

    private let content: Content
    /// What inputs are multiplied by before they are rounded to int8; empty for none.
    private var factors: [Float] = []
    private let level: KernelLevel

    private enum Content: Sendable {
        case float(FloatWeights)
        case int8(AlignedBytes)
    }

    /// A layer that multiplies floats.
    ///
    /// - Parameters:
    ///   - weights: a row of `inputs` weights for each output.
    ///   - bias: one number for each output.
    ///   - inputs: the length of an input row.
    package init(weights: Span<Float>, bias: Span<Float>, inputs: Int, at level: KernelLevel = .best) {
        Self.check(weights.count, bias.count, inputs)
        self.inputs = inputs
        outputs = bias.count
        self.level = level
        content = .float(FloatWeights(weights, bias, inputs, level))
    }

    /// A layer that multiplies int8, from float weights: each output's weights share the scale max |w| / 127.
    package init(
        quantizing weights: Span<Float>,
        bias: Span<Float>,
        inputs: Int,
        at level: KernelLevel = .best
    ) {
        Self.check(weights.count, bias.count, inputs)
        var quantized = [Int8](repeating: 0, count: weights.count)
        var scales = [Float](repeating: 0, count: bias.count)
        weights.withUnsafeBufferPointer { weights in
            quantized.withUnsafeMutableBufferPointer { quantized in
                for output in 0..<bias.count {
                    let place = output * inputs
                    scales[output] = level.table.pointee.quantize_row(
                        inputs,
                        weights.baseAddress! + place,
                        quantized.baseAddress! + place
                    )
                }
            }
        }
        self.init(weights: quantized.span, scales: scales.span, bias: bias, inputs: inputs, at: level)
    }

    /// A layer that multiplies int8, from float weights and inputs of which some are known to be much larger
    /// than others.
    ///
    /// One scale a row leaves small inputs few bits beside large ones. So each input is divided by
    /// d = a^0.4 / w^0.6 and its weights are multiplied by it, where a is the input's usual magnitude and w the
    /// largest of its weights: Xiao et al., "SmoothQuant", ICML 2023, with the strength 0.4 chosen on
    /// all-MiniLM-L6-v2 (0.3 and 0.5 came next).
    ///
    /// - Parameters:
    ///   - magnitudes: of each input, positive.
    ///   - decisive: the outputs whose weights w is the largest of; the others follow.
    package init(
        quantizing weights: Span<Float>,
        bias: Span<Float>,
        magnitudes: Span<Float>,
        decisive: Range<Int>,
        at level: KernelLevel = .best
    ) {
        let inputs = magnitudes.count
        Self.check(weights.count, bias.count, inputs)
        precondition(decisive.lowerBound >= 0 && decisive.upperBound <= bias.count, "outputs of the layer")
        var divisors = [Float](repeating: 0, count: inputs)
        for input in 0..<inputs {
            let largest = decisive.reduce(0) { max($0, abs(weights[$1 * inputs + input])) }
            divisors[input] = max(1e-4, pow(magnitudes[input], 0.4) / pow(largest + 1e-6, 0.6))
        }
        let mean = divisors.reduce(0, +) / Float(inputs)
        for input in 0..<inputs { divisors[input] /= mean }
        let balanced = weights.indices.map { weights[$0] * divisors[$0 % inputs] }
        self.init(quantizing: balanced.span, bias: bias, inputs: inputs, at: level)
        factors = divisors.map { 1 / $0 }
    }

    /// A layer that multiplies int8, from weights that are int8 already.
    ///
    /// - Parameters:
    ///   - weights: a row of `inputs` weights for each output.
    ///   - scales: what 1 stands for in each row of weights.
    ///   - bias: one number for each output.
    ///   - inputs: the length of an input row, at most 65,536.
    package init(
        weights: Span<Int8>,
        scales: Span<Float>,
        bias: Span<Float>,
        inputs: Int,
        at level: KernelLevel = .best
    ) {
        Self.check(weights.count, bias.count, inputs)
        precondition(scales.count == bias.count, "a scale and a bias for each output")
        precondition(inputs <= longestExactSum, "\(inputs) inputs could overflow a sum of 32 bits")
        self.inputs = inputs
        outputs = bias.count
        self.level = level
        let table = level.table
        let packed = AlignedBytes(table.pointee.layer_size(outputs, inputs))
        if outputs > 0 {
            weights.withUnsafeBufferPointer { weights in
                scales.withUnsafeBufferPointer { scales in
                    bias.withUnsafeBufferPointer { bias in
                        table.pointee.pack_layer(
                            bias.count,
                            inputs,
                            weights.baseAddress,
                            scales.baseAddress,
                            bias.baseAddress,
                            packed.base
                        )
                    }
                }
            }
        }
        content = .int8(packed)
    }

    /// Computes the output of every row of `input`, on the calling thread.
    ///
    /// - Complexity: O(m · `inputs` · `outputs`).
    @_lifetime(output: copy output)
    package func apply(_ input: Span<Float>, into output: inout MutableSpan<Float>) {
        precondition(input.count % inputs == 0, "\(input.count) is no multiple of \(inputs) inputs")
        let m = input.count / inputs
        precondition(output.count == m * outputs, "\(m) x \(outputs) outputs in \(output.count) elements")
        guard m > 0, outputs > 0 else { return }
        guard factors.isEmpty else {
            var balanced = [Float](repeating: 0, count: input.count)
            for row in 0..<m {
                for i in 0..<inputs { balanced[row * inputs + i] = input[row * inputs + i] * factors[i] }
            }
            apply(rows: balanced.span, m, into: &output)
            return
        }
        apply(rows: input, m, into: &output)
    }

    @_lifetime(output: copy output)
    private func apply(rows input: Span<Float>, _ m: Int, into output: inout MutableSpan<Float>) {
        switch content {
        case .float(let weights):
            weights.apply(input, m, into: &output, level)
        case .int8(let layer):
            let table = level.table
            input.withUnsafeBufferPointer { input in
                output.withUnsafeMutableBufferPointer { output in
                    withScratch(table.pointee.layer_scratch_size(m, outputs, inputs)) { scratch in
                        table.pointee.apply_layer(
                            m,
                            outputs,
                            inputs,
                            input.baseAddress,
                            layer.base,
                            output.baseAddress,
                            scratch
                        )
                    }
                }
            }
        }
    }

    private static func check(_ weights: Int, _ outputs: Int, _ inputs: Int) {
        precondition(inputs > 0, "a layer has inputs")
        let (size, overflows) = inputs.multipliedReportingOverflow(by: outputs)
        precondition(!overflows && weights == size, "\(weights) weights for \(outputs) x \(inputs)")
    }
}

/// The longest dot product of int8 whose sum certainly fits 32 bits at every step, offsets included.
let longestExactSum = 65_536

/// The weights of a float layer: packed for the kernels, or as they came for BLAS, which packs on its own.
private struct FloatWeights: Sendable {
    let inputs: Int
    let bias: [Float]
    #if BLAS
    let rows: [Float]
    #else
    let packed: AlignedBytes
    #endif

    init(_ weights: Span<Float>, _ bias: Span<Float>, _ inputs: Int, _ level: KernelLevel) {
        self.inputs = inputs
        self.bias = bias.indices.map { bias[$0] }
        #if BLAS
        rows = weights.indices.map { weights[$0] }
        #else
        let table = level.table
        let packed = AlignedBytes(table.pointee.packed_columns_size(bias.count, inputs))
        weights.withUnsafeBufferPointer { weights in
            let columns = Factor(base: weights.baseAddress, width: inputs, isTransposed: true).strided
            let place = packed.base.assumingMemoryBound(to: Float.self)
            table.pointee.pack_columns(bias.count, inputs, columns, place)
        }
        self.packed = packed
        #endif
    }

    /// - Precondition: `input` holds m rows, `output` m rows, m > 0.
    @_lifetime(output: copy output)
    func apply(_ input: Span<Float>, _ m: Int, into output: inout MutableSpan<Float>, _ level: KernelLevel) {
        let n = bias.count
        input.withUnsafeBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                bias.withUnsafeBufferPointer { bias in
                    for row in 0..<m {
                        (output.baseAddress! + row * n).update(from: bias.baseAddress!, count: n)
                    }
                }
                let a = Factor(base: input.baseAddress, width: inputs, isTransposed: false)
                #if BLAS
                rows.withUnsafeBufferPointer { rows in
                    let b = Factor(base: rows.baseAddress, width: inputs, isTransposed: true)
                    multiply(m, n, inputs, a, b, output.baseAddress, true, level)
                }
                #else
                let table = level.table
                withScratch(table.pointee.multiply_scratch_size(m, n, inputs)) { scratch in
                    table.pointee.multiply_packed(
                        m,
                        n,
                        inputs,
                        a.strided,
                        packed.base.assumingMemoryBound(to: Float.self),
                        output.baseAddress,
                        1,
                        scratch
                    )
                }
                #endif
            }
        }
    }
}

/// Memory aligned to a cache line, written once by whoever makes it and only read after.
final class AlignedBytes: @unchecked Sendable {
    let base: UnsafeMutableRawPointer

    init(_ size: Int) { base = .allocate(byteCount: max(1, size), alignment: 64) }

    deinit { base.deallocate() }
}
