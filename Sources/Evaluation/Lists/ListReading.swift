/// Lists as readers see them: what those are worth that a site gets, and what they would be with another cut-off.
package struct ListReading: Sendable {
    /// Entries of each list that count.
    package let limit: Int
    /// Of the lists that a site gets.
    package let figures: ListFigures
    package let intervals: ListFigures.Intervals
    /// Whether intervals draw whole stories, else queries.
    package let drawsStories: Bool
    /// Of lists that end nowhere, cut at the probabilities that they have, highest first.
    package let curve: [JudgedLists.Point]
    /// For each of ``ListFigures/standardShares``, the point of the curve that fills most places; nil where lists are
    /// never so right.
    package let fullest: [(wanted: Double, point: JudgedLists.Point?)]

    /// - Parameters:
    ///   - finished: the lists that a site gets.
    ///   - open: those of the same queries, longer and without a cut-off.
    /// - Complexity: O((samples + points) x entries), on all cores where samples are drawn.
    package init(finished: JudgedLists, open: JudgedLists, _ resampling: Resampling) {
        limit = finished.limit
        figures = finished.figures()
        intervals = finished.intervals(resampling)
        drawsStories = finished.drawsStories
        let curve = open.curve
        self.curve = curve
        fullest = ListFigures.standardShares.map { ($0, curve.fullest(atRight: $0)) }
    }

    /// Whether anything was judged and found not to belong into a list: without it all that was judged is right.
    package var tellsWrong: Bool { curve.contains { $0.figures.judged > $0.figures.right } }
}
