extension ArticleRecord {
    /// The fields of an article, or of a related entry, as front matter has them; without body and choices.
    ///
    /// - Parameter value: gives the value of a top-level key.
    init(_ names: FieldNames, _ value: (String) -> FrontMatterNode?) {
        self.init(names, names.byBytes.all, value)
    }

    /// The fields of an article, without body and choices.
    init(_ front: ParsedFrontMatter, _ names: FieldNames) {
        let keys = front.contents.members.compactMap(\.key.scalar) + front.foldedKeys
        self.init(names, names.byBytes.names(among: keys)) { front[$0] }
    }

    /// - Parameter candidates: all names that can have a value.
    private init(
        _ names: FieldNames,
        _ candidates: [NamesByBytes.Name],
        _ value: (String) -> FrontMatterNode?
    ) {
        var values = FieldValues()
        for candidate in candidates {
            let (field, rank) = (candidate.field, candidate.rank)
            let name = names[field][rank]
            guard let node = FrontMatterNode.named(name, value) else { continue }
            switch field {
            case .pinned, .excluded, .locked, .published, .draft, .provider, .images, .quality: break
            case .topics:
                if let text = node.text {
                    values.addTopics(rank: rank, text: text, name: name)
                } else {
                    values.addTopics(rank: rank, node.sequence?.compactMap(\.word) ?? [])
                }
            case .hidden: if let text = node.text { values.addHiding(text) }
            case .series, .redirect:
                values.add(field, rank: rank, node.word ?? node.sequence?.first?.word)
            case .date:
                // Blogs of MkDocs tell when an article was written and when it was changed.
                values.add(field, rank: rank, node.text ?? (node["created"] ?? node["published"])?.text)
            default: values.add(field, rank: rank, node.text)
            }
        }
        self.init(values, names)
        /// The value of the first of a field's names that has one.
        func node(_ field: ArticleField) -> FrontMatterNode? {
            for name in names[field] {
                if let node = FrontMatterNode.named(name, value) { return node }
            }
            return nil
        }
        quality = node(.quality)?.text.flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
        if let provider = node(.provider) {
            // Some sites write just the name.
            self.provider = Provider(
                name: provider.text ?? provider["name"]?.text,
                domain: provider["domain"]?.text
            )
        }
        images =
            node(.images)?.sequence?.compactMap { image in
                guard let url = image.text ?? image["url"]?.text else { return nil }
                return ArticleImage(
                    url: url,
                    width: image["width"]?.text.flatMap { Int($0) },
                    height: image["height"]?.text.flatMap { Int($0) },
                    isCached: image["isCached"]?.text.flatMap { Bool($0) }
                )
            } ?? []
    }
}

extension FrontMatterNode {
    /// The value of a field's name that is not null: that of a key with this very name, else that to which its dots lead.
    ///
    /// - Parameter value: gives the value of a key.
    static func named(_ name: String, _ value: (String) -> FrontMatterNode?) -> FrontMatterNode? {
        if let node = value(name), !node.isNull { return node }
        guard let (key, rest) = DottedName.parts(name), let mapping = value(key) else { return nil }
        return named(rest) { mapping[$0] }
    }

    /// A single value, or what a mapping is called.
    fileprivate var word: String? {
        text ?? FieldNames.wordKeys.lazy.compactMap { self[$0]?.text }.first
    }
}

extension FieldNames {
    /// The keys by which a topic or a series that is a mapping has its name.
    static let wordKeys = ["name", "title", "slug", "label"]
}

extension ChoiceRecord {
    /// The choices of a file's front matter.
    init(_ front: ParsedFrontMatter, _ names: FieldNames) {
        func node(_ field: ArticleField) -> FrontMatterNode? {
            for (rank, name) in names[field].enumerated() {
                guard let node = FrontMatterNode.named(name, { front[$0] }) else { continue }
                if rank > 0 { otherKeys[field] = name }
                return node
            }
            return nil
        }
        pinned = Items(node(.pinned), front)
        excluded = Items(node(.excluded), front)
        locked = ChoiceValue(node(.locked))
        published = ChoiceValue(node(.published))
        draft = ChoiceValue(node(.draft))
        misspelt = EditorialKeys.misspelt(among: front.contents.members.lazy.compactMap(\.key.scalar), names)
    }
}

extension ChoiceRecord.Items {
    fileprivate init(_ node: FrontMatterNode?, _ front: ParsedFrontMatter) {
        guard let node, !node.isNull else { return }
        let nodes = node.sequence.map { Array($0.prefix(ChoiceRecord.mostItems)) } ?? [node]
        let lines = front.lines
        first = nodes.map { item in
            (ChoiceRecord.ChoiceValue(item), item.mark.map { lines.fileLine(ofLine: $0.line) })
        }
        count = node.sequence?.count ?? 1
    }
}

extension ChoiceRecord.ChoiceValue {
    /// What a value is by the rules of YAML 1.1, which leave quoted text alone.
    fileprivate init(_ node: FrontMatterNode?) {
        switch node?.content {
        case nil, .scalar(_, .null): self = .absent
        case .mapping: self = .entry(ArticleRecord(.standard) { node?[$0] })
        case .scalar(let text, let style):
            if style == .plain, let truth = YesOrNo.truth(of: text) {
                self = .truth(truth)
            } else if style == .plain, Self.isNumber(text) {
                self = .number
            } else {
                self = .text(text)
            }
        case .sequence: self = .list
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first, first &- 0x30 < 10 || "+-.".utf8.contains(first) else {
            return false
        }
        return Double(text) != nil
    }
}
