import Yams

/// Parses YAML, refusing what could exhaust time, memory or the stack.
struct YAMLParser {
    var path: String
    var limits: ReadingLimits
    /// What is parsed, for messages.
    var subject = "the front matter"
    /// The file's line, from 1, at which the YAML begins.
    var firstLine = 2
    /// How values are written that are not nested too deep, and an example of a line, for messages.
    var remedy = "write the values out flat"
    var example = "title: \"...\""

    /// The keys and values of a mapping; none of an empty text.
    ///
    /// - Throws: ``InputProblem`` naming the line that cannot be parsed.
    func members(of yaml: ArraySlice<UInt8>) throws(InputProblem) -> [FrontMatterNode.Member] {
        if let line = YAMLComplexity.firstLineBeyondLimits(yaml, limits) {
            throw InputProblem(
                .frontMatterTooComplex,
                path: path,
                line: line + firstLine,
                "the YAML is nested deeper than \(limits.frontMatterDepth) levels, or its aliases are",
                remedy: remedy
            )
        }
        let node: Node?
        do {
            // The basic resolver leaves every scalar as text: dates and numbers are read by their keys. The
            // encoding is named because Yams looks it up in the environment otherwise, each time.
            node = try Yams.compose(yaml: String(decoding: yaml, as: UTF8.self), .basic, .default, .utf8)
        } catch {
            throw InputProblem(
                invalidYAML: error,
                path: path,
                lines: LineTable(yaml: yaml, firstLine: firstLine),
                subject: subject,
                firstLine: firstLine
            )
        }
        switch node {
        case nil: return []
        case .mapping(let mapping)?:
            // Every node has a byte of its own, so only aliases can come to more than that.
            var growth = ExpandedSize(limit: max(limits.frontMatterBytes, 2 * yaml.count))
            let members = mapping.map { FrontMatterNode.Member($0, &growth) }
            guard !growth.isBeyondLimit else {
                throw InputProblem(
                    .frontMatterTooComplex,
                    path: path,
                    line: firstLine,
                    "the aliases of the YAML stand for more than \(limits.frontMatterBytes) bytes",
                    remedy: "write some of the values out, or shorten what the aliases stand for"
                )
            }
            return members
        case .scalar(let scalar)? where scalar.string.isEmpty: return []
        default:
            throw InputProblem(
                .invalidFrontMatter,
                path: path,
                line: firstLine,
                "\(subject) is no list of `key: value` lines",
                remedy: "write one key a line, such as `\(example)`"
            )
        }
    }
}

/// What values come to with all aliases replaced, in bytes of text and one more for each value.
private struct ExpandedSize {
    let limit: Int
    private(set) var size = 0

    init(limit: Int) { self.limit = limit }

    var isBeyondLimit: Bool { size > limit }

    mutating func add(_ bytes: Int) { size += 1 + bytes }
}

extension FrontMatterNode.Member {
    fileprivate init(_ pair: (key: Node, value: Node), _ growth: inout ExpandedSize) {
        self.init(key: FrontMatterNode(pair.key, &growth), value: FrontMatterNode(pair.value, &growth))
    }
}

extension FrontMatterNode {
    /// Beyond the limit of `growth` it is null, and nothing is copied any more.
    fileprivate init(_ node: Node, _ growth: inout ExpandedSize) {
        growth.add(node.scalar?.string.utf8.count ?? 0)
        guard !growth.isBeyondLimit else {
            self.init(content: .scalar("", .null))
            return
        }
        switch node {
        case .scalar(let scalar):
            let text = scalar.string
            let style: ScalarStyle =
                scalar.style != .plain
                ? .quoted : ["", "~", "null", "Null", "NULL"].contains(text) ? .null : .plain
            self.init(
                content: .scalar(text, style),
                tag: Self.writtenTag(scalar.tag),
                mark: scalar.mark.map { Mark(line: $0.line, column: $0.column) }
            )
        case .sequence(let sequence):
            self.init(
                content: .sequence(sequence.map { FrontMatterNode($0, &growth) }),
                tag: Self.writtenTag(sequence.tag),
                mark: sequence.mark.map { Mark(line: $0.line, column: $0.column) }
            )
        case .mapping(let mapping):
            self.init(
                content: .mapping(mapping.map { Member($0, &growth) }),
                tag: Self.writtenTag(mapping.tag),
                mark: mapping.mark.map { Mark(line: $0.line, column: $0.column) }
            )
        case .alias:
            // The parser puts the value in an alias's place.
            self.init(content: .scalar("", .null))
        }
    }

    /// A tag that the text itself has; nil for those that Yams gives to what has none.
    private static func writtenTag(_ tag: Tag) -> String? {
        let name = tag.rawValue
        return name.utf8.count < 2 || implicitTags.contains(name) ? nil : name
    }

    private static let implicitTags = [Tag.Name.str, .seq, .map].map(\.rawValue)
}
