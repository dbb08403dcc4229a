/// A language that front matter is written in: its fences, its parser, and how a related list lies in it.
///
/// Whoever adds one lists it among the ``FrontMatter/syntaxes``. Reading articles and editing lists need nothing else:
/// an edit is verified by ``parse(_:path:limits:)``, so a mistake in where a list ends cannot pass.
protocol FrontMatterSyntax: Sendable {
    /// Whether a line, with its break, is a fence that opens front matter in this language.
    func opens(_ line: ArraySlice<UInt8>) -> Bool

    /// Whether a line, with its break, is the fence that closes it.
    func closes(_ line: ArraySlice<UInt8>) -> Bool

    /// The keys and values of a text, which begins at line 2 of the file, in its order.
    ///
    /// - Throws: ``InputProblem`` where it is not valid, or where parsing it would cost too much.
    func parse(
        _ text: ArraySlice<UInt8>,
        path: String,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member]

    /// The lines of a text as the parser's marks count them.
    func lines(of text: ArraySlice<UInt8>) -> LineTable

    /// The bytes of the related list where its extent is certain without parsing the text, from the line of its key to
    /// the end of its last entry; nil where only the parser can tell, and where there is no list.
    func certainList(in text: ArraySlice<UInt8>) -> Range<Int>?

    /// The text without such a list; all lines behind it keep their numbers.
    func text(_ text: ArraySlice<UInt8>, without list: Range<Int>) -> [UInt8]

    /// False only where no top-level key of the text can be `key`, however it is written.
    ///
    /// - Complexity: O(bytes), without parsing.
    func mayHave(key: String, in text: ArraySlice<UInt8>) -> Bool

    /// Whether the related list already shows these very entries, found without parsing.
    ///
    /// Sound for a file that parsed before: true only where a plainly written list is exactly what ``list(_:)`` gives,
    /// or none is to be shown and the front matter does not even name one. False merely means that the costly way must
    /// decide.
    /// - Parameters:
    ///   - list: its family is that of the text's own keys, and not looked at.
    ///   - names: those of the text's keys.
    func certainlyShows(_ list: RelatedListText, in text: ArraySlice<UInt8>, _ names: FieldNames) -> Bool

    /// Where the related list is, or where a new one goes.
    ///
    /// - Throws: ``UneditableLayout`` where the lines do not tell where a key's value begins and ends.
    func place(ofListIn contents: FrontMatterContents) throws(UneditableLayout) -> ListPlace

    /// A related list as whole lines, beginning with its key.
    func text(of list: RelatedListText) -> [UInt8]
}

/// Front matter with what its parser made of it.
struct FrontMatterContents: Sendable {
    /// Between the fences; its indices are those of the file.
    var text: ArraySlice<UInt8>
    /// Keys and values in the text's order.
    var members: [FrontMatterNode.Member]
    /// The bytes of a related list that was left out of `members`, because its extent is certain.
    var unparsedList: Range<Int>?
}

/// A related list that is to be written into front matter.
struct RelatedListText {
    /// The entries, best first.
    var articles: [Article]
    /// The names for URLs, those of the file that the list goes into, because its templates read them.
    var family = ArticleLinks.KeyFamily.web
    /// What ends each line.
    var lineBreak: String
    /// The keys of an entry.
    var fields = EntryFields.standard
}

/// The bytes that a related list takes, or its place where there is none yet.
struct ListPlace {
    /// In the file; empty where there is no list.
    var range: Range<Int>
    /// Whether a new list is set off by a blank line before or behind it.
    var needsBlankBefore = false
    var needsBlankAfter = false
}

/// Front matter whose lines cannot be edited one by one.
struct UneditableLayout: Error {
    /// Why, as a clause.
    var reason: String
}
