/// The time of day and the zone behind a day.
extension DateReading {
    /// The moment of a day whose time, if any, is all that is left; nil where something else is.
    mutating func time(of day: CalendarDay) -> Double? {
        let midnight = Double(day.secondsSince1970)
        if rest.isEmpty { return midnight }
        if rest.first.map({ $0 | 0x20 }) == UInt8(ascii: "t") {
            rest.removeFirst()
        } else {
            let before = rest.count
            _ = take(",")
            skipSpaces()
            if take(word: "at") { skipSpaces() }
            guard rest.count < before else { return nil }
            if rest.isEmpty { return midnight }
        }
        guard let clock = clock() else { return nil }
        skipSpaces()
        guard let zone = zone() else { return nil }
        skipComment()
        return rest.isEmpty ? midnight + clock - Double(zone) : nil
    }

    /// Seconds since midnight: `9:36`, `09:36:00.250`, `9:36 pm`, `9pm`, `093600`.
    mutating func clock() -> Double? {
        if rest.prefix(while: \.isDigit).count > 2 { return digitsOfClock() }
        guard let hour = number(1...2) else { return nil }
        var (minute, seconds) = (0, 0.0)
        let hasMinutes = take(":")
        if hasMinutes {
            guard let number = number(2...2), number <= 59 else { return nil }
            minute = number
            if take(":") {
                guard let second = secondOfMinute() else { return nil }
                seconds = second
            }
        }
        guard let half = halfOfDay() else {
            return hasMinutes && hour <= 23 ? Double(hour * 3600 + minute * 60) + seconds : nil
        }
        guard (1...12).contains(hour) else { return nil }
        return Double((hour % 12 + half * 12) * 3600 + minute * 60) + seconds
    }

    /// `0936` and `093600`.
    private mutating func digitsOfClock() -> Double? {
        let hasSeconds = rest.prefix(while: \.isDigit).count == 6
        guard let number = hasSeconds ? number(6...6) : number(4...4).map({ $0 * 100 }) else { return nil }
        let (hour, minute, second) = (number / 10_000, number / 100 % 100, number % 100)
        guard hour <= 23, minute <= 59, second <= 60 else { return nil }
        return Double(hour * 3600 + minute * 60 + second)
    }

    private mutating func secondOfMinute() -> Double? {
        // 60 is a leap second.
        guard let second = number(2...2), second <= 60 else { return nil }
        guard take(".") || take(",") else { return Double(second) }
        return fractionOfOne().map { Double(second) + $0 }
    }

    /// 0 for am and 1 for pm; nil, with nothing taken, where neither comes next.
    private mutating func halfOfDay() -> Int? {
        var other = self
        other.skipSpaces()
        let half: Int
        if other.take(word: "am") {
            half = 0
        } else if other.take(word: "pm") {
            half = 1
        } else if other.take(word: "a") {
            half = 0
            guard other.take("."), other.take(word: "m"), other.take(".") else { return nil }
        } else if other.take(word: "p") {
            half = 1
            guard other.take("."), other.take(word: "m"), other.take(".") else { return nil }
        } else {
            return nil
        }
        self = other
        return half
    }

    /// Zones that have a name: those of RFC 2822, 4.3, and others that no second place uses; hours east of UTC.
    private static let zones: [(name: String, hours: Int)] = [
        ("z", 0), ("utc", 0), ("gmt", 0), ("ut", 0), ("est", -5), ("edt", -4), ("cst", -6), ("cdt", -5),
        ("mst", -7), ("mdt", -6), ("pst", -8), ("pdt", -7), ("wet", 0), ("west", 1), ("cet", 1), ("cest", 2),
        ("eet", 2), ("eest", 3), ("jst", 9),
    ]

    /// Seconds east of UTC; 0 where no zone is named, and nil where what comes next is none.
    mutating func zone() -> Int? {
        if rest.isEmpty { return 0 }
        if rest.first?.isLetter == true {
            guard let zone = Self.zones.first(where: { take(word: $0.name) }) else { return nil }
            // GMT+0100
            let isOrigin = zone.name == "utc" || zone.name == "gmt"
            guard isOrigin, rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") else {
                return zone.hours * 3600
            }
        }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        var (hours, minutes) = (0, 0)
        if rest.prefix(while: \.isDigit).count > 2 {
            guard let number = number(3...4) else { return nil }
            (hours, minutes) = (number / 100, number % 100)
        } else {
            guard let number = number(1...2) else { return nil }
            hours = number
            if take(":") {
                guard let number = self.number(2...2) else { return nil }
                minutes = number
            }
        }
        return hours <= 23 && minutes <= 59 ? sign * (hours * 3600 + minutes * 60) : nil
    }

    /// A zone's name in parentheses at the end, as mail programs and browsers add it.
    private mutating func skipComment() {
        skipSpaces()
        guard rest.first == UInt8(ascii: "("), rest.last == UInt8(ascii: ")"),
            rest.dropFirst().dropLast().allSatisfy({ $0 != UInt8(ascii: "(") && $0 != UInt8(ascii: ")") })
        else { return }
        rest = rest.dropFirst(rest.count)
    }
}
