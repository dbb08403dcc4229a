import Foundation

/// Finds values in a JSON document without reading what is in them, so that a large one takes no more memory than its
/// bytes.
struct JSONScan {
    /// Levels below which nothing is looked at: exports have a handful.
    private static let deepest = 128

    private let bytes: [UInt8]
    /// The values that the document is; nil where it is no JSON. More than one where they stand side by side.
    private(set) var root: [Range<Int>]?
    /// Where it ceases to be JSON.
    private(set) var failure = 0

    /// - Parameter most: values that are looked for; what is behind them is not looked at.
    init(_ bytes: [UInt8], most: Int) {
        self.bytes = bytes
        var position = skippingSpace(from: 0)
        var values: [Range<Int>] = []
        while position < bytes.count, values.count < most {
            switch value(at: position) {
            case .success(let value):
                values.append(value)
                position = skippingSpace(from: value.upperBound)
            case .failure(let end):
                failure = end.position
                return
            }
        }
        root = values
    }

    func isArray(_ value: Range<Int>) -> Bool { bytes[value.lowerBound] == UInt8(ascii: "[") }

    /// The objects with the lines at which they begin.
    func lines(_ objects: [Range<Int>]) -> [PlacedObject] {
        var (line, position) = (1, 0)
        return objects.map { object in
            line += bytes[position..<object.lowerBound].count { $0 == 0x0A }
            position = object.lowerBound
            return PlacedObject(range: object, line: line)
        }
    }

    func line(at position: Int) -> Int { 1 + bytes[..<min(position, bytes.count)].count { $0 == 0x0A } }

    /// The elements of an array that was found, at most so many.
    func elements(of array: Range<Int>, most: Int) -> [Range<Int>] {
        var elements: [Range<Int>] = []
        var position = skippingSpace(from: array.lowerBound + 1)
        while position < array.upperBound - 1, elements.count < most,
            case .success(let value) = value(at: position)
        {
            elements.append(value)
            position = skippingSpace(from: value.upperBound)
            guard bytes[position] == UInt8(ascii: ",") else { break }
            position = skippingSpace(from: position + 1)
        }
        return elements
    }

    /// The values of some keys of an object that was found; of a key that stands twice the first.
    ///
    /// - Complexity: O(bytes of the object).
    func members(_ keys: [String], of object: Range<Int>) -> [String: Range<Int>] {
        guard bytes[object.lowerBound] == UInt8(ascii: "{") else { return [:] }
        var members: [String: Range<Int>] = [:]
        var position = skippingSpace(from: object.lowerBound + 1)
        while position < object.upperBound - 1, members.count < keys.count,
            case .success(let name) = value(at: position)
        {
            let colon = skippingSpace(from: name.upperBound)
            guard bytes[position] == UInt8(ascii: "\""), bytes[colon] == UInt8(ascii: ":"),
                case .success(let value) = value(at: skippingSpace(from: colon + 1))
            else { break }
            let key = bytes[name].dropFirst().dropLast()
            if let key = keys.first(where: { key.elementsEqual($0.utf8) }), members[key] == nil {
                members[key] = value
            }
            position = skippingSpace(from: value.upperBound)
            guard bytes[position] == UInt8(ascii: ",") else { break }
            position = skippingSpace(from: position + 1)
        }
        return members
    }

    func member(_ key: String, of object: Range<Int>) -> Range<Int>? { members([key], of: object)[key] }

    /// Where a Ghost export has its tables: `db[0].data`, or `data`.
    func ghostData(_ root: Range<Int>) -> Range<Int>? {
        let whole =
            member("db", of: root).flatMap { isArray($0) ? elements(of: $0, most: 1).first : nil } ?? root
        guard let data = member("data", of: whole), member("posts", of: data) != nil else { return nil }
        return member("posts_tags", of: data) != nil || whole != root ? data : nil
    }

    /// A value as a text; nil where it is none.
    func text(_ value: Range<Int>) -> String? {
        try? JSONDecoder().decode(String.self, from: Data(bytes[value]))
    }

    /// A value as something that can be read from it; nil where it cannot, or is too large.
    func decoded<Value: Decodable>(_ value: Range<Int>, _ limits: ReadingLimits) -> Value? {
        guard value.count <= limits.jsonLineBytes else { return nil }
        return try? JSONDecoder().decode(Value.self, from: Data(bytes[value]))
    }

    private func skippingSpace(from start: Int) -> Int {
        var position = start
        while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) { position += 1 }
        return position
    }

    /// Where something ceases to be JSON.
    private struct Failure: Error { var position: Int }

    /// The value that begins at a place.
    ///
    /// Only brackets and strings are looked at: what is between them is checked by who reads it.
    private func value(at start: Int) -> Result<Range<Int>, Failure> {
        guard start < bytes.count else { return .failure(Failure(position: start)) }
        var open: [UInt8] = []
        var position = start
        while position < bytes.count {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "\""):
                guard let end = end(ofStringAt: position) else { return .failure(Failure(position: start)) }
                position = end
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                guard open.count < Self.deepest else { return .failure(Failure(position: position)) }
                // In ASCII each closes two behind.
                open.append(byte + 2)
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                guard open.popLast() == byte else { return .failure(Failure(position: position)) }
                position += 1
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x0A, 0x0D, 0x09:
                guard !open.isEmpty else { return .failure(Failure(position: position)) }
                position += 1
                continue
            default:
                guard let end = end(ofWordAt: position) else { return .failure(Failure(position: position)) }
                position = end
            }
            if open.isEmpty { return .success(start..<position) }
        }
        return .failure(Failure(position: bytes.count))
    }

    private func end(ofStringAt start: Int) -> Int? {
        var position = start + 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""): return position + 1
            case UInt8(ascii: "\\"): position += 2
            default: position += 1
            }
        }
        return nil
    }

    /// The end of a number, or of true, false or null.
    private func end(ofWordAt start: Int) -> Int? {
        var position = start
        while position < bytes.count {
            switch bytes[position] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"),
                UInt8(ascii: "."):
                position += 1
            default: return position > start ? position : nil
            }
        }
        return position
    }
}
