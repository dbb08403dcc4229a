extension TOMLSyntax {
    func edit(
        _ contents: FrontMatterContents,
        _ wanted: KeyText
    ) throws(UneditableLayout) -> ListEdit? {
        let layout = try TOMLLayout(contents.text)
        let path = wanted.path
        let block = TOMLBlock(wanted)
        let places = layout.statements.indices.filter { layout.paths[$0].starts(with: path) }
        guard let first = places.first, let last = places.last else {
            guard !wanted.isEmptyList else { return nil }
            return try insertion(of: block, path, into: layout)
        }
        let statement = layout.statements[first]
        if statement.kind == .pair, layout.paths[first] == path {
            let text = contents.text
            return ListEdit(
                statement.extent,
                block.array(column: layout.indentation(of: first), replacing: statement, text)
            )
        }
        guard statement.kind == .arrayOfTables, layout.paths[first] == path else {
            throw UneditableLayout(reason: "`\(path.joined(separator: "."))` is a table")
        }
        guard places.count == last - first + 1 else {
            throw UneditableLayout(
                reason: "other tables stand between those of `\(path.joined(separator: "."))`"
            )
        }
        let range = layout.lineStart(of: first)..<layout.lineEnd(of: last)
        let comments = layout.wholeLineComments(between: first, and: last)
        let comment = layout.comment(behind: first)
        guard wanted.isEmptyList else {
            let tables = block.tables(
                path,
                column: layout.indentation(of: first),
                comment: comment,
                areSetOff: layout.areSetOff(places.filter { layout.statements[$0].kind == .arrayOfTables })
            )
            return ListEdit(range, tables + comments)
        }
        // An empty list has no table, and a key among the tables would belong to one of them.
        let rest = layout.without(first...last)
        let insertion = try insertion(of: block, path, into: rest)
        let kept = comment.isEmpty ? comments : comment + Array(wanted.lineBreak.utf8) + comments
        return ListEdit(insertion.replacements + [(range, kept)])
    }

    /// A new key as one value: with the keys of its table, which for a top-level key end at the first other table.
    private func insertion(
        of block: TOMLBlock,
        _ path: [String],
        into layout: TOMLLayout
    ) throws(UneditableLayout) -> ListEdit {
        let parent = Array(path.dropLast())
        for place in layout.statements.indices {
            let isValue = layout.statements[place].kind == .pair && path.starts(with: layout.paths[place])
            let isList =
                layout.statements[place].kind == .arrayOfTables && path.starts(with: layout.paths[place])
            if isValue || isList {
                let name = layout.paths[place].joined(separator: ".")
                throw UneditableLayout(reason: "`\(name)` is no table of its own")
            }
        }
        if parent.isEmpty {
            let place = layout.endOfTopLevel
            return ListEdit(place..<place, block.pair(path, column: 0))
        }
        let header = layout.statements.indices.first {
            layout.statements[$0].kind == .table && layout.paths[$0] == parent
        }
        if let header {
            let last = layout.lastPair(ofTableAt: header)
            let place = layout.lineEnd(of: last)
            return ListEdit(
                place..<place,
                block.pair([path[path.count - 1]], column: layout.indentation(of: last))
            )
        }
        // Keys such as `extra.math`, whose table no header may open again.
        let dotted = layout.statements.indices.last {
            layout.statements[$0].kind == .pair && layout.headers[$0].isEmpty
                && layout.paths[$0].starts(with: parent)
        }
        if let dotted {
            let place = layout.lineEnd(of: dotted)
            return ListEdit(place..<place, block.pair(path, column: layout.indentation(of: dotted)))
        }
        let end = layout.text.endIndex
        return ListEdit(
            end..<end,
            block.table(parent, with: path[path.count - 1], setOff: !layout.statements.isEmpty)
        )
    }
}

/// The statements of a text, with the keys that they are about.
struct TOMLLayout {
    let text: ArraySlice<UInt8>
    private(set) var statements: [TOMLScanner.Statement]
    /// For each statement, all keys on the way to it.
    private(set) var paths: [[String]] = []
    /// For each statement, the keys of the table that it is in; none at the top.
    private(set) var headers: [[String]] = []

    init(_ text: ArraySlice<UInt8>) throws(UneditableLayout) {
        self.text = text
        var scanner = TOMLScanner(text, depthLimit: Int.max)
        do throws(TOMLFailure) {
            statements = try scanner.statements()
        } catch {
            throw UneditableLayout(reason: "its lines cannot be told apart")
        }
        var header: [String] = []
        for statement in statements {
            let keys = statement.keys.map(\.name)
            if statement.kind != .pair { header = keys }
            headers.append(header)
            paths.append(statement.kind == .pair ? header + keys : keys)
        }
    }

    /// The layout as if some of the statements were not there.
    func without(_ places: ClosedRange<Int>) -> TOMLLayout {
        var rest = self
        rest.statements.removeSubrange(places)
        rest.paths.removeSubrange(places)
        rest.headers.removeSubrange(places)
        return rest
    }

    func lineStart(of place: Int) -> Int {
        text[..<statements[place].start].lastIndex(of: 0x0A).map { $0 + 1 } ?? text.startIndex
    }

    /// The index behind the line on which a statement ends.
    func lineEnd(of place: Int) -> Int {
        text[statements[place].extent.upperBound...].firstIndex(of: 0x0A).map { $0 + 1 } ?? text.endIndex
    }

    /// Of a statement's line.
    func indentation(of place: Int) -> Int {
        text[lineStart(of: place)...].prefix { $0 == 0x20 }.count
    }

    /// Where a further key of no table goes.
    var endOfTopLevel: Int {
        guard let header = statements.firstIndex(where: { $0.kind != .pair }) else { return text.endIndex }
        return header == 0 ? text.startIndex : lineEnd(of: header - 1)
    }

    /// The last statement of a table, the header itself where it is empty.
    func lastPair(ofTableAt header: Int) -> Int {
        let next = statements[(header + 1)...].firstIndex { $0.kind != .pair } ?? statements.endIndex
        return next - 1
    }

    /// The comment that stands on the line on which a statement ends; empty for none.
    func comment(behind place: Int) -> ArraySlice<UInt8> {
        var rest = text[statements[place].extent.upperBound..<lineEnd(of: place)]
        while let last = rest.last, [0x20, 0x09, 0x0A, 0x0D].contains(last) { rest.removeLast() }
        return rest.drop { $0 == 0x20 || $0 == 0x09 }
    }

    /// The lines between statements that are comments.
    func wholeLineComments(between first: Int, and last: Int) -> [UInt8] {
        (first..<last).flatMap { place in
            text[lineEnd(of: place)..<lineStart(of: place + 1)].split(separator: 0x0A).flatMap { line in
                line.first { $0 != 0x20 && $0 != 0x09 } == UInt8(ascii: "#") ? line + [0x0A] : []
            }
        }
    }

    /// Whether a blank line stands between two tables; true where there is but one.
    func areSetOff(_ tables: [Int]) -> Bool {
        guard tables.count > 1, tables[1] > 0 else { return true }
        let before = text[lineEnd(of: tables[1] - 1)..<lineStart(of: tables[1])]
        let lines = before.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
        return lines.contains { $0.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D } }
    }
}
