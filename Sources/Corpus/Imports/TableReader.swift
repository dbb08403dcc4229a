/// Reads a table (CSV, RFC 4180): the first row names the columns, each further one is an article.
///
/// Commas, semicolons or tabs may stand between cells, whichever comes first in the first row. It goes by bytes: by
/// characters, a comma and an accent behind it would be one.
struct TableReader {
    /// Columns that are read; a table has some dozens, and a hostile one must not make every row large.
    private static let mostColumns = 256

    /// Whether a row has cells for which there is no column.
    private(set) var hasUnequalRows = false

    private let names: FieldNames
    private var columns: [String] = []
    /// Whether a column is called as one before it.
    private var isRepeated: [Bool] = []
    private var line = 1
    private var hasRows = false

    /// - Parameter names: by which the articles will be read.
    init(_ names: FieldNames) { self.names = names }

    /// - Parameters:
    ///   - bytes: UTF-8.
    ///   - receive: gets the rows, in their order.
    /// - Returns: why the rest could not be read; nil where all was.
    /// - Complexity: O(bytes).
    mutating func read(_ bytes: [UInt8], receive: (ImportedItem) -> Void) -> ExportFailure? {
        var rows = TableRows(bytes, most: Self.mostColumns)
        do throws(TableRows.WrongQuote) {
            while let row = try rows.next() {
                add(row, receive)
                line = rows.line
            }
        } catch {
            return ExportFailure(
                "a quotation mark stands within a cell that is not quoted right",
                "double quotation marks within quotes, as spreadsheets do; the rows from here on are left out",
                line: line
            )
        }
        guard !columns.isEmpty, hasRows else {
            return ExportFailure(
                "the file is neither XML nor JSON, and a table of at most one row",
                "name an export: a feed, a WordPress or Ghost export, JSON, or CSV whose first row names its columns"
            )
        }
        return nil
    }

    private mutating func add(_ row: TableRows.Row, _ receive: (ImportedItem) -> Void) {
        if columns.isEmpty {
            columns = row.cells.map { key($0.trimmed) }
            if columns.allSatisfy(\.isEmpty) { columns = [] }
            var known: Set<String> = []
            isRepeated = columns.map { !known.insert($0).inserted }
            return
        }
        if row.count > columns.count { hasUnequalRows = true }
        var item = ImportedItem(line: line)
        for (place, cell) in row.cells.prefix(columns.count).enumerated() where !columns[place].isEmpty {
            if isRepeated[place] { item.set(columns[place], cell) } else { item.append(columns[place], cell) }
        }
        guard !item.isEmpty else { return }
        hasRows = true
        receive(item)
    }

    /// What a column is called: "Published at" is `published_at`.
    private func key(_ column: String) -> String {
        guard names.byBytes[column.utf8]?.name == nil else { return column }
        let plain = column.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
        return names.byBytes[String(plain).utf8]?.name == nil ? column : String(plain)
    }
}

/// The rows of a table, one after the other.
private struct TableRows {
    struct Row {
        /// The first ones; no more than are wanted.
        var cells: [String] = []
        /// Of all its cells.
        var count = 0
    }

    /// Something other than a separator stands behind a quoted cell.
    struct WrongQuote: Error {}

    private let bytes: [UInt8]
    private let most: Int
    private let separator: UInt8
    private var position = 0
    /// At which the next row begins, from 1.
    private(set) var line = 1

    private static let quote = UInt8(ascii: "\"")

    init(_ bytes: [UInt8], most: Int) {
        (self.bytes, self.most) = (bytes, most)
        separator =
            bytes.prefix { $0 != 0x0A && $0 != 0x0D }
            .first { [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")].contains($0) }
            ?? UInt8(ascii: ",")
    }

    mutating func next() throws(WrongQuote) -> Row? {
        guard position < bytes.count else { return nil }
        var row = Row()
        repeat {
            let cell = try cell(isWanted: row.count < most)
            if row.count < most { row.cells.append(cell) }
            row.count += 1
        } while take(separator)
        if take(0x0D) { _ = take(0x0A) } else { _ = take(0x0A) }
        line += 1
        return row
    }

    /// Passes over a byte where it comes next.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private func isEnd(_ byte: UInt8) -> Bool { byte == separator || byte == 0x0A || byte == 0x0D }

    private mutating func skipSpaces() {
        while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09,
            bytes[position] != separator
        {
            position += 1
        }
    }

    /// The cell that begins here, up to what separates it from the next one.
    private mutating func cell(isWanted: Bool) throws(WrongQuote) -> String {
        skipSpaces()
        if position < bytes.count, bytes[position] == Self.quote { return try quotedCell(isWanted) }
        let start = position
        while position < bytes.count, !isEnd(bytes[position]) { position += 1 }
        return isWanted ? String(decoding: bytes[start..<position], as: UTF8.self) : ""
    }

    private mutating func quotedCell(_ isWanted: Bool) throws(WrongQuote) -> String {
        var text: [UInt8] = []
        position += 1
        var start = position
        while position < bytes.count {
            if bytes[position] == 0x0A { line += 1 }
            guard bytes[position] == Self.quote else {
                position += 1
                continue
            }
            if isWanted { text += bytes[start..<position] }
            position += 1
            start = position
            // Of two of them the second one is text.
            guard position < bytes.count, bytes[position] == Self.quote else {
                skipSpaces()
                guard position == bytes.count || isEnd(bytes[position]) else { throw WrongQuote() }
                return String(decoding: text, as: UTF8.self)
            }
            position += 1
        }
        // What nobody closes ends with the file.
        if isWanted { text += bytes[start...] }
        return String(decoding: text, as: UTF8.self)
    }
}
