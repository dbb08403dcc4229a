package import Corpus
package import Foundation
import Kernels

/// One side of a division by story: what is chosen on `tune` is judged on `held-out`.
package enum Split: String, CaseIterable, Sendable {
    case tune
    case heldOut = "held-out"
}

/// Articles on one event.
package enum Story: Hashable, Sendable {
    /// One that a stories' file names.
    case named(String)
    /// One that is known by an article: its first in byte order, or the only one.
    case of(article: String)

    package var name: String {
        switch self {
        case .named(let name): name
        case .of(let article): article
        }
    }
}

/// Which articles tell of one event. An article of no story is a story of its own.
package struct Stories: Sendable {
    private var storyByID: [String: Story] = [:]
    private var splitByStory: [Story: Split] = [:]

    /// Every article is a story of its own.
    package init() {}

    /// The stories that judgements imply: documents that are connected by pairs graded above 0.
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
        for id in neighbours.keys.inByteOrder where storyByID[id] == nil {
            storyByID[id] = .of(article: id)
            var open = [id]
            while let next = open.popLast() {
                for neighbour in neighbours[next] ?? [] where storyByID[neighbour] == nil {
                    storyByID[neighbour] = .of(article: id)
                    open.append(neighbour)
                }
            }
        }
    }

    /// The same, and articles that have no story yet get the one that judgements imply: that of an article they
    /// are connected with by a pair graded above 0, or a new one.
    package func completed(by qrels: Qrels) -> Stories {
        let implied = Stories(connecting: qrels)
        var known: [Story: Story] = [:]
        for id in storyByID.keys.inByteOrder {
            let component = implied.story(of: id)
            if known[component] == nil { known[component] = story(of: id) }
        }
        var completed = self
        for (id, component) in implied.storyByID where storyByID[id] == nil {
            completed.storyByID[id] = known[component] ?? component
        }
        return completed
    }

    /// The number of pairs graded above 0 whose articles are on different sides: what was learned on one side
    /// would be asked on the other.
    package func dividedPairs(of qrels: Qrels) -> Int {
        qrels.grades.reduce(0) { sum, judged in
            let side = split(of: story(of: judged.key))
            return sum + judged.value.count { $0.value > 0 && split(of: story(of: $0.key)) != side }
        }
    }

    /// Reads a tab-separated file whose header names the columns `article-id`, `story` and, if there is one,
    /// `split` (`tune` or `held-out`); other columns are passed over. Also gzipped.
    ///
    /// - Returns: nil where any line is wrong or there is none.
    package static func read(_ path: String) -> (stories: Stories?, problems: [InputProblem]) {
        let file: ColumnFile
        do throws(InputProblem) { file = try ColumnFile(path) } catch { return (nil, [error]) }
        var header: [String]?
        var stories = Stories()
        let empty = ColumnFile.Fault(
            kind: .nothingJudged,
            problem: "there are no stories in it",
            remedy: "write a header and lines of article-id and story, separated by tabs"
        )
        let problems = file.read(empty: empty) { row in
            guard let names = header else {
                header = row.columns
                if ["article-id", "story"].allSatisfy(row.columns.contains) { return nil }
                return ColumnFile.Fault(
                    problem: "expected a header with the columns article-id and story",
                    remedy: "add it, separated by tabs"
                )
            }
            guard row.columns.count == names.count else {
                return ColumnFile.Fault(
                    problem: "expected \(names.count) columns, found \(row.columns.count)",
                    remedy: "separate the columns by tabs"
                )
            }
            return stories.add(Dictionary(zip(names, row.columns)) { first, _ in first })
        }
        return (problems.contains { $0.severity == .error } ? nil : stories, problems)
    }

    /// Adds a row; returns what is wrong with it.
    private mutating func add(_ values: [String: String]) -> ColumnFile.Fault? {
        func fault(_ problem: String) -> ColumnFile.Fault {
            ColumnFile.Fault(problem: problem, remedy: "correct the line or delete it")
        }
        guard let id = values["article-id"], let name = values["story"], !id.isEmpty, !name.isEmpty else {
            return fault("the article-id or the story is missing")
        }
        if let other = storyByID.updateValue(.named(name), forKey: id), other != .named(name) {
            return fault("\(id.excerptForMessage) is in the story \(other.name.excerptForMessage) already")
        }
        guard let word = values["split"], !word.isEmpty else { return nil }
        guard let split = Split(rawValue: word) else {
            return fault("the split is neither tune nor held-out: \(word.excerptForMessage)")
        }
        if let other = splitByStory.updateValue(split, forKey: .named(name)), other != split {
            return fault("the story \(name.excerptForMessage) is on both sides of the split")
        }
        return nil
    }

    package func story(of id: String) -> Story { storyByID[id] ?? .of(article: id) }

    /// Whether a file said which stories are for tuning.
    package var hasSplits: Bool { !splitByStory.isEmpty }

    /// Whether a story was given for the article.
    package func contains(_ id: String) -> Bool { storyByID[id] != nil }

    /// The side of a story: as its file says, else by a coin that is tossed with the story's name as the seed.
    package func split(of story: Story) -> Split {
        if let split = splitByStory[story] { return split }
        // Equal strings may differ in bytes, composed or not, and must fall alike.
        let name = Array(story.name.precomposedStringWithCanonicalMapping.utf8)
        var coin = SplitMix64(seed: contentHash(name))
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
        var beginnings: [Story: Date] = [:]
        for (id, time) in published {
            beginnings[story(of: id)] = min(time, beginnings[story(of: id)] ?? time)
        }
        var divided = self
        divided.splitByStory = beginnings.mapValues { $0 < date ? .tune : .heldOut }
        return (divided, Set(ids.filter { beginnings[story(of: $0)] == nil }))
    }
}
