import SwiftCSV

/// Reads a table (CSV, RFC 4180): the first row names the columns, each further one is an article.
///
/// Commas, semicolons or tabs may stand between cells, whichever comes first in the first row.
struct TableReader {
    /// Columns that are read; a table has some dozens, and a hostile one must not make every row large.
    private static let mostColumns = 256

    /// Whether a row has cells for which there is no column.
    private(set) var hasUnequalRows = false

    private let names: FieldNames

    /// - Parameter names: by which the articles will be read.
    init(_ names: FieldNames) { self.names = names }

    /// - Parameter receive: gets the rows, in their order.
    /// - Returns: why the rest could not be read; nil where all was.
    mutating func read(_ text: String, receive: (ImportedItem) -> Void) -> ExportFailure? {
        // The library keeps its callbacks, though it does not use them later.
        withoutActuallyEscaping(receive) { receive in
            let rows = Rows(names, receive)
            defer { hasUnequalRows = rows.hasUnequalRows }
            do {
                let table = try CSV<Nothing>(string: text, delimiter: .guessed(string: text))
                try table.enumerateAsArray(startAt: 0, rowLimit: nil) { rows.add($0) }
                if rows.columns.isEmpty || !rows.hasRows {
                    return ExportFailure(
                        "the file is neither XML nor JSON, and a table of at most one row",
                        "name an export: a feed, a WordPress or Ghost export, JSON, or CSV whose first row names its columns"
                    )
                }
                return nil
            } catch {
                return ExportFailure(
                    "a quotation mark stands within a cell that is not quoted right",
                    "double quotation marks within quotes, as spreadsheets do; the rows from here on are left out",
                    line: rows.line
                )
            }
        }
    }

    /// The rows that a table has had so far.
    private final class Rows {
        private(set) var columns: [String] = []
        private(set) var line = 1
        private(set) var hasRows = false
        private(set) var hasUnequalRows = false
        private let names: FieldNames
        private let receive: (ImportedItem) -> Void

        init(_ names: FieldNames, _ receive: @escaping (ImportedItem) -> Void) {
            (self.names, self.receive) = (names, receive)
        }

        /// What a column is called: "Published at" is `published_at`.
        private func key(_ column: String) -> String {
            guard names.byBytes[column.utf8]?.name == nil else { return column }
            let plain = column.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }
            return names.byBytes[String(plain).utf8]?.name == nil ? column : String(plain)
        }

        func add(_ cells: [String]) {
            var item = ImportedItem(line: line)
            line += 1 + cells.reduce(0) { $0 + $1.count { $0.isNewline } }
            if columns.isEmpty {
                columns = cells.prefix(TableReader.mostColumns).map { key($0.trimmed) }
                if columns.allSatisfy(\.isEmpty) { columns = [] }
                return
            }
            if cells.count > columns.count { hasUnequalRows = true }
            for (column, cell) in zip(columns, cells) where !column.isEmpty { item.set(column, cell) }
            guard !item.keys.isEmpty else { return }
            hasRows = true
            receive(item)
        }
    }

    /// The library's own view of a table holds all of it as a rectangle, however unequal the rows are.
    private struct Nothing: CSVView {
        var rows: [Never] { [] }
        var columns: Never? { nil }

        init(header: [String], text: String, delimiter: CSVDelimiter, loadColumns: Bool, rowLimit: Int?) {}

        func serialize(header: [String], delimiter: CSVDelimiter) -> String { "" }
    }
}
