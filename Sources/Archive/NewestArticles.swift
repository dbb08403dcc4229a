import Corpus
import Recommendation
import Storage

extension Archive {
    /// The newest articles that may stand in lists, newest first.
    ///
    /// - Complexity: O(articles), of which few are read.
    package func newest(_ count: Int) async throws -> [ArchiveReport.Named] {
        try await asking.run {
            try Self.translatingErrors {
                try self.store.read { try Self.newest(count, self.lists.rules, in: $0) }
            }
        }
    }

    private static func newest(
        _ count: Int,
        _ rules: EditorialRules,
        in access: any StoreAccess
    ) throws -> [ArchiveReport.Named] {
        let dates = try access.publicationDates().compactMap { key, text in
            PublicationDate(text).map { (key: key, date: $0.date) }
        }
        .sorted { $0.date != $1.date ? $0.date > $1.date : $0.key > $1.key }
        var found: [ArchiveReport.Named] = []
        var at = 0
        // Drafts and what is dated in the future are passed over, so some more are read.
        while found.count < count, at < dates.count {
            let some = dates[at..<min(at + 2 * count, dates.count)]
            at = some.endIndex
            found += try access.articles(at: some.map(\.key)).filter { rules.mayBeListed($0) }
                .map { ArchiveReport.Named($0) }
        }
        return Array(found.prefix(count))
    }
}
