/// Names of fields whose dots lead into mappings: `seo.description`.
package enum DottedName {
    /// A name that leads into a mapping, as the key of the mapping and the rest; nil where it has no dot.
    package static func parts(_ name: String) -> (key: String, rest: String)? {
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), dot != name.startIndex else {
            return nil
        }
        let rest = name[name.utf8.index(after: dot)...]
        return rest.isEmpty ? nil : (String(name[..<dot]), String(rest))
    }

    /// The top-level key that a name begins at.
    package static func topLevelKey(of name: String) -> String { parts(name)?.key ?? name }
}
