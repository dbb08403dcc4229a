package import Corpus
package import Foundation
import Kernels

/// One side of a division by story: what is chosen on `tune` is judged on `held-out`.
package enum Split: String, CaseIterable, Sendable {
    case tune
    case heldOut = "held-out"
}

/// Which articles tell of one event. An article of no story is a story of its own, under its own id.
package struct Stories: Sendable {
    private var storyByID: [String: String]
    private var splitByStory: [String: Split] = [:]

    /// The stories that judgements imply: documents that are connected by pairs graded above 0. A story is
    /// named after its first id in byte order.
    ///
    /// - Complexity: O(pairs x log pairs).
    package init(connecting qrels: Qrels) {
        var neighbours: [String: [String]] = [:]
        for (query, grades) in qrels.grades {
            for (document, grade) in grades where grade > 0 {
                neighbours[query, default: []].append(document)
                neighbours[document, default: []].append(query)
            }
        }
        storyByID = [:]
        for id in neighbours.keys.inByteOrder where storyByID[id] == nil {
            storyByID[id] = id
            var open = [id]
            while let next = open.popLast() {
                for neighbour in neighbours[next] ?? [] where storyByID[neighbour] == nil {
                    storyByID[neighbour] = id
                    open.append(neighbour)
                }
            }
        }
    }

    private init(_ storyByID: [String: String], _ splitByStory: [String: Split]) {
        self.storyByID = storyByID
        self.splitByStory = splitByStory
    }

    /// Reads a tab-separated file whose header names the columns `article-id`, `story` and, if there is one,
    /// `split` (`tune` or `held-out`); other columns are passed over.
    ///
    /// - Returns: nil where any line is wrong.
    package static func read(_ path: String) -> (stories: Stories?, problems: [InputProblem]) {
        let file: ColumnFile
        do throws(InputProblem) { file = try ColumnFile(path) } catch { return (nil, [error]) }
        var header: [String]?
        var stories = Stories([:], [:])
        var problems = LineProblems(path: path)
        file.forEachRow { row in
            guard let names = header else {
                header = row.columns
                if !["article-id", "story"].allSatisfy(row.columns.contains) {
                    problems.add(
                        .badLine,
                        line: row.number,
                        "expected a header with the columns article-id and story",
                        remedy: "add it, separated by tabs"
                    )
                }
                return
            }
            guard row.columns.count == names.count else {
                problems.add(
                    .badLine,
                    line: row.number,
                    "expected \(names.count) columns, found \(row.columns.count)",
                    remedy: "separate the columns by tabs"
                )
                return
            }
            let values = Dictionary(zip(names, row.columns)) { first, _ in first }
            if let problem = stories.add(values) {
                problems.add(.badLine, line: row.number, problem, remedy: "correct the line")
            }
        }
        let all = problems.all
        return (all.contains { $0.severity == .error } ? nil : stories, all)
    }

    /// Adds a line; returns what is wrong with it.
    private mutating func add(_ values: [String: String]) -> String? {
        guard let id = values["article-id"], let story = values["story"], !id.isEmpty, !story.isEmpty else {
            return "the article-id or the story is missing"
        }
        if let other = storyByID.updateValue(story, forKey: id), other != story {
            return "\(id) is in the story \(other) already"
        }
        guard let word = values["split"], !word.isEmpty else { return nil }
        guard let split = Split(rawValue: word) else {
            return "the split is neither tune nor held-out: \(word)"
        }
        if let other = splitByStory.updateValue(split, forKey: story), other != split {
            return "the story \(story) is in both splits, so tuning and judging would share it"
        }
        return nil
    }

    package func story(of id: String) -> String { storyByID[id] ?? id }

    /// The side of a story: as its file says, else by a coin that is tossed with the story's name as the seed.
    package func split(of story: String) -> Split {
        if let split = splitByStory[story] { return split }
        var coin = SplitMix64(seed: contentHash(Array(story.utf8)))
        return coin.next().isMultiple(of: 2) ? .tune : .heldOut
    }

    /// The same stories divided by time: those that began before `date` are for tuning, the others held out.
    ///
    /// - Parameter published: when each article appeared; a story begins with its first dated article.
    /// - Returns: the stories, and which of `ids` are in no dated story and so on neither side.
    package func divided(
        at date: Date,
        published: [String: Date],
        ids: [String]
    ) -> (stories: Stories, undated: Set<String>) {
        var beginnings: [String: Date] = [:]
        for (id, time) in published {
            beginnings[story(of: id)] = min(time, beginnings[story(of: id)] ?? time)
        }
        let splits = beginnings.mapValues { $0 < date ? Split.tune : .heldOut }
        return (Stories(storyByID, splits), Set(ids.filter { beginnings[story(of: $0)] == nil }))
    }
}
