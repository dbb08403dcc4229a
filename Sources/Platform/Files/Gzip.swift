import CZlib

/// Packs bytes as a gzip file of one member (RFC 1952), the same for the same bytes: without time or name.
///
/// - Parameter bytes: at most 4 GB.
/// - Returns: nil where zlib has no memory.
/// - Complexity: O(bytes), some 50 MB a second.
package func gzip(_ bytes: [UInt8]) -> [UInt8]? {
    var stream = z_stream()
    // 15 bits of window + 16 writes a gzip header (zlib.h, deflateInit2); 6 and 8 are zlib's own defaults.
    guard
        deflateInit2_(
            &stream,
            6,
            Z_DEFLATED,
            15 + 16,
            8,
            Z_DEFAULT_STRATEGY,
            ZLIB_VERSION,
            Int32(MemoryLayout<z_stream>.size)
        ) == Z_OK
    else { return nil }
    defer { deflateEnd(&stream) }
    let room = Int(deflateBound(&stream, UInt(bytes.count)))
    return bytes.withUnsafeBufferPointer { input in
        var isWhole = false
        let packed = [UInt8](unsafeUninitializedCapacity: room) { output, count in
            stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
            stream.avail_in = UInt32(clamping: input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(clamping: output.count)
            isWhole = deflate(&stream, Z_FINISH) == Z_STREAM_END
            count = output.count - Int(stream.avail_out)
        }
        return isWhole ? packed : nil
    }
}
