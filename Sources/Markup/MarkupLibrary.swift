import CMarkup

/// What the C libraries read: the one place where their memory is touched.
enum MarkupLibrary {
    /// The libraries share tables between threads, which are made once.
    fileprivate static let isReady: Bool = {
        kindred_markup_start()
        return true
    }()

    /// - Parameter bytes: UTF-8 without NUL.
    /// - Returns: nil where there is too much of it.
    static func markdown(_ bytes: [UInt8]) -> (prose: String, code: String)? {
        unsafe parts(bytes, kindred_markdown_text)
    }

    /// - Parameter bytes: UTF-8 without NUL.
    /// - Returns: nil where there is too much of it.
    static func html(_ bytes: [UInt8]) -> (prose: String, code: String)? {
        unsafe parts(bytes, kindred_html_text)
    }

    /// The events of a page, as CMarkup.h describes them, and whether it is cut.
    ///
    /// - Parameter bytes: UTF-8 without NUL.
    /// - Returns: nil where there is too much of it.
    static func htmlEvents(_ bytes: [UInt8]) -> (events: [UInt8], isCut: Bool)? {
        guard isReady else { return nil }
        var events = unsafe kindred_text()
        defer { unsafe kindred_text_free(&events) }
        guard !bytes.isEmpty else { return ([], false) }
        var isCut = false
        let isDone = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe kindred_html_events(buffer.baseAddress, buffer.count, &events, &isCut)
        }
        guard isDone else { return nil }
        return unsafe (Array(UnsafeBufferPointer(start: events.bytes, count: events.count)), isCut)
    }

    /// Whether HTML has an entity of this name, which is without `&` and `;`.
    static func isEntity(_ name: ArraySlice<UInt8>) -> Bool {
        guard isReady, !name.contains(0) else { return false }
        let terminated = name.map { CChar(bitPattern: $0) } + [0]
        return unsafe terminated.withUnsafeBufferPointer { unsafe kindred_is_html_entity($0.baseAddress) }
    }

    private static func parts(
        _ bytes: [UInt8],
        _ read: (
            UnsafePointer<UInt8>?, Int, UnsafeMutablePointer<kindred_text>?,
            UnsafeMutablePointer<kindred_text>?
        ) -> Bool
    ) -> (prose: String, code: String)? {
        guard isReady else { return nil }
        var prose = unsafe kindred_text()
        var code = unsafe kindred_text()
        defer {
            unsafe kindred_text_free(&prose)
            unsafe kindred_text_free(&code)
        }
        guard !bytes.isEmpty else { return ("", "") }
        let isDone = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe read(buffer.baseAddress, buffer.count, &prose, &code)
        }
        guard isDone else { return nil }
        return unsafe (text(prose), text(code))
    }

    private static func text(_ text: kindred_text) -> String {
        unsafe String(decoding: UnsafeBufferPointer(start: text.bytes, count: text.count), as: UTF8.self)
    }
}

/// A document that libxml2 reads portion by portion.
@safe final class XMLStream {
    private let xml: OpaquePointer
    /// The line at which the document is not well formed, from 1; nil as long as it is.
    private(set) var damagedLine: Int?

    /// Nil where there is no memory.
    init?() {
        guard MarkupLibrary.isReady, let xml = unsafe kindred_xml_open() else { return nil }
        unsafe self.xml = xml
    }

    deinit { unsafe kindred_xml_close(xml) }

    /// The events of the next bytes, as CMarkup.h describes them.
    func events(of bytes: ArraySlice<UInt8>, isLast: Bool) throws(XMLFailure) -> [UInt8] {
        var events = unsafe kindred_text()
        defer { unsafe kindred_text_free(&events) }
        let outcome = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe kindred_xml_read(xml, buffer.baseAddress, buffer.count, isLast, &events)
        }
        switch outcome {
        case kindred_xml_declares_entities: throw .declaresEntities
        case kindred_xml_crowded: throw .crowdedTag(line: Int(unsafe kindred_xml_error_line(xml)))
        case kindred_xml_failed: throw .noMemory
        case kindred_xml_damaged:
            if damagedLine == nil { damagedLine = Int(unsafe kindred_xml_error_line(xml)) }
        default: break
        }
        return unsafe Array(UnsafeBufferPointer(start: events.bytes, count: events.count))
    }
}
