import CMarkup

/// The events of a document, or of a portion of it, as the C library writes them down.
struct EventDecoder {
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
