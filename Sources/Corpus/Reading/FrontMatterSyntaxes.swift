extension FrontMatter {
    /// The languages of front matter that are read and edited.
    private static let syntaxes: [any FrontMatterSyntax] = [YAMLSyntax()]

    /// Finds front matter in any of the languages; nil where a file has none and so is no article.
    ///
    /// - Throws: ``InputProblem`` where the closing fence is missing.
    init?(_ bytes: [UInt8], path: String) throws(InputProblem) {
        try self.init(bytes, path: path, syntaxes: Self.syntaxes)
    }
}
