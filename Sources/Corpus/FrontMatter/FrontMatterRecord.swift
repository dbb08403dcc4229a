import Yams

extension ArticleRecord {
    /// The fields of an article, or of a related entry, as YAML has them; without body and choices.
    init(_ value: (String) -> Node?) {
        func text(_ key: String) -> String? { value(key)?.text }
        id = text("id")
        title = text("title")
        excerpt = text("excerpt")
        publishedDateTime = text("publishedDateTime") ?? text("date")
        readLinks(text)
        type = text("type")
        language = text("language") ?? text("lang")
        quality = text("quality").flatMap(Double.init).flatMap { $0.isFinite ? $0 : nil }
        if let provider = value("provider") {
            // Some sites write just the name.
            self.provider = Provider(
                name: provider.text ?? provider.mapping?["name"]?.text,
                domain: provider.mapping?["domain"]?.text
            )
        }
        topics = value("topics")?.sequence?.compactMap(\.text) ?? []
        images =
            value("images")?.sequence?.compactMap { image in
                guard let url = image.text ?? image.mapping?["url"]?.text else { return nil }
                func field(_ name: String) -> String? { image.mapping?[name]?.text }
                return ArticleImage(
                    url: url,
                    width: field("width").flatMap { Int($0) },
                    height: field("height").flatMap { Int($0) },
                    isCached: field("isCached").flatMap { Bool($0) }
                )
            } ?? []
    }
}

extension ChoiceRecord {
    /// The choices of a file's front matter.
    init(_ front: ParsedFrontMatter) {
        pinned = Items(front["relatedPinned"], front)
        excluded = Items(front["relatedExcluded"], front)
        locked = Value(front["relatedLocked"])
        published = Value(front["published"])
        draft = Value(front["draft"])
    }
}

extension ChoiceRecord.Items {
    fileprivate init(_ node: Node?, _ front: ParsedFrontMatter) {
        guard let node, !node.isNull else { return }
        let nodes = node.sequence.map { Array($0.prefix(ChoiceRecord.mostItems)) } ?? [node]
        let lines = front.lines
        first = nodes.map { item in
            (ChoiceRecord.Value(item), item.mark.map { lines.fileLine(ofLine: $0.line) })
        }
        count = node.sequence?.count ?? 1
    }
}

extension ChoiceRecord.Value {
    /// What a YAML value is by the rules of YAML 1.1, which leave quoted text alone.
    fileprivate init(_ node: Node?) {
        switch node {
        case nil: self = .absent
        case .mapping(let mapping)?: self = .entry(ArticleRecord { mapping[Node($0)] })
        case .scalar(let scalar)?:
            guard let text = node?.text else {
                self = .absent
                return
            }
            if scalar.style == .plain, let truth = ChoiceRecord.truth(of: text) {
                self = .truth(truth)
            } else if scalar.style == .plain, Self.isNumber(text) {
                self = .number
            } else {
                self = .text(text)
            }
        default: self = .list
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first, first &- 0x30 < 10 || "+-.".utf8.contains(first) else {
            return false
        }
        return Double(text) != nil
    }
}
