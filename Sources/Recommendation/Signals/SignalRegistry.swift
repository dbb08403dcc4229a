/// The kinds of signals that pairs are judged by, and with them the order of all signals.
///
/// A class, since every table of values refers to it.
final class SignalRegistry: Sendable {
    /// All kinds, in the order in which log-odds are added up and reasons are told. Add a kind by adding a line.
    static let standard = SignalRegistry([
        WordSignals(),
        MeaningSignals(),
        TimeSignals(),
        TopicSignals(),
        SurroundingSignals(),
        FormSignals(),
        LanguageSignals(),
    ])

    let groups: [any SignalGroup]
    /// Of all kinds, in the order of the columns of a ``SignalTable``.
    let signals: [Signal]
    private let indices: [Signal: Int]

    /// - Precondition: no two signals, and no two kinds, have the same name.
    init(_ groups: [any SignalGroup]) {
        self.groups = groups
        signals = groups.flatMap(\.signals)
        indices = Dictionary(uniqueKeysWithValues: signals.enumerated().map { ($1, $0) })
        precondition(Set(groups.map(\.kind.name)).count == groups.count, "kinds have names of their own")
        for group in groups {
            precondition(group.signals.allSatisfy { $0.kind == group.kind }, "a kind lists its own signals")
        }
    }

    /// The number of signals.
    var count: Int { signals.count }

    /// The column of a signal.
    ///
    /// - Precondition: the signal is one of ``signals``.
    func index(of signal: Signal) -> Int {
        guard let index = indices[signal] else { preconditionFailure("\(signal.name) is not registered") }
        return index
    }
}

extension Signal: CaseIterable {
    /// All signals, kind by kind.
    public static var allCases: [Signal] { SignalRegistry.standard.signals }

    /// The number of signals.
    static var count: Int { SignalRegistry.standard.count }

    /// The signal called `name`; nil where there is none.
    public init?(named name: String) {
        guard let signal = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = signal
    }
}

extension SignalKind: CaseIterable {
    /// All kinds in the order in which reasons are told, ``base`` last.
    public static var allCases: [SignalKind] { SignalRegistry.standard.groups.map(\.kind) + [base] }
}
