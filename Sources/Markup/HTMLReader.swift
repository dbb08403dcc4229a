/// Reads a page of HTML, as browsers do: whatever it is made of, something comes out.
///
/// Nothing is fetched. Names are in small letters and contents of scripts are texts.
package enum HTMLReader {
    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - receive: gets the events, in their order.
    /// - Returns: whether the page is cut: where more than 512 elements are open at once, or a tag has more than 256
    ///   attributes, it is read no further.
    /// - Complexity: O(bytes), in memory too.
    package static func read(_ bytes: [UInt8], receive: (XMLEvent) -> Void) -> Bool {
        // NUL ends what the library reads.
        let bytes = bytes.contains(0) ? bytes.map { $0 == 0 ? .space : $0 } : bytes
        guard let page = MarkupLibrary.htmlEvents(bytes) else { return true }
        var decoder = EventDecoder(bytes: page.events)
        while let event = decoder.next() { receive(event) }
        return page.isCut
    }
}
