import Foundation

extension Encodable {
    /// One line of JSON, keys sorted so that equal values give equal text.
    func jsonLine() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    }
}

extension Double {
    func rounded(toPlaces places: Int) -> Double {
        let factor = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000][places] as Double
        return (self * factor).rounded() / factor
    }
}
