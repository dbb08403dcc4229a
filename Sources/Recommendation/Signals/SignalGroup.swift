/// The signals of one kind: which there are, how their values follow from what was measured of a pair, and how they
/// are told as a reason.
///
/// A new signal of an existing kind is one more entry of ``signals`` and one more value in ``write(_:to:_:)``. A new kind
/// is a type that conforms to this protocol, in a file of its own, and a line in ``SignalRegistry/standard``. Either
/// counts as soon as a file of weights names it; without a weight it adds nothing.
protocol SignalGroup: Sendable {
    var kind: SignalKind { get }
    /// In the order of their columns.
    var signals: [Signal] { get }

    /// Writes the values of this kind's signals for each of `pairs`, all of which are 0 before.
    ///
    /// Called once for all candidates of a query, so that nothing is looked up or allocated for a single pair.
    ///
    /// - Parameters:
    ///   - values: row-major, one row a pair.
    ///   - columns: where this kind's columns are in a row.
    func write(_ pairs: PairMeasurements, to values: inout MutableSpan<Float>, _ columns: SignalColumns)

    /// What this kind adds to the log-odds of a pair, as a clause of a sentence, such as "meaning +10.3".
    ///
    /// - Parameter amount: the log-odds as text, with a sign.
    func clause(_ amount: String, _ evidence: PairEvidence) -> String
}

extension SignalGroup {
    func clause(_ amount: String, _ evidence: PairEvidence) -> String { "\(kind.name) \(amount)" }
}

/// Where the columns of one kind lie in a row-major table of values.
struct SignalColumns: Sendable {
    /// The kind's first column.
    let first: Int
    /// Values in a row.
    let width: Int

    /// The position of a pair's value of the kind's first signal; the values of the others follow it.
    func start(_ pair: Int) -> Int { pair * width + first }
}

/// What a reason may mention beside numbers.
struct PairEvidence: Sendable {
    /// The terms of both articles that weigh most.
    let sharedTerms: [String]
    /// Days between the two publications, never negative; nil where a date is missing.
    let daysApart: Double?
}
