extension Span<UInt8> {
    /// The scalar that starts at `position`, and the position behind it. The bytes are valid UTF-8, as those
    /// of any `String` are; anything else would be read as some other scalars.
    func scalar(at position: Int) -> (scalar: Unicode.Scalar, next: Int) {
        let first = UInt32(self[position])
        if first < 0x80 { return (Unicode.Scalar(UInt8(first)), position + 1) }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0x7F >> UInt32(length))
        var next = position + 1
        while next < Swift.min(position + length, count) {
            value = value << 6 | UInt32(self[next] & 0x3F)
            next += 1
        }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", next)
    }

    /// The scalar that ends before `position`.
    func scalar(before position: Int) -> Unicode.Scalar {
        var start = position - 1
        while start > 0, self[start] & 0xC0 == 0x80 { start -= 1 }
        return scalar(at: start).scalar
    }
}
