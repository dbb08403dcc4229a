/// Characters that are written within words and say nothing: a text with soft hyphens has the same words as one without.
package enum InvisibleCharacter {
    /// Soft hyphens, joiners, marks of direction, variation selectors, byte order marks. A zero-width space
    /// (U+200B) is none: in Thai and Khmer it stands where a word ends.
    ///
    /// Unicode's `Default_Ignorable_Code_Point` (Unicode 16, DerivedCoreProperties.txt) without that one, the fillers of
    /// Hangul and what is unassigned.
    @inline(__always)
    package static func contains(_ value: UInt32) -> Bool {
        // The first of all; nearly every character that is asked about ends here.
        if value < 0xAD { return false }
        switch value {
        case 0xAD, 0x034F, 0x061C, 0x17B4, 0x17B5, 0x180B...0x180F, 0x200C...0x200F, 0x202A...0x202E,
            0x2060...0x2064, 0x2066...0x206F, 0xFE00...0xFE0F, 0xFEFF, 0xE0000...0xE0FFF:
            return true
        default: return false
        }
    }
}
