extension MarkdownFile {
    /// The file's bytes with what its editor decided replaced: the keys `relatedPinned`, `relatedExcluded` and
    /// `relatedLocked`, or those that mean the same.
    ///
    /// Of a list only the items change that come and go; a key that says nothing any more is removed, and a new one
    /// comes last. The result is parsed again and compared before it is returned, so that an edit
    /// that would touch anything else is refused.
    ///
    /// - Returns: the same bytes where the file says the same already.
    /// - Throws: ``InputProblem`` of kind `uneditable`.
    package func replacingChoices(with choices: EditorialChoices) throws(InputProblem) -> [UInt8] {
        guard let whole = try read(parsed.source.bytes) else { return parsed.source.bytes }
        var edited = whole
        for (field, wanted) in [
            (ArticleField.pinned, choices.pinned.map(WantedChoice.init)),
            (.excluded, choices.excluded.map(WantedChoice.init)),
        ] {
            edited = try edited.applying(field) { file throws(UneditableLayout) in
                try file.edit(of: field, wanted)
            }
        }
        edited = try edited.applying(.locked) { file throws(UneditableLayout) in
            try file.edit(isLocked: choices.isLocked)
        }
        guard edited.parsed.source.bytes != whole.parsed.source.bytes else { return parsed.source.bytes }
        try edited.verify(choices, keptFrom: whole)
        return edited.parsed.source.bytes
    }

    /// The file as it is with other bytes, a plainly written list and all.
    private func read(_ bytes: [UInt8]) throws(InputProblem) -> MarkdownFile? {
        try MarkdownFile(bytes, path: parsed.path, rules, includesList: true)
    }

    private func applying(
        _ field: ArticleField,
        _ edit: (MarkdownFile) throws(UneditableLayout) -> ListEdit?
    ) throws(InputProblem) -> MarkdownFile {
        do throws(UneditableLayout) {
            guard let edit = try edit(self) else { return self }
            guard let edited = try? read(edit.applied(to: parsed.source.bytes)) else {
                throw UneditableLayout(reason: "other keys depend on it")
            }
            return edited
        } catch {
            throw uneditable(field, error.reason)
        }
    }

    // MARK: - Edits

    /// What changes so that a list of pinned or excluded articles is another; nil where it is that one.
    private func edit(
        of field: ArticleField,
        _ wanted: [WantedChoice]
    ) throws(UneditableLayout) -> ListEdit? {
        let record = ChoiceRecord(parsed, names)
        let items = field == .pinned ? record.pinned : record.excluded
        let current = self.current(field)
        guard current != wanted else { return nil }
        guard items.count == current.count else {
            throw UneditableLayout(reason: "not all that stands there can be read")
        }
        let path = keyPath(of: field, record)
        guard !current.isEmpty else {
            return try edit(setting: .list(wanted.map(\.value)), at: path)
        }
        let place = try place(of: path)
        guard !wanted.isEmpty else { return ListEdit(place.removal.map { ($0, []) }) }
        var list = wanted.map { ValuePlace.Item.new($0.value) }
        // What stands alone need not mean the same within brackets.
        if case .single = place.layout {} else { Self.keep(current, in: &list, wanted) }
        return parsed.source.syntax.edit(
            place,
            parsed.contents,
            items: list,
            lineBreak: parsed.source.lineBreak
        )
    }

    /// Has those items stay as they are written that are there already, in their order.
    private static func keep(
        _ current: [WantedChoice],
        in list: inout [ValuePlace.Item],
        _ wanted: [WantedChoice]
    ) {
        var (kept, added): ([Int], Set<Int>) = (Array(current.indices), [])
        for change in wanted.difference(from: current) {
            switch change {
            case .remove(let offset, _, _): kept.removeAll { $0 == offset }
            case .insert(let offset, _, _): added.insert(offset)
            }
        }
        for (offset, number) in zip(wanted.indices.filter { !added.contains($0) }, kept) {
            list[offset] = .kept(number)
        }
    }

    private func edit(isLocked: Bool) throws(UneditableLayout) -> ListEdit? {
        let record = ChoiceRecord(parsed, names)
        guard record.isLocked != isLocked else { return nil }
        if let key = record.misspelt.first {
            throw UneditableLayout(reason: "`\(key.key)` locks the list, as nobody knows what it means")
        }
        let path = keyPath(of: .locked, record)
        guard isLocked else { return ListEdit(try place(of: path).removal.map { ($0, []) }) }
        if value(at: path)?.isNull ?? true { return try edit(setting: .truth(true), at: path) }
        let place = try place(of: path)
        guard case .single = place.layout else { throw UneditableLayout(reason: "it is a list") }
        let (syntax, lineBreak) = (parsed.source.syntax, parsed.source.lineBreak)
        let truth = syntax.bytes(of: .truth(true), in: place, parsed.contents, lineBreak: lineBreak)
        return ListEdit(place.value, truth)
    }

