import Yams

/// Front matter as YAML nodes that know their places in the file.
struct ParsedFrontMatter {
    let source: FrontMatter
    let path: String
    /// The bytes of a related list that was left out of `root`, because its extent is certain.
    let unparsedList: Range<Int>?
    let root: Node.Mapping
    private let values: [String: Node]

    /// Parses the front matter, refusing what could exhaust time, memory or the stack.
    ///
    /// - Parameter includesList: false leaves out a plainly written related list, which is most of the work.
    /// - Throws: ``InputProblem`` naming the line that cannot be parsed.
    init(
        _ source: FrontMatter,
        path: String,
        limits: ReadingLimits,
        includesList: Bool = false
    ) throws(InputProblem) {
        self.source = source
        self.path = path
        let yaml = source.bytes[source.yaml]
        guard yaml.count <= limits.frontMatterBytes else {
            throw InputProblem(
                .tooLarge,
                path: path,
                line: 2,
                "the front matter has \(yaml.count) bytes, more than \(limits.frontMatterBytes)",
                remedy: "move the text below the closing fence"
            )
        }
        if !includesList, let list = SimpleBlock.find(in: yaml) {
            // Its line breaks stay, so that marks keep pointing at the right lines; as comments, because
            // blank lines would belong to a `|+` text before them.
            var rest = Array(yaml[..<list.lowerBound])
            for byte in yaml[list] where byte == 0x0A { rest += [UInt8(ascii: "#"), 0x0A] }
            rest += yaml[list.upperBound...]
            let root = try Self.parse(rest[...], source, path, limits)
            let values = Self.byKey(root)
            // A second list under a quoted key must meet the parser's own check for duplicates.
            if values["related"] == nil {
                (self.root, self.values, unparsedList) = (root, values, list)
                return
            }
        }
        root = try Self.parse(yaml, source, path, limits)
        values = Self.byKey(root)
        unparsedList = nil
    }

    private static func parse(
        _ yaml: ArraySlice<UInt8>,
        _ source: FrontMatter,
        _ path: String,
        _ limits: ReadingLimits
    ) throws(InputProblem) -> Node.Mapping {
        if let line = YAMLComplexity.firstLineBeyondLimits(yaml, limits) {
            throw InputProblem(
                .yamlTooComplex,
                path: path,
                line: line + 2,
                "the YAML is nested deeper than \(limits.yamlDepth) levels or has over \(limits.yamlAliases) aliases",
                remedy: "write the values out flat"
            )
        }
        let node: Node?
        do {
            // The basic resolver leaves every scalar as text: dates and numbers are read by their keys. The
            // encoding is named because Yams looks it up in the environment otherwise, each time.
            node = try Yams.compose(yaml: String(decoding: yaml, as: UTF8.self), .basic, .default, .utf8)
        } catch {
            let lines = LineTable(source.bytes[source.yaml])
            throw InputProblem(invalidYAML: error, path: path, lines: lines)
        }
        switch node {
        case nil: return Node.Mapping([])
        case .mapping(let mapping)?: return mapping
        case .scalar(let scalar)? where scalar.string.isEmpty: return Node.Mapping([])
        default:
            throw InputProblem(
                .invalidYAML,
                path: path,
                line: 2,
                "the front matter is no list of `key: value` lines",
                remedy: "write one key a line, such as `title: \"...\"`"
            )
        }
    }

    private static func byKey(_ root: Node.Mapping) -> [String: Node] {
        var values: [String: Node] = [:]
        for (key, value) in root {
            if let name = key.scalar?.string { values[name] = value }
        }
        return values
    }

    /// The value of a top-level key.
    subscript(key: String) -> Node? { values[key] }

    /// Where the lines of the front matter begin.
    var lines: LineTable { LineTable(source.bytes[source.yaml]) }

    /// The file's line of a top-level key, from 1; nil where there is no such key.
    func line(of key: String) -> Int? {
        if key == "related", let list = unparsedList {
            return source.bytes[..<list.lowerBound].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        }
        return root.first { $0.key.scalar?.string == key }?.key.scalar?.mark.map {
            lines.fileLine(ofLine: $0.line)
        }
    }
}

extension Node {
    /// The text of a scalar; nil for null and for collections.
    var text: String? {
        guard let scalar else { return nil }
        if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) { return nil }
        return scalar.string
    }

    /// Whether the value is absent in all but name.
    var isNull: Bool { scalar != nil && text == nil }
}
