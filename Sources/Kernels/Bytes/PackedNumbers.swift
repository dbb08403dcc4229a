/// Numbers of 32 bits as a file holds them, little-endian and end to end, read where they are asked for.
///
/// A question about one article needs a few numbers of a long row; turning all of them into an array would take longer
/// than the answer.
package struct PackedNumbers: Sendable {
    /// As they are stored.
    package let bytes: [UInt8]

    private static let size = 4

    /// Reads stored numbers; a rest that is no whole number is left out.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Stores numbers.
    package init(_ numbers: some Sequence<UInt32>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.underestimatedCount * Self.size)
        for number in numbers {
            for place in 0..<Self.size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
        }
        self.bytes = bytes
    }

    package var count: Int { bytes.count / Self.size }

    package subscript(index: Int) -> UInt32 {
        precondition(index >= 0 && index < count, "number \(index) of \(count)")
        return bytes.withUnsafeBytes {
            UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: index * Self.size, as: UInt32.self))
        }
    }

    /// All of them.
    package var numbers: [UInt32] {
        bytes.withUnsafeBytes { buffer in
            (0..<count).map {
                UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: $0 * Self.size, as: UInt32.self))
            }
        }
    }
}

/// Numbers of any size, small ones in one byte: seven bits a byte, the lowest first, with the highest bit set where more
/// follow (LEB128, as in DWARF and Protocol Buffers).
package enum Varint {
    /// Bytes of the largest number.
    private static let longest = 10

    package static func append(_ number: UInt64, to bytes: inout [UInt8]) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Reads a number and moves `position` behind it; nil where `end` comes before the number's or it is none.
    ///
    /// - Precondition: `position` is not negative, and `bytes` have no less than `end`.
    @inline(__always)
    package static func read(_ bytes: [UInt8], at position: inout Int, before end: Int) -> UInt64? {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while position < end, shift < 7 * UInt64(longest) {
            let byte = bytes[position]
            position += 1
            number |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        return nil
    }
}
