import Corpus
import Foundation
import Platform
import Storage

/// Which corpora to work on where the user named none.
package enum CorpusDiscovery {
    /// The corpora for articles at `paths`: folders and JSON lines files stand for themselves, a Markdown file
    /// for the nearest folder above it that has an index, else for its own folder.
    package static func corpora(forArticlesAt paths: [String]) -> [String] {
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
    package static func corporaAbove(_ folder: String) -> [String] {
        indexedCorpora(above: folder) ?? [(try? realPath(folder)) ?? folder]
    }

    /// The corpora of the nearest index at or above `folder`; nil where there is none of the user's own.
    package static func indexedCorpora(above folder: String) -> [String]? {
        guard var current = try? realPath(folder) else { return nil }
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
            if current == "/" { return nil }
            current = splitPath(current).folder
        }
    }

    /// The corpora of the nearest index at or above the current folder, else the current folder.
    package static var siteHere: [String] { indexedCorpora(above: ".") ?? ["."] }

    /// The corpora that an index was made from; nil where it cannot be read.
    package static func recorded(in index: String) -> [String]? {
        guard let store = try? StoreLocation(index).existingStore() else { return nil }
        return try? store.read { try $0.corpora() }
    }
}
