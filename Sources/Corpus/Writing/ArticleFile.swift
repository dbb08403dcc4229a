import Foundation
package import Platform

/// A Markdown article file whose related list is to be replaced.
///
///     let file = try ArticleFile(path: "articles/baltimore.md")
///     if let bytes = try file.bytes(listing: ranking.entries.map(\.article)) { try file.write(bytes) }
public struct ArticleFile: Sendable {
    public let path: String
    /// The file's bytes as they were read.
    public var bytes: [UInt8] { content.bytes }
    package let content: FileContent
    private let rules: ReadingRules

    /// Reads the file; symbolic links are resolved, so that a write goes to the file and not to the link.
    ///
    /// - Throws: ``InputProblem`` where the file cannot be read or is too large.
    public init(path: String, rules: ReadingRules = ReadingRules()) throws(InputProblem) {
        do throws(FileError) {
            self.path = try realPath(path)
            content = try readFile(self.path, limit: rules.limits.markdownBytes)
        } catch {
            throw InputProblem(error, limit: rules.limits.markdownBytes)
        }
        self.rules = rules
    }

    /// Whether the file's editor locked its list, found in the file itself.
    ///
    /// - Throws: ``InputProblem`` where the front matter cannot be read.
    /// - Complexity: O(bytes); the front matter is parsed only where it may hold the key.
    public var isLocked: Bool {
        get throws(InputProblem) {
            guard mayBeLocked else { return false }
            return try MarkdownFile(content.bytes, path: path, rules)?.isLocked
                ?? false
        }
    }

    /// False only where no key can be one of those that lock a list, or a misspelt one.
    private var mayBeLocked: Bool {
        guard let source = try? FrontMatter(content.bytes, path: path) else { return true }
        return rules.names[.locked].contains { name in
            source.syntax.mayHave(key: DottedName.topLevelKey(of: name), in: source.text)
                || source.syntax.mayHave(key: name, in: source.text)
        } || EditorialKeys.mayBeMisspelt(in: source.text)
    }

    /// Whether the file shows `articles` as its related list, byte by byte as Kindred writes it.
    ///
    /// - Parameter fallback: the articles that only top the list up, and are marked so.
    /// - Complexity: O(bytes); the front matter is not parsed.
    public func alreadyLists(
        _ articles: [Article],
        fallback: Set<ArticleID> = [],
        style: ListStyle = .standard
    ) -> Bool {
        guard let source = try? FrontMatter(content.bytes, path: path) else { return false }
        guard !articles.isEmpty else {
            // Without the key there is no list to empty.
            return !source.syntax.mayHave(key: style.keyPath[style.keyPath.count - 1], in: source.text)
        }
        let list = RelatedListText(
            articles: articles,
            fallback: fallback,
            lineBreak: source.lineBreak,
            style: style
        )
        return source.syntax.certainlyShows(list, in: source.text, rules.names)
    }

    /// Whose work the file's list is.
    ///
    /// - Throws: ``InputProblem`` where the front matter cannot be read.
    package func owner(ofListIn style: ListStyle = .standard) throws(InputProblem) -> ListOwner {
        try MarkdownFile(content.bytes, path: path, rules)?.owner(ofListIn: style) ?? .none
    }

    /// The file's bytes with `articles` as its related list, or nil where they are the same already.
    ///
    /// - Parameters:
    ///   - articles: best first; none empties an existing list and adds none.
    ///   - fallback: those of them that only top the list up; their entries say so by `tier: fallback`.
    ///   - style: the key of the list, and what stands for an article.
    ///   - replacement: which lists may be replaced; a person's is kept by default.
    /// - Throws: ``InputProblem`` where the file is no article, or its list is locked or cannot be replaced
    ///   safely; of kind ``InputProblem/Kind/authored`` where the list is a person's and is kept.
    public func bytes(
        listing articles: [Article],
        fallback: Set<ArticleID> = [],
        style: ListStyle = .standard,
        replacing replacement: ListReplacement = .machineMade
    ) throws(InputProblem) -> [UInt8]? {
        if alreadyLists(articles, fallback: fallback, style: style) { return nil }
        return try edited(listing: articles, fallback: fallback, style: style, replacing: replacement)
    }

    /// The file's new bytes by way of the parser alone, for who has asked
    /// ``alreadyLists(_:fallback:style:)`` before.
    ///
    /// - Parameters:
    ///   - written: of what Kindred wrote into the file last, by ``ListStyle/fingerprint(of:)``.
    ///   - isKnown: whether an entry names an article of the corpus; a list of links of which none does is a person's.
    package func edited(
        listing articles: [Article],
        fallback: Set<ArticleID> = [],
        style: ListStyle = .standard,
        replacing replacement: ListReplacement = .machineMade,
        written: UInt64? = nil,
        isKnown: ((ExistingLists.Entry) -> Bool)? = nil
    ) throws(InputProblem) -> [UInt8]? {
        let edited = try markdown().replacingRelated(
            with: articles,
            fallback: fallback,
            style: style,
            replacing: replacement,
            written: written,
            isKnown: isKnown
        )
        return edited == content.bytes ? nil : edited
    }

