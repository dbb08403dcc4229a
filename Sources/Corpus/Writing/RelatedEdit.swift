extension MarkdownFile {
    /// The file's bytes with its related list replaced, or inserted where it had none.
    ///
    /// Only the bytes of the list change; comments, quoting, key order, blank lines
    /// and line ends stay. The result is parsed again and compared before it is returned, so an edit that
    /// would touch anything else is refused. Editing a result again with the same articles changes nothing.
    ///
    /// - Parameters:
    ///   - articles: the entries, best first. None leaves a file without a list as it is.
    ///   - fallback: those that only top the list up.
    ///   - style: the key of the list, and what stands for an article.
    ///   - replacement: which lists may be replaced.
    ///   - written: of what Kindred wrote into the file last, by ``ListStyle/fingerprint(of:)``.
    ///   - isKnown: whether an entry names an article of the corpus; nil where that is not known.
    /// - Throws: ``InputProblem`` of kind `locked` where the file's editor locked the list, of kind `authored` where a
    ///   person's would be replaced, and of kind `uneditable` for front matter that is not one key a line.
    package func replacingRelated(
        with articles: [Article],
        fallback: Set<ArticleID> = [],
        style: ListStyle = .standard,
        replacing replacement: ListReplacement = .everything,
        written: UInt64? = nil,
        isKnown: ((ExistingLists.Entry) -> Bool)? = nil
    ) throws(InputProblem) -> [UInt8] {
        let source = parsed.source
        if isLocked {
            let choices = ChoiceRecord(parsed, names)
            let key = choices.misspelt.first?.key ?? choices.key(of: .locked, names)
            throw .locked(parsed.path, line: parsed.line(of: key), key: key)
        }
        if let other = parsed.keyDifferingInCase(from: style.keyPath[0]) {
            throw .authored(
                parsed.path,
                line: parsed.line(of: other),
                key: other,
                isEmptied: articles.isEmpty
            )
        }
        if let key = parsed.repeatedKeys.first(where: { $0.name == style.keyPath[0] }) {
            throw InputProblem(
                .uneditable,
                path: parsed.path,
                line: parsed.lines.fileLine(ofLine: key.line),
                "the related list cannot be replaced safely: `\(key.name)` stands there twice, first here",
                remedy: "keep one of the two; the file was left as it was"
            )
        }
        // An empty list says the same in every form.
        if articles.isEmpty, try owner(ofListIn: style) == .none { return source.bytes }
        let list = RelatedListText(
            articles: articles,
            fallback: fallback,
            family: keyFamily,
            lineBreak: source.lineBreak,
            style: style
        )
        let edit: ListEdit?
        do throws(UneditableLayout) {
            edit = try source.syntax.edit(parsed.contents, list.text)
        } catch {
            if try isKept(style, articles, replacement, written, isKnown) { throw authored(style, articles) }
            throw uneditable(error.reason, style)
        }
        guard let edited = edit?.applied(to: source.bytes), edited != source.bytes else {
            return source.bytes
        }
        if try isKept(style, articles, replacement, written, isKnown) { throw authored(style, articles) }
        try verify(edited, shows: list)
        return edited
    }

    /// Whose work the list is that the file has.
    ///
    /// - Throws: ``InputProblem`` where a list that was passed over does not parse alone.
    package func owner(ofListIn style: ListStyle, written: UInt64? = nil) throws(InputProblem) -> ListOwner {
        ListOwner(try parsed.value(at: style.keyPath, limits: rules.limits), style, written: written)
    }

    private func isKept(
        _ style: ListStyle,
        _ articles: [Article],
        _ replacement: ListReplacement,
        _ written: UInt64?,
        _ isKnown: ((ExistingLists.Entry) -> Bool)?
    ) throws(InputProblem) -> Bool {
        guard replacement == .machineMade || articles.isEmpty else { return false }
        let list = try parsed.value(at: style.keyPath, limits: rules.limits)
        switch ListOwner(list, style, written: written) {
        case .none: return false
        case .person: return true
        case .machine: break
        }
        // Links to elsewhere that no run of Kindred wrote.
        guard let isKnown, let list, let items = list.sequence, ListOwner.isPlain(list) else { return false }
        let titles = items.compactMap { $0["title"]?.text }
        if let written, titles.count == items.count, ListStyle.fingerprint(of: titles) == written {
            return false
        }
        return !items.contains { ExistingLists.Entry($0).map(isKnown) ?? false }
    }

    private func authored(_ style: ListStyle, _ articles: [Article]) -> InputProblem {
        let line = parsed.line(of: style.keyPath[0])
        return .authored(parsed.path, line: line, key: style.key, isEmptied: articles.isEmpty)
    }

    /// The URL key names of this file; its templates read the same ones in related entries.
    private var keyFamily: ArticleLinks.KeyFamily {
        ArticleRecord(names) { parsed[$0] }.links.family
    }

    /// Parses the edited bytes, list and all, and compares: every other key must have kept its place and
    /// value, and the list must hold what was wanted.
    ///
    /// The parser judges the whole text here, so a mistake about where the old list ends cannot pass.
    private func verify(_ edited: [UInt8], shows list: RelatedListText) throws(InputProblem) {
        let path = list.style.keyPath
        let after: MarkdownFile?
        do throws(InputProblem) {
            after = try MarkdownFile(edited, path: parsed.path, rules, includesList: true)
        } catch {
            throw uneditable("its other keys depend on the old list: \(error.problem)", list.style)
        }
        guard let after, after.parsed.source.syntax.name == parsed.source.syntax.name else {
            throw uneditable("its front matter would be lost", list.style)
        }
        // A list that was passed over is no member.
        let before = parsed.contents.members.without(path[...])
        let shown = try after.parsed.value(at: path, limits: rules.limits)?.sequence ?? []
        guard before == after.parsed.contents.members.without(path[...]),
            parsed.source.bytes[parsed.source.body].elementsEqual(edited[after.parsed.source.body]),
            shown.map(\.identity) == list.values.map(\.identity)
        else {
            throw uneditable("replacing its list would change other keys", list.style)
        }
    }

    private func uneditable(_ why: String, _ style: ListStyle) -> InputProblem {
        InputProblem(
            .uneditable,
            path: parsed.path,
            line: parsed.line(of: style.keyPath[0]) ?? parsed.source.firstLine,
            "the related list cannot be replaced safely: \(why)",
            remedy: "edit it by hand; the file was left as it was"
        )
    }
}

extension [FrontMatterNode.Member] {
    /// The members without the one below keys within each other, and without what would be empty then.
    func without(_ keyPath: ArraySlice<String>) -> [FrontMatterNode.Member] {
        guard let key = keyPath.first else { return self }
        let rest = keyPath.dropFirst()
        return compactMap { member in
            guard member.key.scalar == key else { return member }
            if rest.isEmpty || member.value.isNull { return nil }
            guard case .mapping(let members) = member.value.content else { return member }
            var value = member.value
            let kept = members.without(rest)
            if kept.isEmpty { return nil }
            value.content = .mapping(kept)
            return FrontMatterNode.Member(key: member.key, value: value)
        }
    }
}

extension FrontMatterNode {
    /// The text or the title by which an entry is told from others; nil for neither.
    fileprivate var identity: String? { scalar ?? self["title"]?.scalar }
}

extension EntryValue {
    /// As of the entry once it is read.
    fileprivate var identity: String? {
        switch self {
        case .text(let text): return text
        case .object(let members):
            for case ("title", .text(let title)) in members { return title }
            return nil
        default: return nil
        }
    }
}
