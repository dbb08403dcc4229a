package import Platform

/// A unified diff of two versions of a file, as `diff -u` prints and `patch` and `git apply` read.
package struct UnifiedDiff {
    private enum Line {
        case kept(ArraySlice<UInt8>)
        case removed(ArraySlice<UInt8>)
        case added(ArraySlice<UInt8>)

        var isChange: Bool { if case .kept = self { false } else { true } }
    }

    /// Lines of context around a change.
    private static let context = 3

    /// The diff's text, or nothing where the versions are equal.
    ///
    /// - Complexity: O(lines x differing lines); the parts before the first and after the last difference,
    ///   most of an article file, are compared once.
    package static func text(from old: [UInt8], to new: [UInt8], path: String, style: Style) -> String {
        let script = editScript(lines(of: old), lines(of: new))
        guard script.contains(where: \.isChange) else { return "" }
        var text =
            style.bold("--- " + fileName("a/" + path)) + "\n" + style.bold("+++ " + fileName("b/" + path))
            + "\n"
        var (oldLine, newLine) = (1, 1)
        var index = 0
        while index < script.count {
            guard let change = script[index...].firstIndex(where: \.isChange) else { break }
            let start = max(index, change - context)
            oldLine += start - index
            newLine += start - index
            // A hunk goes on while the next change is near enough for their contexts to touch.
            var end = change + 1
            while let next = script[end...].firstIndex(where: \.isChange), next - end <= 2 * context {
                end = next + 1
            }
            end = min(script.count, end + context)
            let hunk = script[start..<end]
            let oldCount = hunk.count { if case .added = $0 { false } else { true } }
            let newCount = hunk.count { if case .removed = $0 { false } else { true } }
            text += style.cyan("@@ -\(position(oldLine, oldCount)) +\(position(newLine, newCount)) @@") + "\n"
            for line in hunk { text += render(line, style) }
            oldLine += oldCount
            newLine += newCount
            index = end
        }
        return text
    }

    /// A name as git writes it: quoted where it has quotes or control characters, and closed with a tab where
    /// it has a space, at which `patch` would end it.
    private static func fileName(_ name: String) -> String {
        let needsQuotes = name.utf8.contains {
            $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\")
        }
        guard needsQuotes else { return name.contains(" ") ? name + "\t" : name }
        let escaped = name.utf8.map { byte -> String in
            switch byte {
            case UInt8(ascii: "\""): "\\\""
            case UInt8(ascii: "\\"): "\\\\"
            case 0x20..<0x7F: String(UnicodeScalar(byte))
            default:
                "\\" + String(repeating: "0", count: 3 - String(byte, radix: 8).count)
                    + String(byte, radix: 8)
            }
        }
        return "\"" + escaped.joined() + "\""
    }

    private static func position(_ line: Int, _ count: Int) -> String {
        count == 1 ? "\(line)" : "\(count == 0 ? line - 1 : line),\(count)"
    }

    private static func render(_ line: Line, _ style: Style) -> String {
        func row(_ mark: String, _ bytes: ArraySlice<UInt8>, _ paint: (String) -> String) -> String {
            let hasBreak = bytes.last == UInt8(ascii: "\n")
            let body = String(decoding: hasBreak ? bytes.dropLast() : bytes, as: UTF8.self)
            return paint(mark + style.safe(body)) + (hasBreak ? "\n" : "\n\\ No newline at end of file\n")
        }
        return switch line {
        case .kept(let bytes): row(" ", bytes) { $0 }
        case .removed(let bytes): row("-", bytes, style.red)
        case .added(let bytes): row("+", bytes, style.green)
        }
    }

    /// The lines with their line feeds.
    private static func lines(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
            lines.append(bytes[start..<end])
            start = end
        }
        return lines
    }

    private static func editScript(_ old: [ArraySlice<UInt8>], _ new: [ArraySlice<UInt8>]) -> [Line] {
        var head = 0
        while head < min(old.count, new.count), old[head] == new[head] { head += 1 }
        var tail = 0
        while tail < min(old.count, new.count) - head, old[old.count - 1 - tail] == new[new.count - 1 - tail]
        {
            tail += 1
        }
        let (oldMiddle, newMiddle) = (
            Array(old[head..<(old.count - tail)]), Array(new[head..<(new.count - tail)])
        )
        // Myers' algorithm is quadratic at worst; a huge list is replaced rather than compared.
        let isSmall = oldMiddle.count * newMiddle.count <= 1 << 22
        // Equal lines get equal numbers, which compare faster than bytes.
        var numbers: [ArraySlice<UInt8>: Int] = [:]
        func number(_ line: ArraySlice<UInt8>) -> Int {
            if let known = numbers[line] { return known }
            numbers[line] = numbers.count
            return numbers.count - 1
        }
        let difference = isSmall ? newMiddle.map(number).difference(from: oldMiddle.map(number)) : nil
        let removed = Set(difference?.removals.map(\.offset) ?? Array(oldMiddle.indices))
        let added = Set(difference?.insertions.map(\.offset) ?? Array(newMiddle.indices))

        var script = old[..<head].map { Line.kept($0) }
        var (i, j) = (0, 0)
        while i < oldMiddle.count || j < newMiddle.count {
            if i < oldMiddle.count, removed.contains(i) {
                script.append(.removed(oldMiddle[i]))
                i += 1
            } else if j < newMiddle.count, added.contains(j) {
                script.append(.added(newMiddle[j]))
                j += 1
            } else {
                script.append(.kept(oldMiddle[i]))
                i += 1
                j += 1
            }
        }
        return script + old[(old.count - tail)...].map { Line.kept($0) }
    }
}

extension CollectionDifference.Change {
    fileprivate var offset: Int {
        switch self {
        case .insert(let offset, _, _), .remove(let offset, _, _): offset
        }
    }
}