    /// The file's front matter.
    private func markdown() throws(InputProblem) -> MarkdownFile {
        guard let markdown = try MarkdownFile(content.bytes, path: path, rules) else {
            throw InputProblem(
                .noFrontMatter,
                path: path,
                line: 1,
                "the file has no front matter",
                remedy: SourceFile.isHTML(path)
                    ? "print its list with --format data, html, csv or json"
                    : "start it with a line of three dashes, and end its keys with another"
            )
        }
        return markdown
    }

    /// The file's bytes with what its editor decided, or nil where it says the same already.
    ///
    /// Nothing but the keys of the choices changes, and of them no more than must.
    ///
    /// - Throws: ``InputProblem`` where the file is no article, or a key cannot be changed safely.
    public func bytes(choosing choices: EditorialChoices) throws(InputProblem) -> [UInt8]? {
        let edited = try markdown().replacingChoices(with: choices)
        return edited == content.bytes ? nil : edited
    }

    /// Writes what the file's editor decided into it, also where the list is locked, since that is decided by it.
    ///
    ///     try ArticleFile(path: "articles/baltimore.md").write(EditorialChoices(isLocked: true))
    ///
    /// - Throws: as ``write(_:)-([UInt8])`` and ``bytes(choosing:)``.
    public func write(_ choices: EditorialChoices) throws(InputProblem) {
        guard let staged = try stage(choices)?.edit else { return }
        try put(staged)
    }

    /// Prepares the write of an editor's choices; nil where the file says the same already.
    package func stage(
        _ choices: EditorialChoices
    ) throws(InputProblem) -> (edit: StagedEdit, bytes: [UInt8])? {
        guard let bytes = try bytes(choosing: choices) else { return nil }
        return (try staged(bytes), bytes)
    }

    /// Puts `bytes` in the file's place, whole or not at all, with the file's mode and owner.
    ///
    /// - Throws: ``InputProblem`` where the file's list is locked, where the file changed since it was read, or
    ///   where it cannot be written; it is left as it is then.
    public func write(_ bytes: [UInt8]) throws(InputProblem) {
        try put(try stage(bytes))
    }

    private func put(_ staged: StagedEdit) throws(InputProblem) {
        if let problem = StagedEdit.flush([staged])[0] { throw problem }
        _ = try staged.commit()
        synchronize(folders: [splitPath(path).folder])
    }

    /// Prepares a write, to be committed with others.
    ///
    /// - Throws: as ``write(_:)-([UInt8])``.
    package func stage(_ bytes: [UInt8]) throws(InputProblem) -> StagedEdit {
        // Here as well, since any bytes may be handed in.
        if try isLocked { throw .locked(path, key: rules.names.preferred(.locked)) }
        return try staged(bytes)
    }

    private func staged(_ bytes: [UInt8]) throws(InputProblem) -> StagedEdit {
        do throws(FileError) {
            guard let staged = try StagedReplacement(path, with: bytes, expecting: content.stamp) else {
                throw FileError(.write, path, code: ESTALE)
            }
            return StagedEdit(path: path, staged: staged)
        } catch {
            throw error.code == ESTALE ? .changedMeanwhile(path) : InputProblem(error)
        }
    }
}

/// A file's new bytes, beside it and not yet in their place.
package struct StagedEdit: Sendable {
    let path: String
    let staged: StagedReplacement

    /// Brings the new bytes of many files to the disk.
    ///
    /// - Returns: what went wrong, one place a file; such an edit is given up.
    package static func flush(_ edits: [StagedEdit]) -> [InputProblem?] {
        zip(edits, StagedReplacement.flush(edits.map(\.staged))).map { edit, error in
            guard let error else { return nil }
            edit.staged.abandon()
            return InputProblem(error)
        }
    }

    /// Gives the edit up; the file stays as it is.
    package func abandon() { staged.abandon() }

    /// Puts the flushed bytes in place and returns the file's new stamp, nil where it could not be read.
    package func commit() throws(InputProblem) -> FileStamp? {
        let outcome: Replacement
        do throws(FileError) {
            outcome = try staged.commit()
        } catch {
            throw InputProblem(error)
        }
        guard case .done(let stamp) = outcome else { throw .changedMeanwhile(path) }
        return stamp
    }
}

extension InputProblem {
    /// A list that stays as it is because the editor said so.
    static func locked(_ path: String, line: Int? = nil, key: String = "relatedLocked") -> InputProblem {
        InputProblem(
            .locked,
            path: path,
            line: line,
            "the list is locked by its editor and was left as it is",
            remedy: "remove `\(key)` from the front matter to have it filled in"
        )
    }

    /// A file that somebody else changed between reading and writing.
    package static func changedMeanwhile(_ path: String) -> InputProblem {
        InputProblem(
            .changedMeanwhile,
            path: path,
            "the file changed since it was read and was left alone",
            remedy: "run again"
        )
    }
}
