import Foundation

extension String {
    /// Whether a NUL is among its bytes, at which databases and C end a text.
    ///
    /// - Complexity: O(bytes), many at a time.
    package var hasNUL: Bool {
        utf8.withContiguousStorageIfAvailable { bytes in
            bytes.baseAddress.map { memchr($0, 0, bytes.count) != nil } ?? false
        } ?? utf8.contains(0)
    }
}
