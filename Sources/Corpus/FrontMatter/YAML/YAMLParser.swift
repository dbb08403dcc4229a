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
                .yamlTooComplex,
                path: path,
                line: line + firstLine,
                "the YAML is nested deeper than \(limits.yamlDepth) levels or has over \(limits.yamlAliases) aliases",
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
                lines: LineTable(yaml: yaml),
                subject: subject,
                firstLine: firstLine
            )
        }
        switch node {
        case nil: return []
        case .mapping(let mapping)?:
            return mapping.map {
                FrontMatterNode.Member(key: FrontMatterNode($0.key), value: FrontMatterNode($0.value))
            }
        case .scalar(let scalar)? where scalar.string.isEmpty: return []
        default:
            throw InputProblem(
                .invalidYAML,
                path: path,
                line: firstLine,
                "\(subject) is no list of `key: value` lines",
                remedy: "write one key a line, such as `\(example)`"
            )
        }
    }
}

extension FrontMatterNode {
    fileprivate init(_ node: Node) {
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
                content: .sequence(sequence.map { FrontMatterNode($0) }),
                tag: Self.writtenTag(sequence.tag),
                mark: sequence.mark.map { Mark(line: $0.line, column: $0.column) }
            )
        case .mapping(let mapping):
            self.init(
                content: .mapping(
                    mapping.map { Member(key: FrontMatterNode($0.key), value: FrontMatterNode($0.value)) }
                ),
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
