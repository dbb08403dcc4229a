import CMarkup

/// An element's beginning, as a document has it.
package struct XMLElement: Hashable, Sendable {
    package struct Attribute: Hashable, Sendable {
        /// Empty for one without a prefix.
        package var namespace: String
        package var name: String
        package var value: String
    }

    /// The address that stands for its vocabulary; the prefix where nobody declared it; empty without one.
    package var namespace: String
    /// Without its prefix.
    package var name: String
    package var attributes: [Attribute]
    /// From 1.
    package var line: Int

    /// The value of an attribute that has no prefix.
    package subscript(name: String) -> String? {
        attributes.first { $0.name == name && $0.namespace.isEmpty }?.value
    }
}

/// What a reader of XML comes upon, in the document's order.
package enum XMLEvent: Hashable, Sendable {
    case start(XMLElement)
    case text(String)
    case end
}

/// Why a document is read no further.
package enum XMLFailure: Error, Hashable, Sendable {
    /// It declares entities or values of attributes of its own, which can grow without bound.
    case declaresEntities
    case noMemory
}

/// Reads XML, well formed or not, without a tree of it.
///
/// Nothing is fetched, and of entities only the names of HTML are known. Depth, names and texts are limited by libxml2
/// (256 elements, 50 kB, 10 MB); what is beyond makes a document a damaged one.
package enum XMLReader {
    /// Bytes that are read at a time.
    private static let portion = 1 << 16

    /// - Parameter receive: gets the events, in their order.
    /// - Returns: the line at which the document is not well formed, from 1; nil where it is.
    /// - Throws: ``XMLFailure``; what came before has been received.
    /// - Complexity: O(bytes); memory for a portion of them.
    package static func read(_ bytes: [UInt8], receive: (XMLEvent) -> Void) throws(XMLFailure) -> Int? {
        guard let stream = XMLStream() else { throw .noMemory }
        var start = 0
        repeat {
            let end = min(start + portion, bytes.count)
            let events = try stream.events(of: bytes[start..<end], isLast: end == bytes.count)
            var decoder = EventDecoder(bytes: events)
            while let event = decoder.next() { receive(event) }
            start = end
        } while start < bytes.count
        return stream.damagedLine
    }
}

/// The events of a portion, as the C library writes them down.
private struct EventDecoder {
    let bytes: [UInt8]
    private var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> XMLEvent? {
        guard position < bytes.count else { return nil }
        let kind = Int(bytes[position])
        position += 1
        switch kind {
        case kindred_xml_start: return .start(element())
        case kindred_xml_text: return .text(text())
        default: return .end
        }
    }

    private mutating func element() -> XMLElement {
        let line = number()
        let (namespace, name) = (text(), text())
        let attributes = (0..<number()).map { _ in
            XMLElement.Attribute(namespace: text(), name: text(), value: text())
        }
        return XMLElement(namespace: namespace, name: name, attributes: attributes, line: line)
    }

    private mutating func number() -> Int {
        defer { position += 4 }
        // Of the machine's order, in which all that Swift runs on has the lowest byte first.
        return (0..<4).reduce(0) { $0 | Int(bytes[position + $1]) << (8 * $1) }
    }

    private mutating func text() -> String {
        let count = number()
        defer { position += count }
        return String(decoding: bytes[position..<position + count], as: UTF8.self)
    }
}
