/// Reads XML, well formed or not, without a tree of it.
///
/// Nothing is fetched, and of entities only the names of HTML are known. Depth, names and texts are limited by libxml2
/// (256 elements, 50 kB, 10 MB); what is beyond makes a document a damaged one. A tag with more than 256 attributes ends
/// the reading, since libxml2 compares each of them with all the others.
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
