import Foundation

extension SignalKind {
    /// Days between the two publications.
    public static let time = SignalKind("time", title: "time between them")
}

extension Signal {
    /// 1 where both have a date. What follows about time is 0 where they have not, so that a missing date speaks
    /// neither for nor against a pair.
    public static let dated = Signal("dated", .time, bounds: .anyNumber)
    /// exp(-(days apart / 1)^2 / 2).
    public static let within1Day = Signal("within1Day", .time, bounds: .notNegative)
    /// exp(-(days apart / 3)^2 / 2).
    public static let within3Days = Signal("within3Days", .time, bounds: .notNegative)
    /// exp(-(days apart / 10)^2 / 2).
    public static let within10Days = Signal("within10Days", .time, bounds: .notNegative)
    /// exp(-(days apart / 30)^2 / 2).
    public static let within30Days = Signal("within30Days", .time, bounds: .notNegative)
    /// exp(-(days apart / 100)^2 / 2).
    public static let within100Days = Signal("within100Days", .time, bounds: .notNegative)
    /// exp(-(days apart / 365)^2 / 2).
    public static let within365Days = Signal("within365Days", .time, bounds: .notNegative)
    /// ln(1 + days apart), negative where the other is older.
    public static let daysLater = Signal("daysLater", .time, bounds: .anyNumber)
    /// ln(1 + articles of the collection published between the two): a week is long in a newsroom and short on a blog.
    public static let articlesBetween = Signal("articlesBetween", .time, bounds: .notPositive)
}

/// How close in time two articles were published.
///
/// Bells of several widths: weights are never negative, so their sum falls with the days apart, whatever its form;
/// beyond a year it is 0 and ``Signal/dated`` the floor.
struct TimeSignals: SignalGroup {
    let kind = SignalKind.time
    let signals = [
        Signal.dated, .within1Day, .within3Days, .within10Days, .within30Days, .within100Days, .within365Days,
        .daysLater, .articlesBetween,
    ]

    /// Those that are bells, in the order of ``widths``.
    static let bells = [
        Signal.within1Day, .within3Days, .within10Days, .within30Days, .within100Days, .within365Days,
    ]

    /// The widths of the bells in days, in the order of the signals after ``Signal/dated``.
    static let widths: [Float] = [1, 3, 10, 30, 100, 365]

    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns) {
        let widths = Self.widths
        for (pair, days) in pairs.daysApart.enumerated() where !days.isNaN {
            let start = columns.start(pair)
            values[start] = 1
            for number in widths.indices {
                let ratio = Float(days) / widths[number]
                let exponent = ratio * ratio / 2
                // Beyond 104 the value is 0 in single precision, and most pairs are far apart for narrow widths.
                values[start + 1 + number] = exponent > 104 ? 0 : exp(-exponent)
            }
            let logarithm = log1p(abs(Float(days)))
            values[start + 1 + widths.count] = days < 0 ? -logarithm : logarithm
            if !pairs.articlesBetween.isEmpty {
                values[start + 2 + widths.count] = log1p(pairs.articlesBetween[pair])
            }
        }
    }

    /// "3 days apart +2.2"
    func clause(_ amount: String, _ evidence: PairEvidence) -> String {
        let days = evidence.daysApart.map { String(format: "%.*f days apart", $0 < 10 ? 1 : 0, $0) }
        return "\(days ?? kind.name) \(amount)"
    }
}
