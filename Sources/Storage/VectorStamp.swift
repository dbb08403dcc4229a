/// What stored vectors were made by. Vectors of different models lie side by side and never mix.
package struct VectorStamp: Hashable, Sendable {
    /// The model and the form of its rows: a store has one set of vectors for each name.
    package var name: String
    /// Changes whenever the same text may get another vector, or another form of row.
    package var stamp: String

    package init(name: String, stamp: String) {
        self.name = name
        self.stamp = stamp
    }
}
