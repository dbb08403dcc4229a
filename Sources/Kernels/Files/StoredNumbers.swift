/// Whole numbers of one width as a file holds them, little-endian and end to end, read where they are asked for.
///
/// A question about one article needs a few numbers of a long row; turning all of them into an array would take longer
/// than the answer.
package struct StoredNumbers<Number: FixedWidthInteger & Sendable>: RandomAccessCollection, Sendable {
    /// As they are stored.
    package let bytes: [UInt8]

    /// Reads stored numbers; a rest that is no whole number is left out.
    package init(bytes: [UInt8]) { self.bytes = bytes }

    /// Stores numbers.
    package init(_ numbers: some Sequence<Number>) {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(numbers.underestimatedCount * Self.size)
        for number in numbers {
            for place in 0..<Self.size { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
        }
        self.bytes = bytes
    }

    private static var size: Int { Number.bitWidth / 8 }

    package var startIndex: Int { 0 }
    package var endIndex: Int { bytes.count / Self.size }

    package subscript(index: Int) -> Number {
        var number: Number = 0
        for place in 0..<Self.size {
            number |= Number(truncatingIfNeeded: bytes[index * Self.size + place]) << (8 * place)
        }
        return number
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
