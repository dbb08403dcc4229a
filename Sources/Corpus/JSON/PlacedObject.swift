/// Where a JSON object lies in some bytes.
struct PlacedObject: Hashable, Sendable {
    var range: Range<Int>
    /// At which what it describes begins in its file, from 1.
    var line: Int
}
