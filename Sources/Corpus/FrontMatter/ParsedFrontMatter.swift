/// Front matter as values that know their places in the file.
struct ParsedFrontMatter {
    let source: FrontMatter
    let path: String
    /// What the parser made of it, without a list that was passed over.
    let contents: FrontMatterContents
    private let values: [String: FrontMatterNode]
    /// Keys that begin with a capital, in small letters, where no other key is called so: Hugo makes no difference.
    let foldedKeys: [String]
    /// Keys that stand there more than once, of which the last counts.
    let repeatedKeys: [TextWithEachKeyOnce.Key]

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
        let (text, syntax, origin) = (source.text, source.syntax, source.origin(path))
        guard text.count <= limits.frontMatterBytes else {
            throw InputProblem(
                .tooLarge,
                path: path,
                line: source.firstLine,
                "the front matter has \(text.count) bytes, more than \(limits.frontMatterBytes)",
                remedy: "move the text below the front matter"
            )
        }
        if !includesList, let list = syntax.certainList(in: text, key: "related") {
            let rest = syntax.text(text, without: list)
            // What does not parse so is told by the whole text.
            let members = try? syntax.parse(rest[...], in: origin, limits: limits)
            let (values, folded) = Self.byKey(members ?? [])
            // A second list under a quoted key must meet the parser's own check for duplicates.
            if let members, values["related"] == nil {
                (self.values, foldedKeys, repeatedKeys) = (values, folded, [])
                contents = FrontMatterContents(text: text, members: members, unparsedList: list)
                return
            }
        }
        var read = text
        let members: [FrontMatterNode.Member]
        do throws(InputProblem) {
            members = try syntax.parse(text, in: origin, limits: limits)
            repeatedKeys = []
        } catch {
            guard error.kind == .invalidFrontMatter,
                let once = syntax.textWithEachKeyOnce(text, limits: limits)
            else { throw error }
            members = try syntax.parse(once.text[...], in: origin, limits: limits)
            repeatedKeys = once.repeated
            // Where an edit sees a comment, it leaves what stands there.
            var bytes = source.bytes
            bytes.replaceSubrange(source.range, with: once.text)
            read = bytes[source.range]
        }
        (values, foldedKeys) = Self.byKey(members)
        contents = FrontMatterContents(text: read, members: members)
    }

    private static func byKey(_ members: [FrontMatterNode.Member]) -> (
        values: [String: FrontMatterNode], folded: [String]
    ) {
        var values: [String: FrontMatterNode] = [:]
        var capitals: [(String, FrontMatterNode)] = []
        for member in members {
            guard let name = member.key.scalar else { continue }
            values[name] = member.value
            if let first = name.utf8.first, (0x41...0x5A).contains(first) {
                capitals.append((name.lowercased(), member.value))
            }
        }
        var folded: [String] = []
        for (name, value) in capitals where values[name] == nil {
            values[name] = value
            folded.append(name)
        }
        return (values, folded)
    }

    /// The top-level key that is another one but for the case of its letters; nil where there is none.
    func keyDifferingInCase(from key: String) -> String? {
        contents.members.lazy.compactMap(\.key.scalar).first {
            $0.utf8.count == key.utf8.count && $0 != key && $0.lowercased() == key.lowercased()
        }
    }

    /// The value of a top-level key.
    subscript(key: String) -> FrontMatterNode? { values[key] }

    /// Where the lines of the front matter begin.
    var lines: LineTable { source.syntax.lines(of: source.text, firstLine: source.firstLine) }

    /// The value that lies below keys within each other, outermost first, list and all; nil where there is none.
    ///
    /// - Throws: ``InputProblem`` where a list that was passed over does not parse alone.
    func value(at keyPath: [String], limits: ReadingLimits) throws(InputProblem) -> FrontMatterNode? {
        guard let first = keyPath.first else { return nil }
        var value = values[first]
        if first == "related", let list = contents.unparsedList {
            let members = try source.syntax.parse(source.text[list], in: source.origin(path), limits: limits)
            value = members.first?.value
        }
        return keyPath.dropFirst().reduce(value) { $0?[$1] }
    }

    /// The file's line of a top-level key, from 1; nil where there is no such key.
    func line(of key: String) -> Int? {
        if key == "related", let list = contents.unparsedList {
            return source.bytes[..<list.lowerBound].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
        }
        let mark = contents.members.first { $0.key.scalar == key }?.key.mark
        return mark.map { lines.fileLine(ofLine: $0.line) }
    }
}
