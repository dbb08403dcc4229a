/// What finished lists are worth to those who read them, counted.
///
/// Entries that nobody judged count as entries and nothing else.
package struct ListFigures: Hashable, Sendable {
    package internal(set) var queries = 0
    package internal(set) var entries = 0
    /// Entries that were judged; what follows is of these.
    package internal(set) var judged = 0
    package internal(set) var sameStory = 0
    package internal(set) var related = 0
    /// Entries of the same form filled in again.
    package internal(set) var templates = 0
    package internal(set) var copies = 0
    /// Places that could be filled rightly: for each query its related pairs, up to the limit.
    package internal(set) var places = 0
    /// Queries whose list has no entry.
    package internal(set) var empty = 0
    /// Of these, queries that have a related article.
    package internal(set) var missed = 0

    /// How right lists are asked to be where they are compared by how full they are.
    package static let standardShares = [0.95, 0.90, 0.85, 0.80]

    package init() {}

    mutating func add(_ other: ListFigures) {
        queries += other.queries
        entries += other.entries
        judged += other.judged
        sameStory += other.sameStory
        related += other.related
        templates += other.templates
        copies += other.copies
        places += other.places
        empty += other.empty
        missed += other.missed
    }

    /// Entries that belong there.
    package var right: Int { sameStory + related }

    /// Of the entries, those that were judged; nil without entries.
    package var judgedShare: Double? { Self.share(judged, entries) }
    /// Of the judged entries, those that belong there; nil where none was judged.
    package var rightShare: Double? { Self.share(right, judged) }
    package var sameShare: Double? { Self.share(sameStory, judged) }
    package var twinShare: Double? { Self.share(templates, judged) }
    package var copyShare: Double? { Self.share(copies, judged) }
    /// Right entries over the places that could be filled rightly; nil where there are none.
    package var filledShare: Double? { Self.share(right, places) }

    private static func share(_ count: Int, _ total: Int) -> Double? {
        total > 0 ? Double(count) / Double(total) : nil
    }

    /// Where the shares lie; nil where nothing can be drawn.
    package struct Intervals: Hashable, Sendable {
        package let judged, right, same, twin, copy, filled: Interval?
        /// Of the share of lists that are empty.
        package let empty: Interval?
    }
}
