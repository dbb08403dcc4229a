import Corpus
import Foundation
import Kernels

/// The series of a collection: articles whose titles differ in numbers and dates alone, in the order of their days.
///
/// "Release notes 12" belongs beside 11 and 13, and not beside the other forty.
struct SeriesIndex: Hashable, Sendable {
    /// Where an article stands in a series, should there be one.
    struct Place: Hashable, Sendable {
        /// A hash of the title without its numbers and months.
        let form: UInt32
        /// The day of publication; without one, what the title's numbers say.
        let order: Double
    }

    /// The places of each series' articles, ascending, each once.
    private let orders: [UInt32: [Double]]

    /// Fewer articles make no series.
    private static let fewestParts = 3
    /// Steps beyond which it makes no difference how many there are.
    private static let mostSteps = 50

    /// - Parameter places: of the articles; nil where a title has no number.
    /// - Complexity: O(n log n).
    init(_ places: [Place?]) {
        var orders: [UInt32: [Double]] = [:]
        for case let place? in places { orders[place.form, default: []].append(place.order) }
        self.orders = orders.compactMapValues { orders in
            guard orders.count >= Self.fewestParts else { return nil }
            var distinct: [Double] = []
            for order in orders.sorted() where distinct.last != order { distinct.append(order) }
            return distinct
        }
    }

    /// How far apart two articles are in one series: 1 for neighbours; 0 where they are in none.
    ///
    /// - Complexity: O(log of the parts).
    func steps(_ a: Place?, _ b: Place?) -> Float {
        guard let a, let b, a.form == b.form, let orders = orders[a.form] else { return 0 }
        let (low, high) = (min(a.order, b.order), max(a.order, b.order))
        let between = Self.first(in: orders) { $0 >= high } - Self.first(in: orders) { $0 > low }
        return Float(min(max(0, between) + 1, Self.mostSteps))
    }

    /// The first of some ascending numbers that has come far enough; their count where none has.
    private static func first(in numbers: [Double], _ isFarEnough: (Double) -> Bool) -> Int {
        var (low, high) = (0, numbers.count)
        while low < high {
            let middle = (low + high) / 2
            if isFarEnough(numbers[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: - Bytes

    /// For each series, by form: the form, the number of parts, and the bits of each order.
    var bytes: [UInt8] {
        var numbers: [UInt32] = []
        for (form, orders) in orders.sorted(by: { $0.key < $1.key }) {
            numbers += [form, UInt32(orders.count)]
            for order in orders {
                let bits = order.bitPattern
                numbers += [UInt32(truncatingIfNeeded: bits), UInt32(truncatingIfNeeded: bits >> 32)]
            }
        }
        return PackedNumbers(numbers).bytes
    }

    /// Reads bytes of whatever origin; nil where they are none of ours.
    init?(bytes: [UInt8]) {
        let numbers = PackedNumbers(bytes: bytes).numbers
        var orders: [UInt32: [Double]] = [:]
        var next = 0
        while next < numbers.count {
            guard next + 1 < numbers.count else { return nil }
            let (form, count) = (numbers[next], Int(numbers[next + 1]))
            next += 2
            guard count <= (numbers.count - next) / 2 else { return nil }
            let own = (0..<count).map { part in
                Double(
                    bitPattern: UInt64(numbers[next + 2 * part]) | UInt64(numbers[next + 2 * part + 1]) << 32
                )
            }
            guard own.allSatisfy(\.isFinite), zip(own, own.dropFirst()).allSatisfy({ $0 < $1 }) else {
                return nil
            }
            orders[form] = own
            next += 2 * count
        }
        self.orders = orders
    }
}

extension SeriesIndex.Place {
    /// - Returns: nil where the title has neither a number nor a month, or nothing else.
    /// - Complexity: O(bytes of the title).
    init?(_ article: Article) {
        guard let (form, number) = TitleNumbers.series(article.title) else { return nil }
        self.form = form
        order = article.daysSince1970 ?? number
    }
}
