import TOMLKit

/// Front matter in TOML, between lines of three plus signs, or behind `---toml`.
struct TOMLSyntax: FrontMatterSyntax {
    var name: String { "TOML" }

    func extent(in bytes: [UInt8], from start: Int) -> FrontMatterExtent {
        let plus = FenceLines.extent(in: bytes, from: start, remedy: "end it with a line of three plus signs")
        {
            FenceLines.isBare($0, "+")
        } closes: {
            FenceLines.isBare($0, "+")
        }
        guard case .none = plus else { return plus }
        return FenceLines.extent(in: bytes, from: start, remedy: "end it with a line of three dashes") {
            FenceLines.opens($0, naming: ["toml"])
        } closes: {
            FenceLines.isBare($0, "-")
        }
    }

    func parse(
        _ text: ArraySlice<UInt8>,
        in file: FrontMatterOrigin,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member] {
        let lines = lines(of: text, firstLine: file.firstLine)
        var scanner = TOMLScanner(text, depthLimit: limits.frontMatterDepth)
        let statements: [TOMLScanner.Statement]
        do throws(TOMLFailure) {
            statements = try scanner.statements()
        } catch {
            // What is missing at the end is missing on the last line.
            let line = lines.mark(of: max(text.startIndex, min(error.offset, text.endIndex - 1))).line
            if error.isTooDeep {
                throw InputProblem(
                    .frontMatterTooComplex,
                    path: file.path,
                    line: lines.fileLine(ofLine: line),
                    "the TOML is nested deeper than \(limits.frontMatterDepth) levels",
                    remedy: "write the values out flat"
                )
            }
            // Only what was understood goes to the parser: it takes any depth, and where a key begins with a wrong sign it
            // ends the process (https://github.com/marzer/tomlplusplus: an assertion in parse_key).
            try validate(text[..<scanner.end], file, lines)
            throw .invalid(file, lines.fileLine(ofLine: line), "it does not parse")
        }
        try validate(text, file, lines)
        let root = TOMLTree()
        var table = root
        for statement in statements {
            let keys: [TOMLTree.Key] = statement.keys.map { ($0.name, lines.mark(of: $0.offset)) }
            switch statement.kind {
            case .table: table = root.table(keys[...])
            case .arrayOfTables: table = root.addTable(keys)
            case .pair: if let value = statement.value { table.add(value, below: keys) }
            }
        }
        return root.members
    }

    private func validate(
        _ text: ArraySlice<UInt8>,
        _ file: FrontMatterOrigin,
        _ lines: LineTable
    ) throws(InputProblem) {
        // The parser would take the text to end there.
        if let zero = text.firstIndex(of: 0) {
            let line = lines.fileLine(ofLine: lines.mark(of: zero).line)
            throw .invalid(file, line, "it contains a NUL")
        }
        do {
            _ = try TOMLTable(string: String(decoding: text, as: UTF8.self))
        } catch let error as TOMLParseError {
            let message =
                error.description.split(separator: "\n").first.map(String.init) ?? "it does not parse"
            throw .invalid(file, lines.fileLine(ofLine: error.source.begin.line), message)
        } catch {
            throw .invalid(file, file.firstLine, "it does not parse")
        }
    }
}

extension InputProblem {
    fileprivate static func invalid(_ file: FrontMatterOrigin, _ line: Int, _ message: String) -> InputProblem
    {
        InputProblem(
            .invalidFrontMatter,
            path: file.path,
            line: line,
            "the front matter is not valid TOML: \(message)",
            remedy: "correct the TOML; texts are written in quotes"
        )
    }
}
