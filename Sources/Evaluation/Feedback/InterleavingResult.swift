package import Corpus

/// Which of two rankings readers prefer, by what they choose from lists in which both stand.
package struct InterleavingResult: Hashable, Sendable {
    /// Of the experiment.
    package let name: String
    /// Lists that were shown.
    package let impressions: Int
    /// Those in which something was clicked: only these count.
    package let clicked: Int
    /// Clicks on entries of the ranking that there is, and of the one that is tried.
    package let (clicksA, clicksB): (Int, Int)
    /// Lists in which more of one's entries were clicked than of the other's.
    package let (winsA, winsB): (Int, Int)
    /// The share of lists that the tried ranking wins, draws as half a list; nil without clicks.
    package let share: Double?
    /// Where the share lies, with a confidence of 95 %; nil where all clicks are on one article's lists.
    package let interval: Interval?
    /// How likely a difference as large is by chance.
    package let p: Double

    /// The results of all experiments that were shown, by name.
    ///
    /// Lists of one article succeed and fail together, so intervals and tests draw articles.
    package static func all(in feedback: Feedback, _ resampling: Resampling = Resampling()) -> [Self] {
        var experiments: [String: [Feedback.ShownList]] = [:]
        for list in feedback.lists {
            guard let name = list.impression.experiment?.name else { continue }
            experiments[name, default: []].append(list)
        }
        return experiments.sorted { $0.key < $1.key }.map { Self($0.key, $0.value, resampling) }
    }

    private init(_ name: String, _ lists: [Feedback.ShownList], _ resampling: Resampling) {
        struct Tally {
            var lists = 0.0
            var (a, b) = (0.0, 0.0)
        }
        var (clicksA, clicksB, winsA, winsB, clicked) = (0, 0, 0, 0, 0)
        var tallies: [ArticleID: Tally] = [:]
        for list in lists where !list.clicked.isEmpty {
            let teams = list.impression.experiment?.teams ?? []
            let ofA = list.clicked.count { teams[$0] == .a }
            let ofB = list.clicked.count - ofA
            clicksA += ofA
            clicksB += ofB
            clicked += 1
            var tally = tallies[list.impression.article] ?? Tally()
            tally.lists += 1
            if ofA > ofB {
                winsA += 1
                tally.a += 1
            } else if ofB > ofA {
                winsB += 1
                tally.b += 1
            }
            tallies[list.impression.article] = tally
        }
        let articles = tallies.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
        self.name = name
        impressions = lists.count
        (self.clicksA, self.clicksB, self.winsA, self.winsB) = (clicksA, clicksB, winsA, winsB)
        self.clicked = clicked
        share = clicked == 0 ? nil : (Double(winsB) + Double(clicked - winsA - winsB) / 2) / Double(clicked)
        let bootstrap = Bootstrap(
            articles.map { $0.b + ($0.lists - $0.a - $0.b) / 2 },
            weights: articles.map(\.lists),
            columns: 1,
            resampling
        )
        interval = bootstrap.interval(0)
        p = randomizationTest(articles.map { $0.b - $0.a }, resampling)
    }
}

extension InterleavingResult {
    package var json: JSONValue {
        .object([
            ("experiment", .text(name)),
            ("impressions", .integer(impressions)),
            ("clicked", .integer(clicked)),
            ("clicks", .object([("A", .integer(clicksA)), ("B", .integer(clicksB))])),
            ("wins", .object([("A", .integer(winsA)), ("B", .integer(winsB))])),
            ("shareOfB", share.map { .number($0) }),
            (
                "interval",
                interval.map { .object([("low", .number($0.low)), ("high", .number($0.high))]) }
            ),
            ("p", .number(p)),
        ])
    }
}
