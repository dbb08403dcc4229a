extension XMLElement {
    /// The element's beginning as HTML.
    package var tag: String {
        let attributes = attributes.filter { $0.namespace.isEmpty }.map {
            " \($0.name)=\"\($0.value.escapedForHTML)\""
        }
        return "<\(name)\(attributes.joined())>"
    }
}

extension String {
    /// So that a reader of HTML finds this very text.
    package var escapedForHTML: String {
        guard utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") || $0 == 0x22 })
        else {
            return self
        }
        return replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing("\"", with: "&quot;")
    }
}
