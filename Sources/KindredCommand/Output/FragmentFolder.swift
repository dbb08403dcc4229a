import Corpus
import Foundation
import Platform

/// A folder of fragments, one a page, in which each file changes only where its list does.
struct FragmentFolder {
    private let path: String
    /// The articles of the fragments so far, by the fragments' paths.
    private var current: [String: String] = [:]
    private(set) var written = 0
    private(set) var removed = 0
    /// Folders in which something changed that a power cut may undo yet.
    private var changed: Set<String> = []
    /// Articles whose fragment would have the path of another one's.
    private(set) var problems: [InputProblem] = []

    init(_ path: String) { self.path = path }

    /// - Parameter article: whose list it is.
    /// - Throws: ``FileError``, or ``InputProblem`` where somebody else's file is in the way.
    mutating func write(_ fragment: ListFragment, of article: String) throws {
        let file = "\(path)/\(fragment.path)"
        if let first = current[fragment.path] {
            problems.append(
                InputProblem(
                    .unwritable,
                    path: article,
                    "its fragment would be \(file), which is that of \(first)",
                    remedy: "rename one of the two, or choose another --data-key"
                )
            )
            return
        }
        current[fragment.path] = article
        let old = FileManager.default.contents(atPath: file)
        if let old {
            if old.elementsEqual(fragment.bytes) { return }
            guard old.starts(with: ListFragment.mark.utf8) else {
                throw InputProblem(
                    .unwritable,
                    path: file,
                    "it was not written by --format html",
                    remedy: "name another folder, or remove it"
                )
            }
        } else {
            try makeFolder(splitPath(file).folder)
        }
        try writeFile(file, fragment.bytes, flushingName: false)
        changed.insert(splitPath(file).folder)
        written += 1
    }

    /// Removes the fragments of pages that there are no more.
    mutating func removeOthers() throws {
        let root = try realPath(path)
        for file in FolderWalk(root, isWanted: { $0.hasSuffix(".html") }).files
        where current[file.relativePath] == nil {
            let other = "\(root)/\(file.relativePath)"
            guard let bytes = FileManager.default.contents(atPath: other),
                bytes.starts(with: ListFragment.mark.utf8)
            else { continue }
            try FileManager.default.removeItem(atPath: other)
            changed.insert(splitPath(other).folder)
            removed += 1
        }
    }

    /// Has a power cut undo nothing of what was done.
    func flush() { synchronize(folders: changed) }
}
