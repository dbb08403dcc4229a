/// Whose derived bytes are meant: those of one embedding model or of words alone, made by one state of the code.
package struct LookupScope: Hashable, Sendable {
    /// The name of the vectors; a store has one set of bytes for each.
    package let model: String
    /// What made the bytes; bytes with another stamp are not returned.
    package let stamp: String

    /// - Parameters:
    ///   - vectors: what the vectors were made by; nil for words alone.
    ///   - fingerprint: of everything else that the bytes depend on: their form, analysis, weighting, constants.
    package init(of vectors: VectorStamp?, fingerprint: UInt64) {
        model = vectors?.name ?? "none"
        // An older version, which knows of no checksum behind the bytes, takes them for those of another.
        stamp = "checked \(String(fingerprint, radix: 16)) \(vectors?.stamp ?? "")"
    }
}
