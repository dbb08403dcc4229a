import Foundation

/// When the articles of a collection were published: how many came out between two days, and how many a day.
struct PublicationPace: Hashable, Sendable {
    /// Days since 1970, ascending, evenly spread over the dated articles: all of them where they are few.
    private let days: [Double]
    /// Articles with a date.
    private let count: Int

    /// Steps between the days that are stored; an interval of a large archive then has a quarter of a percent of it.
    private static let steps = 400

    /// - Parameter days: since 1970, one an article; NaN without a date.
    /// - Complexity: O(n log n).
    init(_ days: [Double]) {
        let dated = days.filter { !$0.isNaN }.sorted()
        count = dated.count
        if dated.count <= Self.steps + 1 {
            self.days = dated
        } else {
            self.days = (0...Self.steps).map { dated[$0 * (dated.count - 1) / Self.steps] }
        }
    }

    /// Articles published between two days, as far as the stored ones tell: how far apart their ranks are.
    ///
    /// - Complexity: O(log of the stored days).
    func articlesBetween(_ a: Double, _ b: Double) -> Float { Float(abs(rank(a) - rank(b))) }

    /// How many articles are older than a day.
    func rank(_ day: Double) -> Double {
        guard let first = days.first, let last = days.last, day > first else { return 0 }
        guard day <= last else { return Double(count) }
        // Where all are stored, the number of those before it.
        if days.count == count { return Double(Self.first(in: days, from: day)) }
        let low = Self.first(in: days, from: day)
        let span = days[low] - days[low - 1]
        let part = span > 0 ? (day - days[low - 1]) / span : 1
        return (Double(low - 1) + part) / Double(days.count - 1) * Double(count)
    }

    /// The position of the first of some ascending days that is not before `day`.
    private static func first(in days: [Double], from day: Double) -> Int {
        var (low, high) = (0, days.count)
        while low < high {
            let middle = (low + high) / 2
            if days[middle] < day { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Articles a day, in the eight tenths of them in the middle, so that a handful of old ones does not count; 0 where
    /// hardly any article has a date.
    var articlesADay: Double {
        guard count >= Self.fewestDated else { return 0 }
        let (low, high) = (days[(days.count - 1) / 10], days[(days.count - 1) * 9 / 10])
        return 0.8 * Double(count) / max(high - low, 1)
    }

    private static let fewestDated = 20

    /// Eight bytes a number, the lowest first: the count, then the days.
    var bytes: [UInt8] {
        ([Double(count)] + days).flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * UInt64($0))) }
        }
    }

    /// Reads bytes of whatever origin; nil where they are none of ours.
    init?(bytes: [UInt8]) {
        guard bytes.count % 8 == 0, bytes.count <= 8 * (Self.steps + 2) else { return nil }
        let numbers = stride(from: 0, to: bytes.count, by: 8).map { start in
            Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[start + $1]) << (8 * UInt64($1)) })
        }
        guard let count = numbers.first.flatMap({ Int(exactly: $0) }), numbers.allSatisfy(\.isFinite),
            count >= numbers.count - 1, count == 0 || numbers.count > 1
        else { return nil }
        let days = Array(numbers.dropFirst())
        guard zip(days, days.dropFirst()).allSatisfy({ $0 <= $1 }) else { return nil }
        (self.count, self.days) = (count, days)
    }
}
