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
    /// A tag has more attributes, or more namespaces are declared at once, than in any document; the line, from 1.
    case crowdedTag(line: Int)
    case noMemory
}
