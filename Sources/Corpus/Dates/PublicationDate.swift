public import Foundation

/// When an article was published, with the text that said so.
///
/// The text is kept so that a related entry shows the date exactly as the article's own file does.
public struct PublicationDate: Hashable, Sendable {
    public let text: String
    public let date: Date

    /// Reads a date as front matter, JSON and feeds write it. Without a zone it is UTC.
    ///
    /// - ISO 8601, and what YAML and TOML make of it: `2021-03-02`, `2021-3-2`, `2021/03/02`, `2021.03.02`, `20210302`,
    ///   `2021-03-02T10:36:00.250+08:00`, `2021-03-02 9:36 -5`, `2021-03-02 9:36 pm`.
    /// - Written out in English, as RFC 2822, browsers and people do: `Tue, 02 Mar 2021 10:36:00 EST`, `March 2, 2021`,
    ///   `2 March 2021`, `Mar. 2nd 2021`, `Tue Mar 2 2021 10:36:00 GMT+0100 (CET)`.
    /// - Seconds (10 digits) and milliseconds (13 digits) since 1970.
    /// - `31/12/2021` and `12/31/2021`, which can be only one day; those that can be two are none.
    ///
    /// Returns nil where `text` is no such date, no day of the calendar, or longer than any date.
    /// - Complexity: O(1).
    public init?(_ text: String) {
        guard text.utf8.count <= Self.longestText,
            let seconds = ISODate.secondsSince1970(text) ?? DateReading.secondsSince1970(text)
        else { return nil }
        self.text = text
        date = Date(timeIntervalSince1970: seconds)
    }

    /// Bytes: browsers write a zone's whole name behind the date.
    private static let longestText = 128

    /// The two days that a text such as `01/02/2021` can mean, as ISO 8601 writes them; nil for every other text.
    package static func ambiguousDays(of text: String) -> (monthFirst: String, dayFirst: String)? {
        text.utf8.count <= longestText ? DateReading.ambiguousDays(text) : nil
    }
}

extension PublicationDate {
    /// The date as entries of lists show it to templates: as it stands in the article's own file where that is ISO 8601,
    /// else as ISO 8601 has it, in UTC.
    package var entryText: String {
        let bytes = Array(text.utf8)
        let isDay =
            bytes.count >= 10
            && bytes.prefix(10).enumerated().allSatisfy { place, byte in
                place == 4 || place == 7 ? byte == UInt8(ascii: "-") : (0x30...0x39).contains(byte)
            }
        let isTime = bytes.dropFirst(10).allSatisfy {
            (0x2B...0x3A).contains($0) || " TZtz".utf8.contains($0)
        }
        return isDay && isTime ? text : date.formatted(.iso8601)
    }
}