    /// A value under a key that has none, or an empty one.
    private func edit(setting value: EntryValue, at path: [String]) throws(UneditableLayout) -> ListEdit? {
        try checkKeys(path)
        if let sequence = self.value(at: path)?.sequence, sequence.isEmpty, case .list(let items) = value {
            return parsed.source.syntax.edit(
                try place(of: path),
                parsed.contents,
                items: items.map { .new($0) },
                lineBreak: parsed.source.lineBreak
            )
        }
        let wanted = KeyText(path: path, value: value, lineBreak: parsed.source.lineBreak)
        return try parsed.source.syntax.edit(parsed.contents, wanted)
    }

    private func place(of path: [String]) throws(UneditableLayout) -> ValuePlace {
        try checkKeys(path)
        guard let place = try parsed.source.syntax.place(of: path, in: parsed.contents) else {
            throw UneditableLayout(reason: "it is not written as a key of its own")
        }
        return place
    }

    private func checkKeys(_ path: [String]) throws(UneditableLayout) {
        if let key = parsed.repeatedKeys.first(where: { path.contains($0.name) }) {
            throw UneditableLayout(reason: "`\(key.name)` stands there twice")
        }
    }

    // MARK: - Keys

    /// What an editor has chosen by a list, in its order, as far as it can be read.
    private func current(_ field: ArticleField) -> [WantedChoice] {
        let choices = (try? article(relativePath: parsed.path) { _ in })?.choices ?? EditorialChoices()
        return field == .pinned
            ? choices.pinned.map(WantedChoice.init) : choices.excluded.map(WantedChoice.init)
    }

    /// The keys on the way to a choice: those under which it stands, else those under which it would be read first.
    private func keyPath(of field: ArticleField, _ record: ChoiceRecord) -> [String] {
        Self.keyPath(of: record.key(of: field, names)) { parsed[$0] }
    }

    private static func keyPath(of name: String, _ value: (String) -> FrontMatterNode?) -> [String] {
        guard value(name)?.isNull ?? true, let (key, rest) = DottedName.parts(name) else { return [name] }
        let mapping = value(key)
        return [key] + keyPath(of: rest) { mapping?[$0] }
    }

    private func value(at path: [String]) -> FrontMatterNode? {
        path.dropFirst().reduce(parsed[path[0]]) { $0?[$1] }
    }

    // MARK: - Refusals

    /// Compares the edited file with what it was: every other key must have kept its place and value, the text below
    /// must be the same, and the choices must be those that were wanted.
    private func verify(_ wanted: EditorialChoices, keptFrom before: MarkdownFile) throws(InputProblem) {
        guard let choices = (try? article(relativePath: parsed.path) { _ in })?.choices,
            parsed.source.syntax.name == before.parsed.source.syntax.name
        else { throw uneditable(.pinned, "the front matter would be lost") }
        let fields: [ArticleField] = [.pinned, .excluded, .locked]
        func others(_ file: MarkdownFile) -> [FrontMatterNode.Member] {
            let record = ChoiceRecord(file.parsed, names)
            return fields.reduce(file.parsed.contents.members) {
                let path = before.keyPath(of: $1, ChoiceRecord(before.parsed, names))
                return $0.without(path[...]).without(file.keyPath(of: $1, record)[...])
            }
        }
        let (old, new) = (before.parsed.source, parsed.source)
        guard others(before) == others(self), old.bytes[old.body].elementsEqual(new.bytes[new.body]) else {
            throw before.uneditable(.pinned, "other keys would change")
        }
        func check(_ field: ArticleField, _ holds: Bool) throws(InputProblem) {
            if !holds { throw before.uneditable(field, "it would be read differently afterwards") }
        }
        try check(.pinned, choices.pinned.map(WantedChoice.init) == wanted.pinned.map(WantedChoice.init))
        try check(.excluded, choices.excluded == wanted.excluded)
        try check(.locked, choices.isLocked == wanted.isLocked)
    }

    private func uneditable(_ field: ArticleField, _ why: String) -> InputProblem {
        let path = keyPath(of: field, ChoiceRecord(parsed, names))
        let key = path.joined(separator: ".")
        return InputProblem(
            .uneditable,
            path: parsed.path,
            line: parsed.line(of: path[0]) ?? parsed.source.firstLine,
            "`\(key)` cannot be changed safely: \(why)",
            remedy: "edit it by hand; the file was left as it was"
        )
    }
}

/// A pinned or excluded article as it is to be written, told from others by what it says.
private struct WantedChoice: Equatable {
    let value: EntryValue
    private let identity: [UInt8]

    init(_ pin: EditorialChoices.Pin) {
        let json = JSONValue(pin)
        (value, identity) = (EntryValue(json), json.bytes)
    }

    init(_ reference: String) { self.init(.reference(reference)) }

    static func == (a: WantedChoice, b: WantedChoice) -> Bool { a.identity == b.identity }
}

extension EntryValue {
    fileprivate init(_ json: JSONValue) {
        switch json {
        case .text(let text): self = .text(text)
        case .number(let number): self = .number(number)
        case .integer(let number): self = .integer(number)
        case .bool(let truth): self = .truth(truth)
        case .list(let items): self = .list(items.map { EntryValue($0) })
        case .object(let members):
            self = .object(members.compactMap { key, value in value.map { (key, EntryValue($0)) } })
        }
    }
}
