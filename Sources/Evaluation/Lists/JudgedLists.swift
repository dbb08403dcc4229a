/// Finished lists with what readers said of their entries.
package struct JudgedLists: Sendable {
    /// One entry of a list.
    package struct Entry: Hashable, Sendable {
        package var document: String
        /// Of being related; 1 for an entry that an editor put there.
        package var probability: Double

        package init(_ document: String, probability: Double = 1) {
            self.document = document
            self.probability = probability
        }
    }

    /// A judged query with its list.
    struct Query: Sendable {
        let labels: [Label?]
        let probabilities: [Double]
        /// Pairs of the query that belong into its list.
        let relatedCount: Int
        let story: Story
    }

    /// In byte order of their ids.
    let queries: [Query]
    /// Entries that count, the first of each list.
    package let limit: Int

    /// - Parameters:
    ///   - lists: of the judged queries, best first; one that is missing is empty.
    ///   - limit: entries of each list that count.
    /// - Complexity: O(entries + pairs).
    package init(_ lists: [String: [Entry]], qrels: Qrels, stories: Stories = Stories(), limit: Int) {
        self.limit = limit
        queries = qrels.queries.map { query in
            let labels = qrels.labels(of: query)
            let list = lists[query] ?? []
            return Query(
                labels: list.map { labels[$0.document] },
                probabilities: list.map(\.probability),
                relatedCount: labels.values.count(where: \.isRight),
                story: stories.story(of: query)
            )
        }
    }

    /// What the lists are worth.
    ///
    /// - Parameter cut: leaves out entries of less probability, before the first are counted; nil leaves out none.
    package func figures(cut: Double? = nil) -> ListFigures {
        queries.reduce(into: ListFigures()) { $0.add(figures(of: $1, cut)) }
    }

    private func figures(of query: Query, _ cut: Double?) -> ListFigures {
        var figures = ListFigures()
        figures.queries = 1
        figures.places = min(limit, query.relatedCount)
        let cut = cut ?? -.infinity
        for number in query.labels.indices where query.probabilities[number] >= cut {
            if figures.entries == limit { break }
            figures.entries += 1
            guard let label = query.labels[number] else { continue }
            figures.judged += 1
            switch label {
            case .sameStory: figures.sameStory += 1
            case .related: figures.related += 1
            case .unrelated: break
            case .template: figures.templates += 1
            case .copy: figures.copies += 1
            }
        }
        if figures.entries == 0 {
            figures.empty = 1
            figures.missed = query.relatedCount > 0 ? 1 : 0
        }
        return figures
    }

    // MARK: - Curve

    /// The lists cut at one probability.
    package struct Point: Hashable, Sendable {
        package let cut: Double
        package let figures: ListFigures
    }

    /// Below so many cuts each is a point of the curve, else every second or third and so on, up to twice as many.
    private static let curvePoints = 400

    /// Precision against places filled: the lists cut at the probabilities that they have, highest first.
    ///
    /// - Complexity: O(points x entries).
    package var curve: [Point] {
        let cuts = Set(queries.lazy.flatMap(\.probabilities)).sorted(by: >)
        return stride(from: 0, to: cuts.count, by: max(1, cuts.count / Self.curvePoints)).map {
            Point(cut: cuts[$0], figures: figures(cut: cuts[$0]))
        }
    }

    // MARK: - Intervals

    /// Whether intervals draw whole stories; queries where one story has most of them, so that drawing stories would draw
    /// hardly anything.
    package var drawsStories: Bool {
        let sizes = Dictionary(grouping: queries, by: \.story).values.map(\.count)
        return 2 * (sizes.max() ?? 0) <= queries.count
    }

    /// 95 % intervals of the figures, drawn by story or query, see ``drawsStories``.
    ///
    /// - Complexity: O(samples x queries), on all cores.
    package func intervals(cut: Double? = nil, _ resampling: Resampling) -> ListFigures.Intervals {
        let byQuery = queries.map { figures(of: $0, cut) }
        let units: [ListFigures]
        if drawsStories {
            let groups = Dictionary(grouping: queries.indices) { queries[$0].story }
            // By their first queries, so that the order does not depend on names.
            units = groups.values.sorted { $0[0] < $1[0] }.map { members in
                members.reduce(into: ListFigures()) { $0.add(byQuery[$1]) }
            }
        } else {
            units = byQuery
        }
        func intervals(_ counts: [(ListFigures) -> Int], of total: (ListFigures) -> Int) -> [Interval?] {
            guard units.contains(where: { total($0) > 0 }) else { return counts.map { _ in nil } }
            let bootstrap = Bootstrap(
                units.flatMap { unit in counts.map { Double($0(unit)) } },
                weights: units.map { Double(total($0)) },
                columns: counts.count,
                resampling
            )
            return counts.indices.map { bootstrap.interval($0) }
        }
        let ofJudged = intervals([\.right, \.sameStory, \.templates, \.copies], of: \.judged)
        return ListFigures.Intervals(
            judged: intervals([\.judged], of: \.entries)[0],
            right: ofJudged[0],
            same: ofJudged[1],
            twin: ofJudged[2],
            copy: ofJudged[3],
            filled: intervals([\.right], of: \.places)[0],
            empty: intervals([\.empty], of: \.queries)[0]
        )
    }
}

extension [JudgedLists.Point] {
    /// Where most places are filled while so many of the judged entries are right; the highest cut of several.
    package func fullest(atRight wanted: Double) -> JudgedLists.Point? {
        filter { ($0.figures.rightShare ?? 0) >= wanted }.reduce(nil) { best, point in
            guard let best else { return point }
            return point.figures.filledShare ?? 0 > best.figures.filledShare ?? 0 ? point : best
        }
    }
}
