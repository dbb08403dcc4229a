/// Front matter that is a JSON object: from a brace on the first line to the one that closes it, or behind `---json`.
struct JSONSyntax: FrontMatterSyntax {
    var name: String { "JSON" }

    func extent(in bytes: [UInt8], from start: Int) -> FrontMatterExtent {
        let remedy = "end it with a line of three dashes"
        let fenced = FenceLines.extent(in: bytes, from: start, remedy: remedy) {
            FenceLines.opens($0, naming: ["json"])
        } closes: {
            FenceLines.isBare($0, "-")
        }
        guard case .none = fenced else { return fenced }
        // `{{`, `{%` and `{:` begin what template languages have there.
        guard bytes[start...].first == UInt8(ascii: "{"),
            let next = bytes[(start + 1)...].first(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
            next == UInt8(ascii: "\"") || next == UInt8(ascii: "}")
        else { return .none }
        guard let end = Self.end(ofObjectAt: start, in: bytes) else {
            return .open(remedy: "close it with a brace at its end")
        }
        let lineEnd = FenceLines.endOfLine(in: bytes, from: end)
        // Whatever stands behind it on its line, it is no front matter then.
        guard bytes[end..<lineEnd].allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) else { return .none }
        return .found(text: start..<end, body: lineEnd..<bytes.count)
    }

    /// The index behind the brace that closes the object; nil where there is none.
    private static func end(ofObjectAt start: Int, in bytes: [UInt8]) -> Int? {
        var depth = 0
        var isText = false
        var index = start
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\""): isText.toggle()
            case UInt8(ascii: "\\") where isText: index += 1
            case UInt8(ascii: "{") where !isText: depth += 1
            case UInt8(ascii: "}") where !isText:
                depth -= 1
                if depth == 0 { return index + 1 }
            default: break
            }
            index += 1
        }
        return nil
    }

    func parse(
        _ text: ArraySlice<UInt8>,
        in file: FrontMatterOrigin,
        limits: ReadingLimits
    ) throws(InputProblem) -> [FrontMatterNode.Member] {
        var scanner = JSONScanner(text, depthLimit: limits.frontMatterDepth)
        do throws(JSONScanner.Failure) {
            let members = try scanner.document()
            return scanner.nodes(members)
        } catch {
            let lines = lines(of: text, firstLine: file.firstLine)
            let line = lines.fileLine(ofLine: lines.mark(of: error.offset).line)
            if error.isTooDeep {
                throw InputProblem(
                    .frontMatterTooComplex,
                    path: file.path,
                    line: line,
                    "the JSON is nested deeper than \(limits.frontMatterDepth) levels",
                    remedy: "write the values out flat"
                )
            }
            throw InputProblem(
                .invalidFrontMatter,
                path: file.path,
                line: line,
                "the front matter is not valid JSON: \(error.problem)",
                remedy:
                    "correct the JSON; keys and texts are written in double quotes, with commas between members"
            )
        }
    }
}
