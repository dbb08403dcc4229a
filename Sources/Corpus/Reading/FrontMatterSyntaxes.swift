extension FrontMatter {
    /// The languages of front matter that are read and edited.
    private static let syntaxes: [any FrontMatterSyntax] = [YAMLSyntax(), TOMLSyntax(), JSONSyntax()]

    /// Finds front matter in any of the languages; nil where a file has none.
    ///
    /// - Throws: ``InputProblem`` where it is never closed, and for texts that are not made of lines of UTF-8.
    init?(_ bytes: [UInt8], path: String) throws(InputProblem) {
        try self.init(bytes, path: path, syntaxes: Self.syntaxes)
    }
}
