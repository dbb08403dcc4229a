import Corpus
import Foundation
import GRDB

/// What changed lists.
extension SQLiteAccess {
    package func log(_ changes: [LoggedChange]) throws -> [Int64] {
        let statement = try db.cachedStatement(
            sql: "INSERT INTO listChange (article, lists, isComplete) VALUES (?, ?, ?)"
        )
        let numbers = try changes.map { change -> Int64 in
            try statement.execute(
                arguments: [change.article?.rawValue, Self.text(of: change.lists), change.isComplete]
            )
            return db.lastInsertedRowID
        }
        if let last = numbers.last {
            try db.cachedStatement(sql: "DELETE FROM listChange WHERE number <= ?")
                .execute(arguments: [last - ListChange.kept])
        }
        return numbers
    }

    package func complete(_ changes: [CompletedChange]) throws {
        let statement = try db.cachedStatement(
            sql: "UPDATE listChange SET lists = ?, isComplete = 1 WHERE number = ?"
        )
        for change in changes {
            guard
                let known = try listChanges("number = ?", [change.number], limit: 1).first, !known.isComplete
            else { continue }
            let lists = known.lists + change.lists.filter { !known.lists.contains($0) }
            try statement.execute(arguments: [Self.text(of: lists), change.number])
        }
    }

    package func listChanges(after number: Int64, limit: Int) throws -> [ListChange] {
        try listChanges("number > ?", [number], limit: limit)
    }

    package func incompleteListChanges() throws -> [ListChange] {
        try listChanges("NOT isComplete", [], limit: .max)
    }

    package func listChangeLog() throws -> (name: String, numbers: ClosedRange<Int64>?) {
        let row = try Row.fetchOne(db, sql: "SELECT min(number), max(number) FROM listChange")
        let bounds: (Int64?, Int64?) = (row?[0], row?[1])
        let numbers = bounds.0.flatMap { first in bounds.1.map { first...$0 } }
        return (try text("listChangeLog") ?? "", numbers)
    }

    private func listChanges(
        _ condition: String,
        _ arguments: StatementArguments,
        limit: Int
    ) throws -> [ListChange] {
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT number, article, lists, isComplete FROM listChange WHERE \(condition)
                    ORDER BY number LIMIT ?
                    """
            ),
            arguments: arguments + [limit]
        )
        var changes: [ListChange] = []
        while let row = try rows.next() {
            let article = try row.decode(String?.self, atIndex: 1)
            changes.append(
                ListChange(
                    number: try row.decode(atIndex: 0),
                    article: article.map { ArticleID($0) },
                    lists: try Self.lists(of: row.decode(String.self, atIndex: 2)),
                    isComplete: try row.decode(atIndex: 3)
                )
            )
        }
        return changes
    }

    private static func text(of lists: [ArticleID]) -> String {
        String(decoding: JSONValue.list(lists.map { .text($0.rawValue) }).bytes, as: UTF8.self)
    }

    private static func lists(of text: String) throws -> [ArticleID] {
        guard let ids = try? JSONDecoder().decode([String].self, from: Data(text.utf8)) else {
            throw StoreError.damaged(path: StoreError.unnamed, detail: "the ids of changed lists are no JSON")
        }
        return ids.map { ArticleID($0) }
    }
}
