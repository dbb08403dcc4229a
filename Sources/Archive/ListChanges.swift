package import Corpus
import Kernels
import Recommendation
import Storage

/// Whose lists became others since somebody last asked.
package struct ListChanges: Sendable {
    /// The articles, each once, in the order of their last change. They may be gone by now.
    package let ids: [ArticleID]
    /// Whether any list may be another: all articles were compared anew, or too much has happened since.
    package let isAll: Bool
    /// Where to go on from the next time.
    package let next: Cursor
    /// Whether there are more already.
    package let hasMore: Bool

    /// A place among the changes of an archive, as those who follow it keep it.
    package struct Cursor: Hashable, Sendable, CustomStringConvertible {
        let log: String
        let number: Int64

        package var description: String { "\(log)-\(number)" }

        init(log: String, number: Int64) { (self.log, self.number) = (log, number) }

        /// - Returns: nil for what is no ``description``.
        package init?(_ text: String) {
            let parts = text.split(separator: "-", omittingEmptySubsequences: false)
            guard parts.count == 2, (1...32).contains(parts[0].utf8.count), let number = Int64(parts[1]),
                number >= 0, parts[1] == String(number)
            else { return nil }
            (log, self.number) = (String(parts[0]), number)
        }
    }
}

extension Archive {
    /// Whose lists became others after a place; without one, the place where things are now.
    ///
    /// A change is told once all lists that it changed are known, and none after it before that.
    ///
    /// - Parameter limit: changes that are looked at, at most.
    package func listChanges(after cursor: ListChanges.Cursor?, limit: Int) async throws -> ListChanges {
        try await asking.run {
            try Self.translatingErrors {
                try self.store.read { access in
                    let (stored, numbers) = try access.listChangeLog()
                    let log = stored + self.lists.nameInLog
                    let last = numbers?.upperBound ?? 0
                    let known = numbers.map { $0.lowerBound - 1...last } ?? 0...0
                    guard let cursor, cursor.log == log, known.contains(cursor.number) else {
                        // What is not complete yet is told the next time, too.
                        let next = try access.incompleteListChanges().first.map { $0.number - 1 } ?? last
                        return ListChanges(
                            ids: [],
                            isAll: true,
                            next: ListChanges.Cursor(log: log, number: next),
                            hasMore: false
                        )
                    }
                    let found = try access.listChanges(after: cursor.number, limit: limit)
                    let told = found.prefix(while: \.isComplete)
                    let isAll = told.contains { $0.article == nil }
                    let next = told.last?.number ?? cursor.number
                    return ListChanges(
                        ids: isAll ? [] : Self.lastOfEach(told.flatMap(\.lists)),
                        isAll: isAll,
                        next: ListChanges.Cursor(log: log, number: next),
                        hasMore: told.count == found.count && next < last
                    )
                }
            }
        }
    }

    /// Finds the lists of changes of which nobody did, as where a process ended too early.
    package func completeListChanges() async throws {
        let incomplete = try await asking.run {
            try Self.translatingErrors { try self.store.read { try $0.incompleteListChanges() } }
        }
        var completed: [CompletedChange] = []
        for change in incomplete {
            guard let article = change.article else { continue }
            completed.append(
                CompletedChange(number: change.number, lists: try await articles(listing: article))
            )
        }
        _ = try await apply([], completing: completed)
    }

    private static func lastOfEach(_ ids: [ArticleID]) -> [ArticleID] {
        var seen: Set<ArticleID> = []
        return ids.reversed().filter { seen.insert($0).inserted }.reversed()
    }
}

extension RankingOptions {
    /// What tells a log of changes to lists that are made so from others, so that who followed lists of one kind is told
    /// that all may be others now; nothing for those that are made as usual.
    fileprivate var nameInLog: String {
        self == RankingOptions() ? "" : "." + String(contentHash(Array("\(self)".utf8)), radix: 36)
    }
}
