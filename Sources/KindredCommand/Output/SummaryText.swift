import Archive
import Corpus
import Foundation
import Platform
import Recommendation

/// What the lists of a site are like, for people and programs.
struct SummaryText {
    private let summary: ListSummary
    /// Articles that may be listed and are in no list; nil where not all lists were made.
    private let orphans: [Article]?

    init(_ summary: ListSummary, orphans: [Article]?) {
        self.summary = summary
        self.orphans = orphans
    }

    /// Lines of names and figures.
    ///
    /// - Parameter namesOrphans: whether each is named.
    func text(namingOrphans namesOrphans: Bool) -> String {
        var rows = [
            ("lists", "\(summary.lists.grouped), \(summary.empty.grouped) of them empty"),
            ("entries", summary.entries.grouped),
            (
                "topped-up lists",
                "\(summary.toppedUp.grouped), with \(summary.fallback.counted("fallback entry", "fallback entries"))"
            ),
            (
                "most listed article",
                summary.mostListed.map { "\($0.count.counted("time")): \($0.id.rawValue.singleLine)" }
                    ?? "nothing is listed"
            ),
        ]
        if let orphans {
            let hint = orphans.isEmpty || namesOrphans ? "" : "; -v names them"
            rows.append(("articles in no list", orphans.count.grouped + hint))
        } else {
            rows.append(("articles in no list", "unknown, since not all lists were made"))
        }
        let names = namesOrphans ? (orphans ?? []).map { "  \($0.id.rawValue.singleLine)\n" } : []
        return rows.map { "\($0.padded(to: 20))  \($1)\n" }.joined() + names.joined()
    }

    private struct Record: Encodable {
        var lists, entries, emptyLists, toppedUpLists, fallbackEntries: Int
        var mostListed: String?
        var mostListedCount: Int
        /// Ids; absent where not all lists were made.
        var orphans: [String]?
    }

    func json() throws -> String {
        try Record(
            lists: summary.lists,
            entries: summary.entries,
            emptyLists: summary.empty,
            toppedUpLists: summary.toppedUp,
            fallbackEntries: summary.fallback,
            mostListed: summary.mostListed?.id.rawValue,
            mostListedCount: summary.mostListed?.count ?? 0,
            orphans: orphans?.map(\.id.rawValue)
        ).jsonLine()
    }
}
