/// How right lists shall be, where being right and being full exclude each other.
public enum ListPrecision: String, CaseIterable, Hashable, Sendable {
    /// Hardly anything is listed that is not related; many lists stay short, some empty.
    case high
    /// Some entries more are wrong, and far fewer lists are short.
    case balanced
    /// Lists are filled with the best that there is, whatever it is worth.
    case full
}

extension RelatednessModel {
    /// The probability below which lists of this precision have nothing, from 0 to 1.
    ///
    /// This is the one place that says so.
    public func minimumProbability(for precision: ListPrecision) -> Double {
        switch precision {
        case .high: minimumProbability
        case .balanced:
            // Half of the odds.
            minimumProbability / (2 - minimumProbability)
        case .full: 0
        }
    }
}
