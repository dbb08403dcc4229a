/// Words that carry grammar rather than subject, by language.
package enum StopWords {
    /// The lists that ship, by primary language: add a language by adding a line of words here.
    package static let standard: [String: Set<String>] = ["en": words(english)]

    private static let english = """
        a am an and are as at be been being but by did do does for from had has have he her hers him his i if
        in into is it its me my of on or our ours she so than that the their theirs them then there these they
        this those to was we were will with would you your
        """

    private static func words(_ text: String) -> Set<String> {
        Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    }
}
