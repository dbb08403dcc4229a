public import Foundation

/// When an article was published, with the text that said so.
///
/// The text is kept so that a related entry shows the date exactly as the article's own file does.
public struct PublicationDate: Hashable, Sendable {
    public let text: String
    public let date: Date

    /// Reads a date as ISO 8601 and front matter write it: `2021-03-02`, `2021-03-02T10:36:00Z`,
    /// `2021-03-02 10:36 +0800`, `2021-03-02T10:36:00.250+08:00`. Without a zone it is UTC.
    ///
    /// Returns nil where `text` is no such date or no day of the calendar.
    public init?(_ text: String) {
        var rest = Substring(text).utf8
        guard let year = Self.number(&rest, digits: 4), Self.skip(&rest, "-"),
            let month = Self.number(&rest, digits: 2), Self.skip(&rest, "-"),
            let day = Self.number(&rest, digits: 2),
            (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year)
        else { return nil }
        var seconds = Double(Self.daysSince1970(year, month, day)) * 86_400

        if Self.skip(&rest, "T") || Self.skip(&rest, "t") || Self.skip(&rest, " ") {
            guard let hour = Self.number(&rest, digits: 2), Self.skip(&rest, ":"),
                let minute = Self.number(&rest, digits: 2), hour <= 23, minute <= 59
            else { return nil }
            seconds += Double(hour * 3600 + minute * 60)
            if Self.skip(&rest, ":") {
                // 60 is a leap second.
                guard let second = Self.number(&rest, digits: 2), second <= 60 else { return nil }
                seconds += Double(second)
                if Self.skip(&rest, ".") {
                    let digits = rest.prefix { (0x30...0x39).contains($0) }
                    guard !digits.isEmpty, let fraction = Double("0." + String(Substring(digits))) else {
                        return nil
                    }
                    seconds += fraction
                    rest = rest.dropFirst(digits.count)
                }
            }
            _ = Self.skip(&rest, " ")
            guard let offset = Self.zone(&rest) else { return nil }
            seconds -= Double(offset)
        }
        guard rest.isEmpty else { return nil }
        self.text = text
        date = Date(timeIntervalSince1970: seconds)
    }

    /// Seconds east of UTC; 0 where no zone is named.
    private static func zone(_ rest: inout Substring.UTF8View) -> Int? {
        if rest.isEmpty || skip(&rest, "Z") || skip(&rest, "z") { return 0 }
        let sign: Int
        if skip(&rest, "+") { sign = 1 } else if skip(&rest, "-") { sign = -1 } else { return nil }
        guard let hours = number(&rest, digits: 2), hours <= 23 else { return nil }
        if rest.isEmpty { return sign * hours * 3600 }
        _ = skip(&rest, ":")
        guard let minutes = number(&rest, digits: 2), minutes <= 59 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func number(_ rest: inout Substring.UTF8View, digits: Int) -> Int? {
        let field = rest.prefix(digits)
        guard field.count == digits, field.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        rest = rest.dropFirst(digits)
        return field.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    }

    private static func skip(_ rest: inout Substring.UTF8View, _ character: Unicode.Scalar) -> Bool {
        guard let first = rest.first, first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private static func days(in month: Int, of year: Int) -> Int {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    }

    /// Days from 1970-01-01 in the Gregorian calendar: Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", `days_from_civil`.
    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let y = month <= 2 ? year - 1 : year
        let era = (y >= 0 ? y : y - 399) / 400
        let yearOfEra = y - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
