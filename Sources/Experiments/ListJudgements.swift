import Corpus
import Evaluation
import Platform

/// The lists that a corpus has now, taken as judgements: whatever an article lists is related to it.
struct ListJudgements {
    /// Grade 1 for every entry that is an article of the corpus.
    let qrels: Qrels
    /// What could not be read; the rest counts.
    let problems: [InputProblem]
    /// Lists that have entries, and those entries.
    private let lists: Int
    private let entries: Int
    /// Entries that no article of the corpus answers to.
    private let unknown: Int
    /// Entries that name their own article, or one that the list names before.
    private let redundant: Int

    /// Reads the lists of `articles` from their files.
    init(of articles: [Article], _ rules: ReadingRules) {
        var paths: [String] = []
        var seen: Set<String> = []
        for path in articles.lazy.compactMap(\.origin?.path) where seen.insert(path).inserted {
            paths.append(path)
        }
        let existing = ExistingLists(in: paths, rules: rules)
        let names = ListedArticles(articles)
        var grades: [String: [String: Int]] = [:]
        var (lists, entries, unknown, redundant) = (0, 0, 0, 0)
        for article in articles {
            guard let list = article.origin.flatMap({ existing.entries[$0] }) else { continue }
            lists += 1
            entries += list.count
            let own = article.id.rawValue
            // What only tops a list up was never held to be related.
            for entry in list where !entry.isFallback {
                guard let found = names.article(meantBy: entry) else {
                    unknown += 1
                    continue
                }
                if found.id == article.id || grades[own]?.updateValue(1, forKey: found.id.rawValue) != nil {
                    redundant += 1
                } else {
                    grades[own, default: [:]][found.id.rawValue] = 1
                }
            }
        }
        qrels = Qrels(grades)
        // What is wrong with a line that is no article was said when the articles were read.
        let origins = Set(articles.compactMap(\.origin))
        problems = existing.problems.filter { problem in
            SourceFile.format(ofName: problem.path) == .markdown
                || problem.line.map { origins.contains(ArticleOrigin(path: problem.path, line: $0)) } ?? true
        }
        (self.lists, self.entries, self.unknown, self.redundant) = (lists, entries, unknown, redundant)
    }

    /// How much was found, for a note.
    var summary: String {
        var parts = ["\(lists.counted("list")) with \(entries.counted("entry", "entries"))"]
        if unknown > 0 { parts.append("\(unknown.grouped) of them not in the corpus") }
        if redundant > 0 { parts.append("\(redundant.grouped) named twice or by themselves") }
        return parts.joined(separator: ", ") + ": \(qrels.pairs.counted("related pair"))"
    }

    /// Why there is nothing to go by; nil where there are pairs.
    func lack(in corpora: [String]) -> String? {
        guard qrels.grades.isEmpty else { return nil }
        let place = corpora.joined(separator: ", ")
        if entries == 0 {
            return "no article of \(place) has a related list; name judged pairs with --qrels FILE"
        }
        return "none of the \(entries.counted("entry", "entries")) in the lists of \(place) is an article "
            + "there, by any URL or by title; name the whole site, or judged pairs with --qrels FILE"
    }
}
