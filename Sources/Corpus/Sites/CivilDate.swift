import Foundation

/// A day, and a time of it, as it is written, whatever the zone.
struct CivilDate: Hashable, Sendable {
    var year: Int
    var month: Int
    var day: Int
    var hour = 0
    var minute = 0
    var second = 0

    /// Nil for a day that there is not.
    init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
        (self.year, self.month, self.day) = (year, month, day)
        guard CalendarDay(year, month, day) != nil else { return nil }
    }

    /// As ISO 8601 has it, without the time.
    var text: String { "\(Self.padded(year, 4))-\(Self.padded(month, 2))-\(Self.padded(day, 2))" }

    static func padded(_ number: Int, _ digits: Int) -> String {
        let text = String(number)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }

    /// Day of the year, from 1.
    var dayOfYear: Int {
        (1..<month).reduce(day) { sum, month in
            sum + (28...31).last { CivilDate(year, month, $0) != nil }!
        }
    }

    /// From 1 for Monday.
    var weekday: Int {
        // Sakamoto's method.
        let shifts = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
        let y = month < 3 ? year - 1 : year
        let fromSunday = (y + y / 4 - y / 100 + y / 400 + shifts[month - 1] + day) % 7
        return fromSunday == 0 ? 7 : fromSunday
    }

    static let monthNames = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
        "November", "December",
    ]
    static let weekdayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
}

extension CivilDate {
    /// What a publication date shows, in the zone that it is written in; in UTC where it is written in another way.
    init(_ published: PublicationDate) {
        let numbers = Self.numbers(in: published.text)
        if published.text.utf8.first.map({ $0 &- 0x30 < 10 }) == true, numbers.count >= 3, numbers[0] > 999,
            var written = CivilDate(numbers[0], numbers[1], numbers[2])
        {
            if numbers.count >= 5 {
                (written.hour, written.minute) = (min(numbers[3], 23), min(numbers[4], 59))
                written.second = numbers.count > 5 ? min(numbers[5], 59) : 0
            }
            self = written
            return
        }
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour, .minute, .second],
            from: published.date
        )
        self = CivilDate(parts.year ?? 1970, parts.month ?? 1, parts.day ?? 1) ?? CivilDate(1970, 1, 1)!
        (hour, minute, second) = (parts.hour ?? 0, parts.minute ?? 0, parts.second ?? 0)
    }

    /// The first six numbers of a text; one that is too large for any part of a date counts as 0.
    private static func numbers(in text: String) -> [Int] {
        var numbers: [Int] = []
        numbers.reserveCapacity(6)
        var digits = 0
        for byte in text.utf8 {
            guard byte.isDigit else {
                digits = 0
                continue
            }
            if digits == 0 {
                if numbers.count == 6 { break }
                numbers.append(0)
            }
            digits += 1
            numbers[numbers.count - 1] = digits > 18 ? 0 : numbers[numbers.count - 1] * 10 + Int(byte - 0x30)
        }
        return numbers
    }
}

/// The date that files and folders have in their names, and what is left of the name without it.
///
///     2024-05-06-my-post.md    2024_5_6_my-post.md    20240506-my-post.md
///     2024/05/06/my-post/index.md    2024-05-06/my-post.md
struct NameDate {
    var date: CivilDate?
    /// The name without a date at its beginning.
    var rest: Substring

    /// - Parameter name: without its ending.
    init(_ name: Substring) {
        rest = name
        let bytes = name.utf8
        var numbers: [Int] = []
        var place = bytes.startIndex
        let separator: UInt8?
        let lead = bytes.prefix { $0 &- 0x30 < 10 }
        if lead.count == 8 {
            let all = Int(String(Substring(lead))) ?? 0
            numbers = [all / 10_000, all / 100 % 100, all % 100]
            place = lead.endIndex
            separator = nil
        } else if lead.count == 4, let mark = bytes[lead.endIndex...].first, Self.isSeparator(mark) {
            separator = mark
            numbers = [Int(String(Substring(lead))) ?? 0]
            place = lead.endIndex
            while numbers.count < 3, place < bytes.endIndex, bytes[place] == mark {
                let digits = bytes[bytes.index(after: place)...].prefix { $0 &- 0x30 < 10 }
                guard (1...2).contains(digits.count) else { return }
                numbers.append(Int(String(Substring(digits))) ?? 0)
                place = digits.endIndex
            }
        } else {
            return
        }
        guard numbers.count == 3, let found = CivilDate(numbers[0], numbers[1], numbers[2]),
            (1900...2200).contains(found.year)
        else { return }
        if place < bytes.endIndex {
            let mark = bytes[place]
            // Also the time of day, as `2024-05-06T1030-x`, which is dropped with the date.
            guard Self.isSeparator(mark) || mark == 0x20 || separator == nil && mark == UInt8(ascii: "T")
            else {
                return
            }
            place = bytes.index(after: place)
        }
        date = found
        rest = name[place...]
        while let first = rest.utf8.first, Self.isSeparator(first) || first == 0x20 { rest.removeFirst() }
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
    }

    /// The date that folders give to what is in them: `2024-05-06`, or `2024/05/06` somewhere.
    static func inFolders(_ folders: [Substring]) -> CivilDate? {
        for folder in folders.reversed() {
            if let date = NameDate(folder).date { return date }
        }
        guard folders.count >= 3 else { return nil }
        for end in stride(from: folders.count, through: 3, by: -1) {
            let parts = folders[(end - 3)..<end].map { part -> Int? in
                part.utf8.allSatisfy { $0 &- 0x30 < 10 } && part.utf8.count <= 4 ? Int(part) : nil
            }
            if let year = parts[0], let month = parts[1], let day = parts[2], year >= 1900, year <= 2200,
                let date = CivilDate(year, month, day)
            {
                return date
            }
        }
        return nil
    }
}
