import HTTPTypes
import Hummingbird

/// What stands behind the question mark of an address, taken out name by name, so that what nobody asked for is told.
struct QueryParameters {
    private var values: [String: String] = [:]

    /// - Throws: ``Problem`` where a name stands there twice or something is no UTF-8.
    init(_ request: Request) throws(Problem) { try self.init(request.uri.query ?? "") }

    /// - Parameter query: what stands behind a question mark.
    /// - Throws: ``Problem`` where a name stands there twice or something is no UTF-8.
    init(_ query: String) throws(Problem) {
        for pair in query.split(separator: "&", omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = parts[0].decodedQuery, let value = (parts.count > 1 ? parts[1] : "").decodedQuery
            else { throw Problem(.badRequest, "A parameter is not percent-encoded UTF-8.") }
            guard values.updateValue(value, forKey: name) == nil else {
                throw Problem(.badRequest, "The parameter \(name.excerpt) stands there twice.")
            }
        }
    }

    /// These parameters, and of others those that these do not have.
    func completed(by others: QueryParameters) -> QueryParameters {
        var all = self
        all.values.merge(others.values) { own, _ in own }
        return all
    }

    mutating func text(_ name: String) -> String? { values.removeValue(forKey: name) }

    /// Takes a parameter if it has this value.
    mutating func take(_ name: String, _ value: String) -> Bool {
        guard values[name] == value else { return false }
        values[name] = nil
        return true
    }

    mutating func flag(_ name: String) throws(Problem) -> Bool { try truth(name) ?? false }

    mutating func truth(_ name: String) throws(Problem) -> Bool? {
        switch text(name) {
        case nil: return nil
        case "false"?: return false
        case "true"?: return true
        case let value?: throw Self.problem(name, value, "true or false")
        }
    }

    mutating func integer(_ name: String, in range: ClosedRange<Int>) throws(Problem) -> Int? {
        guard let value = text(name) else { return nil }
        guard let number = Int(value), range.contains(number) else {
            throw Self.problem(name, value, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func number(_ name: String, in range: ClosedRange<Double>) throws(Problem) -> Double? {
        guard let value = text(name) else { return nil }
        guard let number = Double(value), range.contains(number) else {
            throw Self.problem(name, value, "a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ name: String,
        _: Choice.Type = Choice.self
    ) throws(Problem) -> Choice? where Choice.RawValue == String {
        guard let value = text(name) else { return nil }
        guard let choice = Choice(rawValue: value) else {
            throw Self.problem(name, value, Choice.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return choice
    }

    /// - Throws: ``Problem`` where something was not taken.
    func finish() throws(Problem) {
        guard let name = values.keys.sorted().first else { return }
        throw Problem(.badRequest, "There is no parameter \(name.excerpt) here.")
    }

    private static func problem(_ name: String, _ value: String, _ expected: String) -> Problem {
        Problem(.badRequest, "The parameter \(name) is \(value.excerpt); it must be \(expected).")
    }
}

extension StringProtocol {
    /// Without percent-encoding, where a plus sign stands for a space, as forms write it.
    fileprivate var decodedQuery: String? {
        String(self).replacing("+", with: " ").decodedPath
    }
}

extension String {
    /// Without percent-encoding; nil where that gives no UTF-8.
    var decodedPath: String? {
        var bytes: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = Array(rest.prefix(2))
            guard digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                digits[0] != UInt8(ascii: "+")
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The beginning of what somebody sent, for a message.
    var excerpt: String {
        let printable = String(
            String.UnicodeScalarView(unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F })
        )
        return "“\(printable.prefix(60))\(printable.count > 60 ? "…" : "")”"
    }
}
