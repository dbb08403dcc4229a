import Foundation

/// The bytes of a text as UTF-8 without a mark at the beginning, whatever they were encoded as.
///
/// What is no UTF-8 and has no mark is taken for Windows-1252, as browsers do with what calls itself Latin-1.
struct DecodedText {
    let bytes: [UInt8]
    /// Whether they are others than those of the file, so that what the file says of its encoding is void.
    let isDecoded: Bool

    init(_ content: [UInt8]) {
        func decoded(_ encoding: String.Encoding, without mark: Int) -> [UInt8]? {
            String(bytes: content.dropFirst(mark), encoding: encoding).map { Array($0.utf8) }
        }
        if content.starts(with: [0xEF, 0xBB, 0xBF]) {
            (bytes, isDecoded) = (Array(content.dropFirst(3)), false)
        } else if content.starts(with: [0xFF, 0xFE]), let text = decoded(.utf16LittleEndian, without: 2) {
            (bytes, isDecoded) = (text, true)
        } else if content.starts(with: [0xFE, 0xFF]), let text = decoded(.utf16BigEndian, without: 2) {
            (bytes, isDecoded) = (text, true)
        } else if Self.isUTF8(content) {
            (bytes, isDecoded) = (content, false)
        } else {
            (bytes, isDecoded) = (Self.windows1252(content), !Self.saysEncoding(content))
        }
    }

    private static func isUTF8(_ content: [UInt8]) -> Bool {
        var decoder = Unicode.UTF8.ForwardParser()
        var iterator = content.makeIterator()
        while true {
            switch decoder.parseScalar(from: &iterator) {
            case .valid: continue
            case .emptyInput: return true
            case .error: return false
            }
        }
    }

    /// Whether an XML declaration names an encoding other than UTF-8, which its reader then follows.
    private static func saysEncoding(_ content: [UInt8]) -> Bool {
        let start = String(decoding: content.prefix(200), as: UTF8.self).lowercased()
        guard start.hasPrefix("<?xml"), let end = start.range(of: "?>") else { return false }
        let declaration = start[..<end.lowerBound]
        return declaration.contains("encoding") && !declaration.contains("utf-8")
    }

    /// The characters of 0x80 to 0x9F (https://encoding.spec.whatwg.org/index-windows-1252.txt); the others are
    /// those of Unicode.
    private static let special: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
        0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]

    private static func windows1252(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(content.count + content.count / 8)
        for byte in content {
            if byte < 0x80 {
                bytes.append(byte)
            } else {
                let code = byte < 0xA0 ? special[Int(byte) - 0x80] : UInt32(byte)
                if let encoded = Unicode.Scalar(code).flatMap({ UTF8.encode($0) }) { bytes += encoded }
            }
        }
        return bytes
    }
}
