package import Corpus
import Platform

/// Lists that readers saw, and what they chose.
package struct Feedback: Sendable {
    /// A list that was shown, and which of its entries were chosen, from 0.
    package struct ShownList: Hashable, Sendable {
        package let impression: FeedbackEvent.Impression
        package let clicked: Set<Int>
    }

    /// In the order in which they were shown.
    package private(set) var lists: [ShownList] = []
    /// Clicks on what no list of the files shows.
    package private(set) var strayClicks = 0
    /// Lines that are no events.
    package private(set) var problems: [InputProblem] = []

    /// Bytes of one file, unpacked.
    private static let largest = 1 << 30
    /// Lines whose problems are told.
    private static let toldProblems = 20

    package init(_ events: [FeedbackEvent]) {
        var impressions: [FeedbackEvent.Impression] = []
        var numbers: [String: Int] = [:]
        for case .impression(let impression) in events where numbers[impression.id] == nil {
            numbers[impression.id] = impressions.count
            impressions.append(impression)
        }
        // One list's entry counts once, however often it is clicked.
        var clicked = [Set<Int>](repeating: [], count: impressions.count)
        for case .click(let impression, let entry) in events {
            guard let number = numbers[impression],
                let place = impressions[number].shown.firstIndex(of: entry)
            else {
                strayClicks += 1
                continue
            }
            clicked[number].insert(place)
        }
        lists = zip(impressions, clicked).map { ShownList(impression: $0, clicked: $1) }
    }

    /// Reads files of events, one a line, as the service keeps them; also gzipped.
    ///
    /// - Throws: ``InputProblem`` where a file cannot be read; lines that are no events are passed over, and told.
    package init(reading paths: [String]) throws(InputProblem) {
        var events: [FeedbackEvent] = []
        var problems: [InputProblem] = []
        for path in paths {
            let bytes = try Self.content(path)
            var number = 0
            for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
                number += 1
                guard !line.allSatisfy({ $0 == 0x20 || $0 == 0x0D || $0 == 0x09 }) else { continue }
                do throws(InputProblem) {
                    events.append(try FeedbackEvent(json: JSONDocument(Array(line))))
                } catch {
                    guard problems.count < Self.toldProblems else { continue }
                    problems.append(
                        InputProblem(
                            .ignoredValue,
                            path: path,
                            line: number,
                            error.problem,
                            remedy: "passed over"
                        )
                    )
                }
            }
        }
        self.init(events)
        self.problems = problems
    }

    private static func content(_ path: String) throws(InputProblem) -> [UInt8] {
        let content: [UInt8]
        do throws(FileError) { content = try readFile(path, limit: largest).bytes } catch {
            throw InputProblem(error, limit: largest)
        }
        guard content.starts(with: [0x1F, 0x8B]) else { return content }
        do throws(GunzipError) { return try gunzip(content, limit: largest) } catch {
            throw InputProblem(error, path: path)
        }
    }
}

extension Feedback {
    /// Whether pairs are related, by how much more or less often they were clicked than others at their places.
    ///
    /// Readers click what stands first whatever it is. So a pair's clicks are compared with those that its places get in
    /// the mean of all lists (clicks over expected clicks: Zhang, Jones, "Comparing Click Logs and Editorial Labels for
    /// Training Query Rewriting", 2007). Only lists in which something was clicked count: nobody knows whether the others
    /// were looked at.
    ///
    /// - Returns: grade 1 for pairs that are clicked at least as often as expected, 0 for those that are clicked at most
    ///   a third as often; pairs in between, or with fewer than three expected clicks, tell nothing.
    package var qrels: Qrels {
        let seen = lists.filter { !$0.clicked.isEmpty }
        var shown: [Int] = []
        var clicked: [Int] = []
        for list in seen {
            for place in list.impression.shown.indices {
                if place == shown.count {
                    shown.append(0)
                    clicked.append(0)
                }
                shown[place] += 1
                if list.clicked.contains(place) { clicked[place] += 1 }
            }
        }
        let rates = zip(clicked, shown).map { Double($0) / Double($1) }
        struct Pair {
            var clicks = 0.0
            var expected = 0.0
        }
        var pairs: [String: [String: Pair]] = [:]
        for list in seen {
            let query = list.impression.article.rawValue
            for (place, entry) in list.impression.shown.enumerated() where entry.rawValue != query {
                var pair = pairs[query]?[entry.rawValue] ?? Pair()
                pair.expected += rates[place]
                if list.clicked.contains(place) { pair.clicks += 1 }
                pairs[query, default: [:]][entry.rawValue] = pair
            }
        }
        let grades = pairs.mapValues { entries in
            entries.compactMapValues { pair -> Int? in
                guard pair.expected >= Self.fewestExpected else { return nil }
                if pair.clicks >= pair.expected { return 1 }
                return pair.clicks <= pair.expected * Self.unrelatedShare ? 0 : nil
            }
        }
        return Qrels(grades.filter { !$0.value.isEmpty })
    }

    private static let fewestExpected = 3.0
    private static let unrelatedShare = 1.0 / 3
}
