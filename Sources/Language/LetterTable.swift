/// Which characters of the Basic Multilingual Plane are letters of which script, and the small letter of each, as the
/// model's own file has it: what the model was taught and what is read must not differ by a version of Unicode.
struct LetterTable: Sendable {
    /// Between words.
    static let space: UInt8 = 0xFE
    /// Left out, so that what stands around it is adjacent: accents that a text may have or not, and what is invisible.
    static let skipped: UInt8 = 0xFF

    /// By character: the number of a script, or one of the two above.
    let kinds: [UInt8]
    let small: [UInt16]

    /// Beyond the plane only Chinese characters are letters.
    static func isHan(_ code: UInt32) -> Bool { code >= 0x20000 && code <= 0x323AF }

    /// The small letter and the kind of a character.
    func letter(_ code: UInt32) -> (code: UInt32, kind: UInt8) {
        if code < 0x10000 { return (UInt32(small[Int(code)]), kinds[Int(code)]) }
        return (code, Self.isHan(code) ? UInt8(Script.han.rawValue) : Self.space)
    }
}
