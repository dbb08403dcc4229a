import Kernels

/// Bytes that were derived from articles, as they lie in a store: with a checksum behind them.
///
/// What damaged bytes say could be taken for true and change answers in silence; so they count as missing, and are made
/// anew.
enum CheckedBytes {
    /// The bytes and their checksum, which takes eight more, the lowest first.
    static func sealed(_ bytes: [UInt8]) -> [UInt8] {
        let sum = checksum(bytes)
        return bytes + (0..<8).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }
    }

    /// The bytes that were sealed; nil where they are not whole, or were never sealed.
    ///
    /// - Complexity: O(stored.count).
    static func opened(_ stored: [UInt8]) -> [UInt8]? {
        guard stored.count >= 8 else { return nil }
        let sum = stored.suffix(8).reversed().reduce(0) { $0 << 8 | UInt64($1) }
        var bytes = stored
        bytes.removeLast(8)
        return checksum(bytes) == sum ? bytes : nil
    }
}
