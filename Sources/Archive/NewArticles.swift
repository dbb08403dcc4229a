package import Corpus
import Foundation
import Platform

/// Which articles of a run are new since a date or a commit.
package struct NewArticles {
    /// In the order of the selection.
    package let articles: [Article]
    /// What was passed over, for a note; nil where nothing was.
    package let omission: String?

    /// Why it cannot be said what is new.
    package enum Failure: Error, Hashable {
        /// All articles are in JSON lines, of which git knows nothing.
        case onlyDatesTell(ref: String)
        /// Git is needed and of no use.
        case git(GitRepository.Failure, ref: String)
    }

    /// - Parameter paths: as the user named them; where git is asked.
    /// - Throws: ``Failure``.
    package init(
        among selection: ArticleSelection,
        at paths: [String],
        since moment: SinceMoment,
        _ rules: ReadingRules
    )
        throws(Failure)
    {
        switch moment {
        case .date(let date):
            articles = selection.articles.filter { $0.published.map { $0.date >= date } ?? false }
            let undated = selection.articles.count { $0.published == nil }
            omission = undated == 0 ? nil : "\(undated.counted("article")) without a date left out"
        case .gitRef(let ref):
            let markdown = selection.articles.filter(\.isMarkdown)
            guard !markdown.isEmpty else {
                throw .onlyDatesTell(ref: ref)
            }
            let lines = selection.articles.count - markdown.count
            omission =
                lines == 0
                ? nil
                : "\(lines.counted("article")) in JSON lines left out, where only a date tells what is new"
            do throws(GitRepository.Failure) {
                articles = try Self.changed(markdown, below: Self.folders(of: paths), since: ref, rules)
            } catch {
                throw .git(error, ref: ref)
            }
        }
    }

    /// The folders that the paths lie in, each once.
    private static func folders(of paths: [String]) -> [String] {
        var folders: [String] = []
        for path in paths where !path.hasPrefix("!") {
            guard let place = try? realPath(SourcePattern.place(of: path)) else { continue }
            let folder = (try? PathKind(place)) == .folder ? place : splitPath(place).folder
            if !folders.contains(folder) { folders.append(folder) }
        }
        return folders
    }

    /// The articles whose files are not in a commit, or say something else there.
    private static func changed(
        _ articles: [Article],
        below folders: [String],
        since ref: String,
        _ rules: ReadingRules
    ) throws(GitRepository.Failure) -> [Article] {
        let byPath = Dictionary(articles.map { ($0.origin?.path ?? "", $0) }) { first, _ in first }
        var changed: Set<String> = []
        for folder in folders {
            let repository = try GitRepository(around: folder)
            let changes = try repository.changes(since: try repository.commit(named: ref))
                .filter { byPath[$0.path] != nil && !changed.contains($0.path) }
            changed.formUnion(changes.lazy.filter { $0.before == nil }.map(\.path))
            let edited = changes.filter { $0.before != nil }
            for start in stride(from: 0, to: edited.count, by: GitRepository.mostObjects) {
                let batch = edited[start..<min(edited.count, start + GitRepository.mostObjects)]
                let contents = try repository.contents(of: batch.compactMap(\.before)[...])
                for (change, before) in zip(batch, contents) {
                    // Else the lists that one run refreshed would be new articles to the next one.
                    if let before, let now = byPath[change.path], now.reads(sameAs: before, rules) {
                        continue
                    }
                    changed.insert(change.path)
                }
            }
        }
        return articles.filter { changed.contains($0.origin?.path ?? "") }
    }
}

extension Article {
    /// Whether a file's bytes say the same as the file of this article, whatever list they show.
    fileprivate func reads(sameAs bytes: [UInt8], _ rules: ReadingRules) -> Bool {
        let path = origin?.path ?? ""
        guard let now = try? readFile(path, limit: rules.limits.markdownBytes).bytes else { return false }
        // What the file's place says of it is the same for both.
        func article(_ bytes: [UInt8]) -> Article? {
            guard let file = try? MarkdownFile(bytes, path: path, rules) else { return nil }
            return try? file.article(relativePath: id.rawValue, report: { _ in })
        }
        guard let old = article(bytes) else { return bytes == now }
        return article(now) == old
    }
}
