import Kernels

/// Rounds vectors to short codes (see ``CodeRows``) whose products bound those of the vectors from above.
///
/// A vector of length about 1 is turned, so that no number in it is much larger than others, and its numbers
/// times ``scale`` are rounded. For two vectors y and y', with e the length of what rounding took, by
/// Cauchy-Schwarz
///
///     y · y' <= product of the codes / scale² + (|y'| + e') e + |y| e'
///
/// up to the rounding of floats, for which ``roundingSlack`` is added. The same on every machine.
struct CodeSpace: Sendable {
    /// Numbers in a vector.
    let dimension: Int

    /// Codes of a vector.
    var length: Int { (dimension + 3) / 4 * 4 }

    /// What 1 becomes in a code: about the largest number at which vectors of length 1 keep the conditions of
    /// ``lengthLimit`` and no more than a few in a thousand have a number beyond ``largest``.
    static let scale: Float = 200
    /// Bounds every error of float arithmetic here, for vectors of length 1: sums of a thousand products are
    /// good to 6e-5.
    static let roundingSlack: Float = 1e-3
    private static let largest: Float = 63
    private static let longestVector: Float = 1.02
    /// Of the codes at places of which half is even, and of the others: products stay below 2^15.
    private static let lengthLimit = 180

    /// The cosine that a product of codes stands for.
    static func cosine(_ product: Int32) -> Float { Float(product) / (scale * scale) }

    /// The product of codes that stands for a cosine.
    static func product(_ cosine: Float) -> Int32 {
        let product = (cosine * (scale * scale)).rounded()
        return product > -1e9 ? (product < 1e9 ? Int32(product) : .max) : .min
    }

    /// How good a code is.
    struct Quality {
        /// The length of what rounding took; infinite for a vector that no code of ours bounds, because it is
        /// not of length about 1: it gets zeros.
        var error: Float
        /// The length of the vector.
        var length: Float
    }

    /// Writes the code of a vector.
    ///
    /// - Parameters:
    ///   - vector: `dimension` numbers; turned in place.
    ///   - code: `length` numbers.
    /// - Complexity: O(dimension · log dimension).
    @_lifetime(vector: copy vector)
    @_lifetime(code: copy code)
    func encode(_ vector: inout MutableSpan<Float>, into code: inout MutableSpan<Int8>) -> Quality {
        for i in code.indices { code[i] = 0 }
        var square: Float = 0
        for i in 0..<dimension { square += vector[i] * vector[i] }
        guard square <= Self.longestVector * Self.longestVector else {
            return Quality(error: .infinity, length: 0)
        }
        turn(&vector)
        var error: Float = 0
        for i in 0..<dimension {
            // Adding and subtracting 1.5 · 2^23 rounds to an integer.
            let nearest = (vector[i] * Self.scale + 12_582_912) - 12_582_912
            let rounded = max(-Self.largest, min(Self.largest, nearest))
            let rest = vector[i] - rounded / Self.scale
            error += rest * rest
            code[i] = Int8(rounded)
        }
        guard Self.longestHalf(code) <= Double(Self.lengthLimit) else {
            for i in code.indices { code[i] = 0 }
            return Quality(error: .infinity, length: 0)
        }
        return Quality(error: error.squareRoot(), length: square.squareRoot())
    }

    /// Turns a vector: signs change by a fixed pattern, then each block of a power of two goes through a Hadamard
    /// transform (Ailon, Chazelle, "Approximate Nearest Neighbors and the Fast Johnson-Lindenstrauss Transform",
    /// STOC 2006), which spreads what stands in one place over the block.
    private func turn(_ vector: inout MutableSpan<Float>) {
        var signs = SplitMix64(seed: 0x51_6E5)
        var bits: UInt64 = 0
        for i in 0..<dimension {
            if i % 64 == 0 { bits = signs.next() }
            if bits >> UInt64(i % 64) & 1 == 1 { vector[i] = -vector[i] }
        }
        var first = 0
        while first < dimension {
            let size = 1 << (Int.bitWidth - 1 - (dimension - first).leadingZeroBitCount)
            hadamardTransform(&vector, first..<first + size)
            first += size
        }
    }

    /// The code of a direction, given by a sum of rows' codes.
    @_lifetime(code: copy code)
    func encodeDirection(_ sums: Span<Int32>, into code: inout MutableSpan<Int8>) {
        var square = 0.0
        for i in sums.indices { square += Double(sums[i]) * Double(sums[i]) }
        let factor = square > 0 ? Double(Self.scale) / square.squareRoot() : 0
        for i in code.indices { code[i] = Int8(max(-63, min(63, (Double(sums[i]) * factor).rounded()))) }
        shorten(&code)
    }

    /// Makes a code of any numbers.
    func shorten(_ code: inout MutableSpan<Int8>) {
        for i in code.indices { code[i] = i < dimension ? max(-63, min(63, code[i])) : 0 }
        let length = Self.longestHalf(code)
        guard length > Double(Self.lengthLimit) else { return }
        for i in code.indices { code[i] = Int8(Double(code[i]) * Double(Self.lengthLimit) / length) }
    }

    private static func longestHalf(_ code: borrowing MutableSpan<Int8>) -> Double {
        var (even, odd) = (0, 0)
        for i in code.indices {
            let square = Int(code[i]) * Int(code[i])
            if i % 4 < 2 { even += square } else { odd += square }
        }
        return Double(max(even, odd)).squareRoot()
    }
}
