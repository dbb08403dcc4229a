import Platform

/// Which keys the files of a site have that no field is read from.
///
///     var census = KeyCensus(names: rules.names)
///     for file in files { census.add(file) }
///     for key in census.unread(inAtLeast: 0.05) { print(key.name, key.files, key.example) }
///
/// Keys of mappings are counted by the names that lead to them, such as `params.author`, as one would name them in a
/// mapping of fields.
package struct KeyCensus: Sendable {
    /// What stands under a key.
    package enum ValueKind: String, CaseIterable, Hashable, Sendable {
        case text, date, number, truth, list, mapping
    }

    /// One key that no field is read from.
    package struct Key: Hashable, Sendable {
        package var name: String
        /// Files, or lines of JSON, that have a value under it.
        package var files: Int
        package var kinds: [ValueKind: Int]
        /// Its first value, in quotes where it is a text, short enough for a line of a message.
        package var example: String
    }

    /// Files and lines of JSON that were counted.
    package private(set) var files = 0
    private var keys: [String: Key] = [:]
    private let known: Set<String>

    /// Distinct keys that are counted: a site has some dozens, and a hostile one must not fill the memory.
    private static let mostKeys = 4096
    private static let longestKey = 128
    private static let mostOfMapping = 64

    /// - Parameters:
    ///   - names: the keys that are read.
    ///   - others: further keys that are no news, such as that of the related list.
    package init(names: FieldNames, others: [String] = ["related"]) {
        known = Set(ArticleField.allCases.flatMap { names[$0] } + others)
    }

    /// Counts the keys of a file.
    package mutating func add(_ file: MarkdownFile) { add(file.parsed.contents.members) }

    /// Counts the keys of a JSON object, such as a line of a JSON lines file; what is none has no keys.
    package mutating func add(_ document: JSONDocument) {
        guard let node = try? document.decoded(JSONNode.self).node, case .mapping(let members) = node.content
        else { return }
        add(members)
    }

    private mutating func add(_ members: [FrontMatterNode.Member]) {
        files += 1
        for member in members {
            guard let name = member.key.scalar else { continue }
            // A mapping's own name is read where it is a provider, say.
            if !known.contains(name), case .mapping(let inner) = member.value.content, !inner.isEmpty {
                for member in inner.prefix(Self.mostOfMapping) {
                    if let key = member.key.scalar { add("\(name).\(key)", member.value) }
                }
            } else {
                add(name, member.value)
            }
        }
    }

    private mutating func add(_ name: String, _ value: FrontMatterNode) {
        guard !known.contains(name), !known.contains(name.lowercased()), !value.isNull, !name.isEmpty,
            name.utf8.count <= Self.longestKey
        else {
            return
        }
        let kind = ValueKind(value)
        if keys[name] == nil {
            guard keys.count < Self.mostKeys else { return }
            keys[name] = Key(name: name, files: 0, kinds: [:], example: Self.example(value))
        }
        keys[name]?.files += 1
        keys[name]?.kinds[kind, default: 0] += 1
    }

    /// Adds what was counted elsewhere, of files that come behind.
    package mutating func add(_ other: KeyCensus) {
        files += other.files
        for key in other.keys.values.sorted(by: { $0.name < $1.name }) {
            if keys[key.name] != nil {
                keys[key.name]?.files += key.files
                keys[key.name]?.kinds.merge(key.kinds, uniquingKeysWith: +)
            } else if keys.count < Self.mostKeys {
                keys[key.name] = key
            }
        }
    }

    /// The keys that are in at least a share of the files, and in two, most frequent first.
    package func unread(inAtLeast share: Double) -> [Key] {
        keys.values.filter { $0.files >= 2 && Double($0.files) >= share * Double(files) }.sorted {
            ($1.files, $0.name) < ($0.files, $1.name)
        }
    }

    private static func example(_ value: FrontMatterNode) -> String {
        switch value.content {
        case .scalar(let text, _): text.excerptForMessage
        case .sequence(let items):
            "[" + items.prefix(3).map(example).joined(separator: ", ") + (items.count > 3 ? ", …]" : "]")
        case .mapping(let members):
            "{"
                + members.prefix(3).compactMap { $0.key.scalar?.excerptForMessage }.joined(separator: ", ")
                + (members.count > 3 ? ", …}" : "}")
        }
    }
}

extension KeyCensus.ValueKind {
    fileprivate init(_ value: FrontMatterNode) {
        switch value.content {
        case .mapping: self = .mapping
        case .sequence: self = .list
        case .scalar(let text, let style):
            if style == .plain, YesOrNo.truth(of: text) != nil {
                self = .truth
            } else if PublicationDate(text) != nil {
                self = .date
            } else if style == .plain, Double(text) != nil {
                self = .number
            } else {
                self = .text
            }
        }
    }
}

/// Any JSON value, two levels deep, as front matter would have it.
private struct JSONNode: Decodable {
    var node: FrontMatterNode

    init(from decoder: any Decoder) throws {
        let value = try? decoder.singleValueContainer()
        func scalar(_ text: String, _ style: FrontMatterNode.ScalarStyle) -> FrontMatterNode {
            FrontMatterNode(content: .scalar(text, style))
        }
        if value?.decodeNil() == true {
            node = scalar("", .null)
        } else if let truth = try? value?.decode(Bool.self) {
            node = scalar("\(truth)", .plain)
        } else if let text = try? value?.decode(String.self) {
            node = scalar(text, .quoted)
        } else if let number = try? value?.decode(Int.self) {
            node = scalar("\(number)", .plain)
        } else if let number = try? value?.decode(Double.self) {
            node = scalar("\(number)", .plain)
        } else if let container = try? decoder.container(keyedBy: JSONKey.self), decoder.codingPath.count < 3
        {
            node = FrontMatterNode(
                content: .mapping(
                    container.allKeys.sorted { $0.stringValue < $1.stringValue }.compactMap { key in
                        guard let value = try? container.decode(JSONNode.self, forKey: key) else {
                            return nil
                        }
                        return .init(key: scalar(key.stringValue, .quoted), value: value.node)
                    }
                )
            )
        } else if var container = try? decoder.unkeyedContainer(), decoder.codingPath.count < 3 {
            var items: [FrontMatterNode] = []
            while !container.isAtEnd, items.count < 4, let item = try? container.decode(JSONNode.self) {
                items.append(item.node)
            }
            node = FrontMatterNode(content: .sequence(items))
        } else {
            node = FrontMatterNode(content: .sequence([]))
        }
    }
}

extension KeyCensus {
    /// Counts the keys of the files that articles were read from; those of JSON lines are left out.
    ///
    /// - Complexity: linear in the bytes of the files, which are read again.
    package init(of contents: CorpusContents, _ rules: ReadingRules) {
        let paths = contents.articles.compactMap(\.origin?.path)
            .filter { SourceFile.format(ofName: $0) == .markdown }
        let parts = concurrentMap(paths.count) { index -> KeyCensus in
            var part = KeyCensus(names: rules.names)
            if let bytes = try? readFile(paths[index], limit: rules.limits.markdownBytes).bytes,
                let file = try? MarkdownFile(bytes, path: paths[index], rules)
            {
                part.add(file)
            }
            return part
        }
        self.init(names: rules.names)
        for part in parts { add(part) }
    }
}
