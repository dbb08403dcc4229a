/// A decimal number as Rust's crate serde_json reads it, in which Hugging Face reads scores: it rounds once more than it
/// must where there are more than 15 digits, and which of two segmentations is better may hang on that bit.
///
/// Reference: serde_json 1.0, `Deserializer::parse_number`, without its feature `float_roundtrip`.
struct DecimalNumber {
    private var isNegative = false
    private var digits: UInt64 = 0
    /// Of ten, by which `digits` are multiplied.
    private var exponent = 0
    private var writtenExponent = 0
    private var hasNegativeExponent = false
    /// Whether there are more digits than `digits` holds, so that the rest of them are of no account.
    private var isFull = false
    private var part = Part.sign

    private enum Part {
        case sign, first, integer, point, fraction, exponentSign, exponentFirst, exponent, damaged
    }

    /// Takes the next character; false where the number does not go on with it.
    mutating func append(_ byte: UInt8) -> Bool {
        let digit = byte &- 0x30
        switch (part, byte) {
        case (.sign, UInt8(ascii: "-")):
            isNegative = true
            part = .first
        case (.sign, _) where digit < 10, (.first, _) where digit < 10, (.integer, _) where digit < 10:
            if !take(digit) { exponent += 1 }
            part = .integer
        case (.integer, UInt8(ascii: ".")): part = .point
        case (.point, _) where digit < 10, (.fraction, _) where digit < 10:
            if take(digit) { exponent -= 1 }
            part = .fraction
        case (.integer, UInt8(ascii: "e")), (.integer, UInt8(ascii: "E")), (.fraction, UInt8(ascii: "e")),
            (.fraction, UInt8(ascii: "E")):
            part = .exponentSign
        case (.exponentSign, UInt8(ascii: "-")), (.exponentSign, UInt8(ascii: "+")):
            hasNegativeExponent = byte == UInt8(ascii: "-")
            part = .exponentFirst
        case (.exponentSign, _) where digit < 10, (.exponentFirst, _) where digit < 10,
            (.exponent, _) where digit < 10:
            // Beyond this it is 0 or too large, whatever the digits.
            writtenExponent = min(writtenExponent * 10 + Int(digit), 1_000_000)
            part = .exponent
        case (_, UInt8(ascii: ",")), (_, UInt8(ascii: "]")), (_, ..<0x21): return false
        default:
            part = .damaged
            return false
        }
        return true
    }

    private mutating func take(_ digit: UInt8) -> Bool {
        let (tens, overflows) = digits.multipliedReportingOverflow(by: 10)
        let (sum, overflowsToo) = tens.addingReportingOverflow(UInt64(digit))
        isFull = isFull || overflows || overflowsToo
        if isFull { return false }
        digits = sum
        return true
    }

    /// Nil for what is no number, and for one that is too large.
    var value: Double? {
        guard [.integer, .fraction, .exponent].contains(part) else { return nil }
        var exponent = exponent + (hasNegativeExponent ? -writtenExponent : writtenExponent)
        var value = Double(digits)
        while exponent < -308, value != 0 {
            value /= 1e308
            exponent += 308
        }
        if exponent > 308, value != 0 { return nil }
        if value != 0 {
            if exponent < 0 { value /= Self.powers[-exponent] } else { value *= Self.powers[exponent] }
        }
        return value.isFinite ? (isNegative ? -value : value) : nil
    }

    private static let powers = (0...308).compactMap { Double("1e\($0)") }
}
