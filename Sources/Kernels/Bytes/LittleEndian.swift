/// The bytes of `values`, little-endian, four each.
///
/// - Complexity: O(values.count).
package func littleEndianBytes(_ values: [Float]) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: values.count * 4) { buffer, count in
        for (index, value) in values.enumerated() {
            UnsafeMutableRawBufferPointer(buffer)
                .storeBytes(of: value.bitPattern.littleEndian, toByteOffset: index * 4, as: UInt32.self)
        }
        count = values.count * 4
    }
}

/// The numbers that ``littleEndianBytes(_:)`` made `bytes` from; a rest of less than four bytes is left out.
///
/// - Complexity: O(bytes.count).
package func floats(littleEndian bytes: ArraySlice<UInt8>) -> [Float] {
    bytes.withUnsafeBytes { buffer in
        (0..<buffer.count / 4).map { index in
            let bits = buffer.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self)
            return Float(bitPattern: UInt32(littleEndian: bits))
        }
    }
}
