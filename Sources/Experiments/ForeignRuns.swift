package import Corpus
package import Evaluation
import Platform

/// Runs of other systems, as far as they answer what is asked.
package struct ForeignRuns {
    package private(set) var runs: [Run] = []
    /// What is odd or wrong with their files; after an error a run is left out.
    package private(set) var problems: [InputProblem] = []

    /// Reads each file once, however it is called.
    ///
    /// - Parameter taken: names that the runs must not have.
    package init(_ paths: [String], for judgements: Judgements, among articles: [Article], taken: [String]) {
        let known = Set(articles.map(\.id.rawValue))
        var names = Set(taken)
        var seen: Set<String> = []
        for path in paths where seen.insert((try? realPath(path)) ?? path).inserted {
            let (read, problems) = Run.read(path)
            guard var run = read else {
                self.problems += problems
                continue
            }
            // What hides the most comes first, as only the first few warnings are shown.
            self.problems += restrict(&run, path: path, judgements, known) + problems
            guard !run.rankings.isEmpty else { continue }
            let (tag, file) = (run.name, splitPath(path).name)
            let candidates =
                [tag, file, path] + (2...).lazy.prefix(paths.count + 1).map { "\(path) (\($0))" }
            run.name = candidates.first { !names.contains($0) } ?? path
            names.insert(run.name)
            runs.append(run)
        }
    }

    /// Leaves only what is asked, and says what that left out.
    private func restrict(
        _ run: inout Run,
        path: String,
        _ judgements: Judgements,
        _ known: Set<String>
    ) -> [InputProblem] {
        var problems: [InputProblem] = []
        let asked = Set(judgements.queries)
        let unknown = run.rankings.keys.filter { !known.contains($0) && judgements.qrels.grades[$0] == nil }
        let all = run.rankings.count
        run.rankings = run.rankings.filter { asked.contains($0.key) }
        guard !run.rankings.isEmpty else {
            return [
                InputProblem(
                    .nothingJudged,
                    path: path,
                    "none of its \(all.counted("query", "queries")) is asked for here",
                    remedy: "check that the run belongs to this corpus and these judgements"
                )
            ]
        }
        if !unknown.isEmpty {
            problems.append(
                .unknownIDs(
                    unknown.inByteOrder,
                    ("query is", "queries are"),
                    path: path,
                    remedy: "passed over; check that the run belongs to this corpus"
                )
            )
        }
        let documents = Set(run.rankings.values.lazy.flatMap { $0.map(\.document) }).subtracting(known)
        if !documents.isEmpty {
            problems.append(
                .unknownIDs(
                    documents.inByteOrder,
                    ("document is", "documents are"),
                    path: path,
                    remedy: "they keep their ranks; check that the run belongs to this corpus"
                )
            )
        }
        // Nearest-neighbour tools list a query under itself. No list of ours may, so it costs nobody a rank.
        let selfish = run.rankings.filter { query, entries in entries.contains { $0.document == query } }
        for (query, entries) in selfish { run.rankings[query] = entries.filter { $0.document != query } }
        if !selfish.isEmpty {
            problems.append(
                InputProblem(
                    .redundantLine,
                    path: path,
                    "\(selfish.count.counted("query is", "queries are")) ranked under themselves",
                    remedy: "passed over, as no article is listed under itself"
                )
            )
        }
        return problems
    }
}
