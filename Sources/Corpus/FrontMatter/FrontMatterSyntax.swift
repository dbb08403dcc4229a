/// A language that front matter is written in: where it lies in a file, its parser, and how a key's value is edited.
///
/// Whoever adds one lists it among the ``FrontMatter/syntaxes``. Reading articles and editing lists need nothing else:
/// an edit is verified by ``parse(_:in:limits:)``, so a mistake in where a list ends cannot pass. What follows
/// ``edit(_:_:)`` are shortcuts around the parser, for files of which there are very many.
protocol FrontMatterSyntax: Sendable {
    /// What people call it.
    var name: String { get }

    /// Where front matter in this language lies in a file.
    ///
    /// - Parameter start: the first line that is not blank.
    func extent(in bytes: [UInt8], from start: Int) -> FrontMatterExtent

    /// The keys and values of a text, in its order.
    ///
    /// - Throws: ``InputProblem`` where it is not valid, or where parsing it would cost too much.
    func parse(
        _ text: ArraySlice<UInt8>,
        in file: FrontMatterOrigin,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member]

    /// A text of which the parser refuses repeated keys, with all but the last of each made comments: what most programs
    /// make of it; nil where that is not what is wrong.
    func textWithEachKeyOnce(_ text: ArraySlice<UInt8>, limits: ReadingLimits) -> TextWithEachKeyOnce?

    /// What changes so that the front matter has this value under this key, in the place of an old one; nil where it has
    /// none and is to have an empty list.
    ///
    /// - Throws: ``UneditableLayout`` where it cannot be told where a key's value begins and ends.
    func edit(
        _ contents: FrontMatterContents,
        _ wanted: KeyText
    ) throws(UneditableLayout) -> ListEdit?

    /// Where a key's value stands that is not null, with its items; nil where no key of its own has it.
    ///
    /// - Throws: ``UneditableLayout`` where it cannot be told where it begins and ends.
    func place(
        of keyPath: [String],
        in contents: FrontMatterContents
    ) throws(UneditableLayout) -> ValuePlace?

    /// A value as it stands within a list, or by itself in the place of what is no list.
    func bytes(
        of value: EntryValue,
        in place: ValuePlace,
        _ contents: FrontMatterContents,
        lineBreak: String
    ) -> [UInt8]

    /// The lines of a text as the parser's marks count them.
    func lines(of text: ArraySlice<UInt8>, firstLine: Int) -> LineTable

    /// The bytes of the list below the top-level key `key` where its extent is certain without parsing the text, from
    /// the line of its key to the end of its last entry; nil where only the parser can tell, and where there is no list.
    func certainList(in text: ArraySlice<UInt8>, key: String) -> Range<Int>?

    /// The text without such a list; all lines behind it keep their numbers.
    func text(_ text: ArraySlice<UInt8>, without list: Range<Int>) -> [UInt8]

    /// Whether the related list already shows these very entries, found without parsing.
    ///
    /// Sound for a file that parsed before: true only where a plainly written list is exactly what ``edit(_:_:)``
    /// writes. False merely means that the costly way must decide.
    /// - Parameters:
    ///   - list: has entries; its family is that of the text's own keys, and not looked at.
    ///   - names: those of the text's keys.
    func certainlyShows(_ list: RelatedListText, in text: ArraySlice<UInt8>, _ names: FieldNames) -> Bool
}

extension FrontMatterSyntax {
    func lines(of text: ArraySlice<UInt8>, firstLine: Int) -> LineTable {
        LineTable(feeds: text, firstLine: firstLine)
    }

    func textWithEachKeyOnce(_ text: ArraySlice<UInt8>, limits: ReadingLimits) -> TextWithEachKeyOnce? { nil }

    func certainList(in text: ArraySlice<UInt8>, key: String) -> Range<Int>? { nil }

    func text(_ text: ArraySlice<UInt8>, without list: Range<Int>) -> [UInt8] {
        let feeds = text[list].filter { $0 == 0x0A }
        return text[..<list.lowerBound] + feeds + text[list.upperBound...]
    }

    func certainlyShows(_ list: RelatedListText, in text: ArraySlice<UInt8>, _ names: FieldNames) -> Bool {
        false
    }

    /// False only where no key of the text can be `key`, however it is written.
    ///
    /// - Complexity: O(bytes), without parsing.
    func mayHave(key: String, in text: ArraySlice<UInt8>) -> Bool {
        let key = Array(key.utf8)
        for index in text.indices {
            // In double quotes, any character can be written as an escape.
            if text[index] == UInt8(ascii: "\\") { return true }
            if text[index] == key.first, text[index...].starts(with: key) { return true }
        }
        return false
    }
}

/// A text without what stands under a key that comes again.
struct TextWithEachKeyOnce {
    struct Key: Sendable {
        var name: String
        /// Of what does not count, from 1 as the parser counts.
        var line: Int
    }

    /// As long as the text itself.
    var text: [UInt8]
    var repeated: [Key]
}

/// What a language makes of the beginning of a file.
enum FrontMatterExtent {
    /// It is no front matter in this language.
    case none
    /// It begins like it and never ends.
    case open(remedy: String)
    /// What is parsed, and everything below it.
    case found(text: Range<Int>, body: Range<Int>)
}

/// The place of front matter, for messages.
struct FrontMatterOrigin {
    var path: String
    /// The file's line, from 1, at which the text begins.
    var firstLine: Int
}

/// Front matter with what its parser made of it.
struct FrontMatterContents: Sendable {
    /// Between the fences; its indices are those of the file.
    var text: ArraySlice<UInt8>
    /// Keys and values in the text's order.
    var members: [FrontMatterNode.Member]
    /// The bytes of the list below `related` that was left out of `members`, because its extent is certain.
    var unparsedList: Range<Int>?
}
