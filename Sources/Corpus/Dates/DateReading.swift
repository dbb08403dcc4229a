/// A text that may be a date, read from its front: each part is taken off where it stands there.
struct DateReading {
    var rest: Substring.UTF8View

    private init(_ text: String) { rest = Substring(text).utf8 }

    /// The moment that a text names; nil where it names none.
    static func secondsSince1970(_ text: String) -> Double? {
        var reading = DateReading(text)
        guard let first = reading.rest.first else { return nil }
        if !first.isDigit { return reading.writtenOut() }
        switch reading.rest.prefix(while: \.isDigit).count {
        case 4:
            guard let day = reading.yearFirst() else { return nil }
            return reading.time(of: day)
        case 8:
            guard let day = reading.eightDigits() else { return nil }
            return reading.time(of: day)
        case 10: return reading.epoch(unit: 1)
        case 13: return reading.epoch(unit: 1000)
        case 1, 2:
            var other = reading
            guard let (a, b, year) = reading.yearLast() else { return other.dayFirst() }
            // Where one of them is no month the order is certain.
            guard a == b || (a > 12) != (b > 12) else { return nil }
            return CalendarDay(year, min(a, b), max(a, b)).flatMap { reading.time(of: $0) }
        default: return nil
        }
    }

    static func ambiguousDays(_ text: String) -> (monthFirst: String, dayFirst: String)? {
        var reading = DateReading(text)
        guard let (a, b, year) = reading.yearLast(), a != b,
            let monthFirst = CalendarDay(year, a, b), let dayFirst = CalendarDay(year, b, a)
        else { return nil }
        return (monthFirst.text, dayFirst.text)
    }

    // MARK: - Days

    /// `2021-03-02`, `2021/3/2`, `2021.03.02`, `2021-Mar-02`.
    private mutating func yearFirst() -> CalendarDay? {
        guard let year = number(4...4), let separator = rest.first, Self.isSeparator(separator) else {
            return nil
        }
        rest.removeFirst()
        guard let month = number(1...2) ?? month(), take(separator), let day = number(1...2) else {
            return nil
        }
        return CalendarDay(year, month, day)
    }

    /// `20210302`: of other numbers with eight digits few are a day of these centuries.
    private mutating func eightDigits() -> CalendarDay? {
        guard let number = number(8...8), (1800..<2200).contains(number / 10_000) else { return nil }
        return CalendarDay(number / 10_000, number / 100 % 100, number % 100)
    }

    /// `01/02/2021`: two numbers that may be day and month, and a year.
    private mutating func yearLast() -> (Int, Int, Int)? {
        guard let a = number(1...2), let separator = rest.first, Self.isSeparator(separator) else {
            return nil
        }
        rest.removeFirst()
        guard let b = number(1...2), take(separator), let year = number(4...4) else { return nil }
        return (a, b, year)
    }

    /// `2 March 2021`, `02-Mar-2021`, `2nd of March, 2021`, and a time.
    private mutating func dayFirst() -> Double? {
        guard let day = dayOfMonth() else { return nil }
        if !take("-") { skipSpaces() }
        if take(word: "of") { skipSpaces() }
        guard let month = month() else { return nil }
        _ = take(".") || take(",") || take("-")
        skipSpaces()
        guard let year = number(4...4) else { return nil }
        return CalendarDay(year, month, day).flatMap { time(of: $0) }
    }

    /// A date that begins with the name of a weekday or month.
    private mutating func writtenOut() -> Double? {
        if name(of: Self.weekdays) != nil {
            _ = take(".")
            _ = take(",")
            skipSpaces()
            if rest.first?.isDigit == true { return dayFirst() }
        }
        guard let month = month() else { return nil }
        _ = take(".")
        skipSpaces()
        guard let day = dayOfMonth() else { return nil }
        _ = take(",")
        skipSpaces()
        // Unix writes the year last: Tue Mar  2 10:36:00 UTC 2021.
        var other = self
        if let year = number(4...4) { return CalendarDay(year, month, day).flatMap { time(of: $0) } }
        guard let clock = other.clock() else { return nil }
        other.skipSpaces()
        var zone = 0
        if other.rest.first?.isDigit == false {
            guard let offset = other.zone() else { return nil }
            zone = offset
            other.skipSpaces()
        }
        guard let year = other.number(4...4), other.rest.isEmpty, let day = CalendarDay(year, month, day)
        else { return nil }
        return Double(day.secondsSince1970) + clock - Double(zone)
    }

    private mutating func dayOfMonth() -> Int? {
        guard let day = number(1...2) else { return nil }
        _ = take(word: "st") || take(word: "nd") || take(word: "rd") || take(word: "th")
        return day
    }

    private mutating func epoch(unit: Double) -> Double? {
        guard let count = number(1...13) else { return nil }
        var fraction = 0.0
        if take(".") {
            guard let digits = fractionOfOne() else { return nil }
            fraction = digits
        }
        return rest.isEmpty ? (Double(count) + fraction) / unit : nil
    }

    // MARK: - Names

    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ]
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
        "november", "december",
    ]

    /// From 1.
    private mutating func month() -> Int? { name(of: Self.months) }

    /// The number, from 1, of the name that comes next, written out or as at least three letters of it.
    private mutating func name(of names: [String]) -> Int? {
        let letters = rest.prefix(while: \.isLetter)
        guard letters.count >= 3, letters.count <= 9,
            let index = names.firstIndex(where: { name in
                name.utf8.count >= letters.count && zip(name.utf8, letters).allSatisfy { $0 == $1 | 0x20 }
            })
        else { return nil }
        rest = rest.dropFirst(letters.count)
        return index + 1
    }

    // MARK: - Parts

    private static func isSeparator(_ byte: UInt8) -> Bool { "-/.".utf8.contains(byte) }

    /// A number of so many digits, behind which no digit follows.
    mutating func number(_ count: ClosedRange<Int>) -> Int? {
        let digits = rest.prefix(while: \.isDigit)
        guard count.contains(digits.count) else { return nil }
        rest = rest.dropFirst(digits.count)
        return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    /// The digits behind a decimal point.
    mutating func fractionOfOne() -> Double? {
        let digits = rest.prefix(while: \.isDigit)
        guard !digits.isEmpty else { return nil }
        rest = rest.dropFirst(digits.count)
        return Double("0." + String(Substring(digits)))
    }

    mutating func take(_ character: Unicode.Scalar) -> Bool { take(UInt8(ascii: character)) }

    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// Takes a word in lower or upper case, behind which no letter follows.
    mutating func take(word: String) -> Bool {
        let letters = rest.prefix(while: \.isLetter)
        guard letters.count == word.utf8.count, zip(letters, word.utf8).allSatisfy({ $0 | 0x20 == $1 }) else {
            return false
        }
        rest = rest.dropFirst(letters.count)
        return true
    }

    mutating func skipSpaces() { rest = rest.drop { $0 == 0x20 || $0 == 0x09 } }
}

extension UInt8 {
    /// Whether it is one of ASCII's digits.
    var isDigit: Bool { self &- 0x30 < 10 }
    /// Whether it is one of ASCII's letters.
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
}
