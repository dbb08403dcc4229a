import Corpus
package import Foundation

/// What --since names.
package enum SinceMoment: Equatable, Sendable {
    case date(Date)
    /// Anything that git may know; neither empty nor an option.
    case gitRef(String)

    /// - Parameter now: what a time such as 7d is counted back from.
    /// - Returns: nil where `text` is no date and no name that git could have.
    package init?(_ text: String, now: Date = Date()) {
        if let published = PublicationDate(text) {
            self = .date(published.date)
        } else if let seconds = Self.seconds(text) {
            self = .date(now.addingTimeInterval(-seconds))
        } else if text.isEmpty || text.hasPrefix("-") || text.utf8.contains(0) {
            return nil
        } else {
            self = .gitRef(text)
        }
    }

    /// Reads "7d" or "24h". No more than three digits: `1234d` may well be the beginning of a commit's hash.
    private static func seconds(_ text: String) -> Double? {
        let units: [Character: Double] = ["h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365.25 * 86_400]
        let digits = text.dropLast()
        guard let unit = text.last.flatMap({ units[$0] }), (1...3).contains(digits.utf8.count),
            digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Double(digits)
        else { return nil }
        return number * unit
    }
}
