import ArgumentParser
import Corpus
import Foundation
import Platform

/// Which articles of a run are new since a date or a commit.
struct NewArticles {
    /// In the order of the run's queries.
    let articles: [Article]
    /// What was passed over, for a note; nil where nothing was.
    let omission: String?

    /// - Parameter paths: as the user named them; where git is asked.
    /// - Throws: ``CommandFailure`` where git is needed and of no use.
    init(among queries: Queries, at paths: [String], since moment: SinceMoment) throws {
        switch moment {
        case .date(let date):
            articles = queries.articles.filter { $0.published.map { $0.date >= date } ?? false }
            let undated = queries.articles.count { $0.published == nil }
            omission = undated == 0 ? nil : "\(undated.counted("article")) without a date left out"
        case .gitRef(let ref):
            let markdown = queries.articles.filter(\.isMarkdown)
            guard !markdown.isEmpty else {
                throw CommandFailure(
                    "\(ref.excerptForMessage) is no date, and only a date tells what is new in JSON lines; "
                        + "write --since 2024-03-01 or --since 7d",
                    ExitCode(EX_USAGE)
                )
            }
            let lines = queries.articles.count - markdown.count
            omission =
                lines == 0
                ? nil
                : "\(lines.counted("article")) in JSON lines left out, where only a date tells what is new"
            do throws(GitRepository.Failure) {
                articles = try Self.changed(markdown, below: Self.folders(of: paths), since: ref)
            } catch {
                throw CommandFailure(error, ref: ref)
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
        since ref: String
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
                    if let before, let now = byPath[change.path], now.reads(sameAs: before) { continue }
                    changed.insert(change.path)
                }
            }
        }
        return articles.filter { changed.contains($0.origin?.path ?? "") }
    }
}

extension Article {
    /// Whether a file's bytes describe this very article, whatever list they show.
    fileprivate func reads(sameAs bytes: [UInt8]) -> Bool {
        let path = origin?.path ?? ""
        guard let file = try? MarkdownFile(bytes, path: path),
            let article = try? file.article(relativePath: id.rawValue, report: { _ in })
        else { return false }
        return article == self
    }
}

extension CommandFailure {
    /// Git could not say what is new since `ref`.
    fileprivate init(_ failure: GitRepository.Failure, ref: String) {
        let name = ref.excerptForMessage
        let date = "for a date write 2024-03-01 or 7d"
        switch failure {
        case .noGit:
            self.init(
                "--since \(name) is no date, and git, which may know it, is not installed or not in PATH; \(date)",
                ExitStatus.unavailable
            )
        case .noRepository(let folder, let said):
            self.init(
                "--since \(name) is no date, and \(folder) is in no git repository\(said.quoted); \(date)",
                ExitStatus.noInput
            )
        case .unknownRef(_, let folder):
            self.init(
                "--since \(name) is neither a date nor a commit of the git repository around \(folder); "
                    + "\(date), and where the clone is shallow, fetch more history",
                ExitStatus.noInput
            )
        case .failed(let command, let said):
            self.init(
                "git \(command) failed\(said.quoted); run it by hand to see why",
                ExitStatus.unavailable
            )
        }
    }
}

extension String {
    /// What another program said, in brackets; nothing where it said nothing.
    fileprivate var quoted: String { isEmpty ? "" : " (\(self))" }
}
