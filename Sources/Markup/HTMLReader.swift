/// Reads a page of HTML, as browsers do: whatever it is made of, something comes out.
///
/// Nothing is fetched. Names are in small letters, contents of scripts are texts, and where more than 512 elements are
/// open at once the page is read no further.
package enum HTMLReader {
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - receive: gets the events, in their order.
    /// - Complexity: O(bytes), in memory too.
    package static func read(_ bytes: [UInt8], receive: (XMLEvent) -> Void) {
        // NUL ends what the library reads.
        let bytes = bytes.contains(0) ? bytes.map { $0 == 0 ? .space : $0 } : bytes
        guard let events = MarkupLibrary.htmlEvents(bytes) else { return }
        var decoder = EventDecoder(bytes: events)
        while let event = decoder.next() { receive(event) }
    }
}
