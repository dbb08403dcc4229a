/// Lines of JavaScript modules between the paragraphs of MDX.
enum ModuleLine {
    static let keywords = ["import ", "import{", "export "].map { Array($0.utf8) }

    private static let exported = [
        "const ", "let ", "var ", "default ", "function ", "async ", "class ", "{", "*",
    ]
    .map { Array($0.utf8) }

    /// Whether a line imports or exports something, and is no sentence that begins with these words.
    static func isStatement(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == UInt8(ascii: "i") || line.first == UInt8(ascii: "e"),
            let keyword = keywords.first(where: { line.starts(with: $0) })
        else { return false }
        let rest = line.dropFirst(keyword.count)
        if keyword[0] == UInt8(ascii: "e") { return exported.contains { rest.starts(with: $0) } }
        // `import "x"`, `import X from 'x'`, `import {` that goes on in the next line.
        guard let first = rest.first(where: { !$0.isBlank }) else { return false }
        if first == .quote || first == .apostrophe { return true }
        if keyword.last == .openBrace || first == .openBrace || first == UInt8(ascii: "*") { return true }
        return [" from \"", " from '"].contains { contains(rest, Array($0.utf8)) }
    }

    private static func contains(_ line: ArraySlice<UInt8>, _ part: [UInt8]) -> Bool {
        guard line.count >= part.count else { return false }
        return (line.startIndex...(line.endIndex - part.count)).contains { start in
            line[start] == part[0] && line[start...].starts(with: part)
        }
    }
}
