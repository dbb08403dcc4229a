/// How often a term occurs in each field of a document.
struct FieldCounts: Hashable, Sendable {
    var title: UInt32 = 0
    var excerpt: UInt32 = 0
    var body: UInt32 = 0

    /// In all fields together.
    var total: Int { Int(title) + Int(excerpt) + Int(body) }
}
