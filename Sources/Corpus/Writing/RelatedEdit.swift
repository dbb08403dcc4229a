extension MarkdownFile {
    /// The file's bytes with its related list replaced, or inserted where it had none.
    ///
    /// Only the bytes of the top-level `related:` block change; comments, quoting, key order, blank lines
    /// and line ends stay. The result is parsed again and compared before it is returned, so an edit that
    /// would touch anything else is refused. Editing a result again with the same articles changes nothing.
    ///
    /// - Parameters:
    ///   - articles: the entries, best first. None leaves a file without a list as it is.
    ///   - fields: the keys of an entry.
    /// - Throws: ``InputProblem`` of kind `locked` where the file's editor locked the list, and of kind
    ///   `uneditable` for front matter that is not one key a line.
    package func replacingRelated(
        with articles: [Article],
        fields: EntryFields = .standard
    ) throws(InputProblem) -> [UInt8] {
        let source = parsed.source
        if isLocked {
            let key = ChoiceRecord(parsed, names).key(of: .locked, names)
            throw .locked(parsed.path, line: parsed.line(of: key), key: key)
        }
        let place: ListPlace
        do throws(UneditableLayout) {
            place = try source.syntax.place(ofListIn: parsed.contents)
        } catch {
            throw uneditable(error.reason)
        }
        if place.range.isEmpty, articles.isEmpty { return source.bytes }
        let list = RelatedListText(
            articles: articles,
            family: keyFamily,
            lineBreak: source.lineBreak,
            fields: fields
        )
        let blank = Array(source.lineBreak.utf8)
        let text =
            (place.needsBlankBefore ? blank : []) + source.syntax.text(of: list)
            + (place.needsBlankAfter ? blank : [])
        guard !source.bytes[place.range].elementsEqual(text) else { return source.bytes }

        var edited = source.bytes
        edited.replaceSubrange(place.range, with: text)
        try verify(edited, lists: articles)
        return edited
    }

    /// The URL key names of this file; its templates read the same ones in related entries.
    private var keyFamily: ArticleLinks.KeyFamily {
        ArticleRecord(names) { parsed[$0] }.links.family
    }

    /// Parses the edited bytes, list and all, and compares: every other key must have kept its place and
    /// value, and the list must hold the wanted titles.
    ///
    /// The parser judges the whole text here, so a mistake about where the old list ends cannot pass.
    private func verify(
        _ edited: [UInt8],
        lists articles: [Article]
    ) throws(InputProblem) {
        let after: MarkdownFile?
        do throws(InputProblem) {
            after = try MarkdownFile(
                edited,
                path: parsed.path,
                rules,
                includesList: true
            )
        } catch {
            throw uneditable("its other keys depend on the old list: \(error.problem)")
        }
        guard let after else { throw uneditable("its front matter would be lost") }
        let before = parsed.contents.members.filter { $0.key.scalar != "related" }
        let kept = after.parsed.contents.members.filter { $0.key.scalar != "related" }
        let titles = after.parsed["related"]?.sequence?.map { $0["title"]?.scalar }
        guard before == kept, titles == articles.map(\.title)
        else {
            throw uneditable("replacing its list would change other keys")
        }
    }

    private func uneditable(_ why: String) -> InputProblem {
        InputProblem(
            .uneditable,
            path: parsed.path,
            line: parsed.line(of: "related"),
            "the related list cannot be replaced safely: \(why)",
            remedy: "edit it by hand; the file was left as it was"
        )
    }
}
