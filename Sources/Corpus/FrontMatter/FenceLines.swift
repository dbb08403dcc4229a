/// Lines that fence front matter in, such as `---`.
enum FenceLines {
    /// The extent of front matter between two fences.
    ///
    /// - Parameters:
    ///   - opens: whether a line, with its break, opens it.
    ///   - closes: whether a line, with its break, closes it.
    static func extent(
        in bytes: [UInt8],
        from start: Int,
        remedy: String,
        opens: (ArraySlice<UInt8>) -> Bool,
        closes: (ArraySlice<UInt8>) -> Bool
    ) -> FrontMatterExtent {
        let opening = endOfLine(in: bytes, from: start)
        guard opens(bytes[start..<opening]) else { return .none }
        var line = opening
        while line < bytes.count {
            let next = endOfLine(in: bytes, from: line)
            if closes(bytes[line..<next]) { return .found(text: opening..<line, body: next..<bytes.count) }
            line = next
        }
        return .open(remedy: remedy)
    }

    /// The index behind the next line feed.
    static func endOfLine(in bytes: [UInt8], from start: Int) -> Int {
        bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count
    }

    /// What stands behind three of a sign, without white space at its ends; nil for a line that begins otherwise.
    static func label(_ line: ArraySlice<UInt8>, behind sign: Unicode.Scalar) -> ArraySlice<UInt8>? {
        let sign = UInt8(ascii: sign)
        guard line.count >= 3, line.prefix(3).allSatisfy({ $0 == sign }) else { return nil }
        var label = line.dropFirst(3)
        while let last = label.last, isSpace(last) { label.removeLast() }
        // A comment needs white space before it, so that `---#` stays no fence.
        if label.first == UInt8(ascii: "#") { return nil }
        while let first = label.first, isSpace(first) { label.removeFirst() }
        return label
    }

    /// Whether a line is three of a sign and nothing but white space behind them.
    static func isBare(_ line: ArraySlice<UInt8>, _ sign: Unicode.Scalar) -> Bool {
        label(line, behind: sign)?.isEmpty ?? false
    }

    /// Whether a line is three dashes, behind which a language may be named and a comment may stand.
    ///
    /// - Parameter languages: in lower case; an empty one stands for none.
    static func opens(_ line: ArraySlice<UInt8>, naming languages: [String]) -> Bool {
        guard line.first == UInt8(ascii: "-"), var label = label(line, behind: "-") else { return false }
        if let comment = label.firstIndex(of: UInt8(ascii: "#")) {
            label = label[..<comment]
            while let last = label.last, isSpace(last) { label.removeLast() }
        }
        return languages.contains { language in
            language.utf8.count == label.count
                && zip(language.utf8, label).allSatisfy { $0 == $1 || ($0 == $1 | 0x20 && $0 >= 0x61) }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
}
