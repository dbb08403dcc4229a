import Corpus
import Foundation
import Platform
import Storage

/// Which corpora to work on where the user named none.
enum CorpusDiscovery {
    /// The corpora for articles at `paths`: folders and JSON lines files stand for themselves, a Markdown file
    /// for the nearest folder above it that has an index, else for its own folder.
    static func corpora(forArticlesAt paths: [String]) -> [String] {
        var corpora: [String] = []
        for path in paths {
            let isMarkdown = SourceFile.format(ofName: path) == .markdown && (try? PathKind(path)) == .file
            let found = isMarkdown ? corporaAbove(splitPath((try? realPath(path)) ?? path).folder) : [path]
            for corpus in found where !corpora.contains(corpus) { corpora.append(corpus) }
        }
        return corpora
    }

    /// The corpora of the nearest index at or above `folder`, else the folder itself.
    ///
    /// Only an index of the user's own counts: somebody else's in `/tmp`, say, must not choose what is read.
    static func corporaAbove(_ folder: String) -> [String] {
        guard let start = try? realPath(folder) else { return [folder] }
        var current = start
        while true {
            let hidden = (current == "/" ? "" : current) + "/.kindred"
            let index = hidden + "/index.sqlite"
            if FileManager.default.fileExists(atPath: index), isOwnedByUser(hidden), isOwnedByUser(index),
                let corpora = recorded(in: index),
                let first = corpora.first(where: { SourcePattern.place(of: $0) == current })
            {
                // An index made from further corpora keeps serving all of them.
                return [first] + corpora.filter { $0 != first }
            }
            if current == "/" { return [start] }
            current = splitPath(current).folder
        }
    }

    /// The corpora that an index file was made from; nil where it cannot be read.
    static func recorded(in index: String) -> [String]? {
        guard let store = try? SQLiteStore(existing: index) else { return nil }
        return try? store.read { try $0.corpora() }
    }
}

extension CorpusOptions {
    /// The corpora to look in: those named, else those that the index of --index was made from, else what
    /// `standard` says.
    func corpora(_ options: CommonOptions, otherwise standard: () -> [String]) -> [String] {
        if !corpus.isEmpty { return corpus }
        if let index = options.index, let recorded = CorpusDiscovery.recorded(in: index), !recorded.isEmpty {
            options.messages.note("choosing from \(recorded.joined(separator: ", ")), as \(index) does")
            return recorded
        }
        return standard()
    }

    /// The same for named articles: by default the corpora around those that are files, else around the
    /// current folder.
    func corpora(forArticles names: [String?], _ options: CommonOptions) -> [String] {
        corpora(options) {
            let files = names.compactMap(\.self).filter {
                SourceFile.format(ofName: $0) == .markdown && FileManager.default.fileExists(atPath: $0)
            }
            if !files.isEmpty { return CorpusDiscovery.corpora(forArticlesAt: files) }
            return CorpusDiscovery.corporaAbove(FileManager.default.currentDirectoryPath)
        }
    }
}
