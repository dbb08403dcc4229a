/// Hashes bytes to 64 bits by FNV-1a, the same on every machine and in every run.
///
/// Tells whether a file changed; it does not resist someone who wants two files to collide.
/// Constants: Fowler, Noll, Vo, "The FNV Non-Cryptographic Hash Algorithm" (draft-eastlake-fnv).
package func contentHash(_ bytes: [UInt8]) -> UInt64 { contentHash(bytes[...]) }

/// The same of some of an array's bytes.
package func contentHash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.withUnsafeBufferPointer { buffer in
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in buffer { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}
