#if Postgres

import Corpus
import Foundation
import Platform

/// What changed lists.
extension PostgresAccess {
    func log(_ changes: [LoggedChange]) throws -> [Int64] {
        if changes.isEmpty { return [] }
        try notify()
        var number = try number("last_list_change")
        var rows = PostgresRows()
        var numbers: [Int64] = []
        for change in changes {
            number += 1
            numbers.append(number)
            rows.append([
                .int(number), PostgresValue(change.article?.rawValue),
                .text(try Self.text(of: change.lists.map(\.rawValue))), .bool(change.isComplete),
            ])
        }
        try connection.copy(rows, into: "list_change (number, article, lists, is_complete)")
        try connection.run("DELETE FROM list_change WHERE number <= $1", [.int(number - ListChange.kept)])
        try setNumber(number, "last_list_change")
        return numbers
    }

    func complete(_ changes: [CompletedChange]) throws {
        for change in changes {
            let found = try listChanges("number = $1 AND NOT is_complete", change.number, limit: 1).first
            guard let found else { continue }
            let lists = found.lists + change.lists.filter { !found.lists.contains($0) }
            try connection.run(
                "UPDATE list_change SET lists = $2, is_complete = true WHERE number = $1",
                [.int(change.number), .text(try Self.text(of: lists.map(\.rawValue)))]
            )
        }
    }

    func listChanges(after number: Int64, limit: Int) throws -> [ListChange] {
        try listChanges("number > $1", number, limit: limit)
    }

    func incompleteListChanges() throws -> [ListChange] {
        try listChanges("number > $1 AND NOT is_complete", 0, limit: .max)
    }

    func listChangeLog() throws -> (name: String, numbers: ClosedRange<Int64>?) {
        let row = try connection.run("SELECT min(number), max(number) FROM list_change").first
        let numbers = row?.int(0).flatMap { first in row?.int(1).map { first...$0 } }
        return (try text("list_change_log") ?? "", numbers)
    }

    private func listChanges(_ condition: String, _ number: Int64, limit: Int) throws -> [ListChange] {
        let rows = try connection.run(
            """
            SELECT number, article, lists, is_complete FROM list_change WHERE \(condition)
            ORDER BY number LIMIT $2
            """,
            [.int(number), .int(Int64(limit))]
        )
        return try rows.rows.map { row in
            ListChange(
                number: row.int(0) ?? 0,
                article: row.text(1).map { ArticleID($0) },
                lists: try Self.decoded([String].self, row.text(2)).map { ArticleID($0) },
                isComplete: row.bool(3) ?? true
            )
        }
    }
}

#endif
