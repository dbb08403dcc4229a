import CZlib
import Foundation

/// Why a gzip stream could not be unpacked.
package enum GunzipError: Error, Hashable, Sendable {
    /// Not gzip, or its checksum or structure is wrong.
    case damaged
    /// The stream ends before its end mark.
    case truncated
    /// Unpacked, it would exceed this many bytes.
    case tooLarge(limit: Int)
    /// It unpacks to so much more than it takes that it was made to fill memory.
    case implausible
}

/// Unpacks a gzip file of one or more members.
///
/// - Throws: ``GunzipError``; a small file that unpacks without end stops at `limit` bytes, and long before where it is
///   far smaller than any text is when packed.
package func gunzip(_ packed: [UInt8], limit: Int) throws(GunzipError) -> [UInt8] {
    let (bytes, problem) = unpack(packed, limit: limit)
    if let problem { throw problem }
    return bytes
}

/// Unpacks what the first bytes of a gzip file hold, about `limit` bytes of it; nothing of what is none.
package func gunzip(startOf packed: [UInt8], limit: Int) -> [UInt8] { unpack(packed, limit: limit).bytes }

/// Text is packed to a fifth, what a program wrote to a thirtieth; gzip reaches 1:1032 with one byte over and over.
private let mostExpansion = 200
/// Bytes that are taken whatever they are packed to.
private let harmlessSize = 128 << 20

/// - Returns: what could be unpacked, and why no more could.
private func unpack(_ packed: [UInt8], limit: Int) -> (bytes: [UInt8], problem: GunzipError?) {
    var stream = z_stream()
    // 15 bits of window, the largest; + 16 expects a gzip header (zlib.h, inflateInit2).
    guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
        return ([], .damaged)
    }
    defer { inflateEnd(&stream) }

    var output: [UInt8] = []
    let block = 1 << 18
    var scratch = [UInt8](repeating: 0, count: block)
    var consumed = 0
    var outcome: GunzipError?
    var ended = false

    packed.withUnsafeBufferPointer { input in
        scratch.withUnsafeMutableBufferPointer { room in
            while outcome == nil {
                let available = min(input.count - consumed, 1 << 30)
                stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress.map { $0 + consumed })
                stream.avail_in = UInt32(available)
                stream.next_out = room.baseAddress
                stream.avail_out = UInt32(block)
                let status = inflate(&stream, Z_NO_FLUSH)
                consumed += available - Int(stream.avail_in)
                let produced = block - Int(stream.avail_out)
                output.append(contentsOf: room.prefix(produced))
                if output.count > limit {
                    outcome = .tooLarge(limit: limit)
                } else if output.count > max(harmlessSize, mostExpansion * input.count) {
                    outcome = .implausible
                } else if status == Z_STREAM_END {
                    ended = true
                    // Behind the last member some tapes and tools leave zeros, which gzip(1) passes over.
                    if input[consumed...].allSatisfy({ $0 == 0 }) { return }
                    // Several members one after another are one file (RFC 1952, 2.2).
                    inflateReset(&stream)
                    ended = false
                } else if status == Z_BUF_ERROR
                    || (status == Z_OK && produced == 0 && consumed == input.count)
                {
                    outcome = .truncated
                } else if status != Z_OK {
                    outcome = .damaged
                }
            }
        }
    }
    return (output, outcome ?? (ended ? nil : .truncated))
}
