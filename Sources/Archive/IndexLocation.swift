import Corpus
import Foundation
import Platform
import Storage

/// Where the index of some corpora lies, and what lies beside it.
package enum IndexLocation {
    /// The index of a corpus unless the user names another one.
    ///
    /// - Throws: ``FileError`` where the corpus is not there.
    package static func standardPath(for corpus: String) throws -> String {
        let path = try realPath(SourcePattern.place(of: corpus))
        if try PathKind(path) == .folder { return path + "/.kindred/index.sqlite" }
        // Each file of a folder of JSON lines files is a corpus of its own, with its own index.
        let (folder, name) = splitPath(path)
        if isPublished(folder), ArticleImport.isSitemap(path) {
            let (around, folderName) = splitPath(folder)
            return "\(around)/.kindred/\(folderName).\(name).sqlite"
        }
        return "\(folder)/.kindred/\(name).sqlite"
    }

    /// Whether all that lies in a folder is to be shown by a server, which an index is not, and is gone when the site is
    /// built anew.
    private static func isPublished(_ folder: String) -> Bool {
        ["index.html", "index.htm"].contains { (try? PathKind("\(folder)/\($0)")) == .file }
    }

    /// The index of several corpora: beside the first that is no exclusion.
    ///
    /// - Returns: nil where all are exclusions.
    package static func path(for corpora: [String]) throws -> String? {
        try corpora.first { !$0.hasPrefix("!") }.map { try standardPath(for: $0) }
    }

    /// The path beside which lie weights, labels and what lists replaced: that of the index, and for an index in a database
    /// that of the corpora's own.
    ///
    /// - Parameter index: what the user named; nil for the standard place.
    package static func filesPath(_ index: String?, for corpora: [String]) throws -> String? {
        if let index, !StoreLocation.isDatabase(index) { return index }
        return try path(for: corpora)
    }

    /// Whether the index at `path` can be made or written.
    package static func isWritableIndex(_ path: String) -> Bool {
        let folder = splitPath(path).folder
        if FileManager.default.fileExists(atPath: path), !isWritable(file: path) { return false }
        return isWritable(
            folder: FileManager.default.fileExists(atPath: folder) ? folder : splitPath(folder).folder
        )
    }

    /// The weights that `kindred tune` fitted for an index: a file beside it.
    package static func weightsPath(besideIndexAt index: String) -> String {
        path("relatedness.json", besideIndexAt: index)
    }

    /// The labels that editors gave an archive's pairs in the service's page: a file beside its index.
    package static func labelsPath(besideIndexAt index: String) -> String {
        path("labels.tsv", besideIndexAt: index)
    }

    private static func path(_ file: String, besideIndexAt index: String) -> String {
        let (folder, name) = splitPath(index)
        let stem =
            name == "index.sqlite" ? "" : name.split(separator: ".").dropLast().joined(separator: ".") + "."
        return "\(folder)/\(stem)\(file)"
    }
}
