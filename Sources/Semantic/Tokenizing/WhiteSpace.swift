/// White space by Unicode's property White_Space, in UTF-8.
enum WhiteSpace {
    @inline(__always) static func contains(_ value: UInt32) -> Bool {
        switch value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    /// Where the white space that ends at `position` begins, no earlier than at `start`.
    static func start(in text: Span<UInt8>, before position: Int, from start: Int = 0) -> Int {
        var position = position
        while position > start {
            let scalar = text.scalar(before: position)
            guard contains(scalar.value) else { break }
            position -= UTF8.width(scalar)
        }
        return position
    }

    /// Where the white space that begins at `position` ends.
    static func end(in text: Span<UInt8>, from position: Int) -> Int {
        var position = position
        while position < text.count {
            let (scalar, next) = text.scalar(at: position)
            guard contains(scalar.value) else { break }
            position = next
        }
        return position
    }

    /// What is left without the white space at the ends.
    static func trimmed(_ text: Span<UInt8>, left: Bool, right: Bool) -> Range<Int> {
        let start = left ? end(in: text, from: 0) : 0
        return start..<(right ? self.start(in: text, before: text.count, from: start) : text.count)
    }
}
