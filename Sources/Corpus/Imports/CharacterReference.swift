extension [UInt8] {
    /// Bytes of the longest name of a character, with its semicolon: `CounterClockwiseContourIntegral;`.
    private static var longestReference: Int { 33 }

    /// Whether a reference to a character stands at a place: `&amp;`, `&#38;`.
    func beginsReference(at place: Int) -> Bool {
        guard self[place] == UInt8(ascii: "&") else { return false }
        let name = self[(place + 1)...].prefix(Self.longestReference)
        let length = name.prefix { byte in
            byte == UInt8(ascii: "#") || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
        }.count
        return length > 0 && name.dropFirst(length).first == UInt8(ascii: ";")
    }
}
