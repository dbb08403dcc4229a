/// Boundaries of grapheme clusters that can be told from the two characters beside them.
///
/// Most text has such a boundary after each character; only the rest is cut by the standard library, which is slower.
enum ClusterBoundary {
    /// The first boundary after `position` that is told so, or the end.
    static func sure(in text: Span<UInt8>, after position: Int) -> Int {
        var (scalar, end) = text.scalar(at: position)
        while end < text.count {
            let (next, nextEnd) = text.scalar(at: end)
            if isAlone(scalar.value), isAlone(next.value), !(scalar == "\r" && next == "\n") { return end }
            (scalar, end) = (next, nextEnd)
        }
        return end
    }

    /// Whether there is a boundary between two of such characters, but for CR and LF: all are of the classes Other,
    /// Control, LV and LVT of Unicode Standard Annex 29 and of no class of its rules 9c and 11.
    @inline(__always) private static func isAlone(_ value: UInt32) -> Bool {
        switch value {
        case ..<0x300: value != 0xA9 && value != 0xAE
        case 0x370...0x482, 0x48A...0x58A, 0x5D0...0x5EA, 0x620...0x64A, 0x671...0x6D3: true
        case 0xE01...0xE30, 0xE32, 0xE40...0xE46: true
        case 0x1E00...0x1FFF, 0x2010...0x2027, 0x2030...0x203B, 0x2581: true
        case 0x3001...0x3029, 0x3041...0x3096, 0x309B...0x30FF, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
        case 0xAC00...0xD7A3, 0xFF01...0xFF9D: true
        default: false
        }
    }
}
