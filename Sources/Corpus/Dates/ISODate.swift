/// The two forms that nearly all dates have, without looking for any other: `2021-03-02` and `2021-03-02T10:36:00Z`.
enum ISODate {
    /// The moment that a text names; nil for every other form, and where there is no such day or time.
    ///
    /// - Complexity: O(1).
    static func secondsSince1970(_ text: String) -> Double? {
        let bytes = text.utf8
        guard bytes.count == 10 || bytes.count == 20 else { return nil }
        // Year, month, day, hour, minute, second.
        var parts = SIMD8<Int32>(repeating: 0)
        var part = 0
        for (place, byte) in bytes.enumerated() {
            if let sign = sign(at: place) {
                guard byte == sign else { return nil }
                part += 1
            } else {
                guard byte.isDigit else { return nil }
                parts[part] = parts[part] * 10 + Int32(byte - 0x30)
            }
        }
        guard let day = CalendarDay(Int(parts[0]), Int(parts[1]), Int(parts[2])),
            // 60 is a leap second.
            parts[3] <= 23, parts[4] <= 59, parts[5] <= 60
        else { return nil }
        return Double(day.secondsSince1970 + Int(parts[3] * 3600 + parts[4] * 60 + parts[5]))
    }

    /// What stands at a place that has no digit.
    private static func sign(at place: Int) -> UInt8? {
        switch place {
        case 4, 7: UInt8(ascii: "-")
        case 10: UInt8(ascii: "T")
        case 13, 16: UInt8(ascii: ":")
        case 19: UInt8(ascii: "Z")
        default: nil
        }
    }
}
