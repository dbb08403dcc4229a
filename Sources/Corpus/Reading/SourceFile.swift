package import Platform

/// A file that holds articles.
package struct SourceFile: Hashable, Sendable {
    package enum Format: Hashable, Sendable {
        case markdown, jsonLines, gzippedJSONLines

        /// Bytes that a file of this format may have.
        package func sizeLimit(_ limits: ReadingLimits) -> Int {
            self == .markdown ? limits.markdownBytes : limits.jsonLinesBytes
        }
    }

    /// Absolute path, free of symbolic links.
    package var path: String
    /// Path below the corpus that was named; the id of a Markdown article that has none of its own.
    package var relativePath: String
    package var format: Format
    package var stamp: FileStamp

    /// The format that a file's name stands for, or nil where it holds no articles.
    package static func format(ofName name: String) -> Format? {
        let name = name.lowercased()
        let endings: [(String, Format)] = [
            (".md", .markdown), (".markdown", .markdown), (".jsonl", .jsonLines), (".ndjson", .jsonLines),
            (".jsonl.gz", .gzippedJSONLines), (".ndjson.gz", .gzippedJSONLines),
        ]
        return endings.first { name.hasSuffix($0.0) }?.1
    }
}

/// The article files of some folders and files, in a stable order.
package struct SourceListing: Sendable {
    /// In the order of the paths that were named, and by relative path within each.
    package private(set) var files: [SourceFile] = []
    package private(set) var problems: [InputProblem] = []
    package private(set) var skippedLinks = 0
    private let exclusions: [SourceExclusion]

    /// Lists the files below `paths`; each file once, under the first path that reaches it.
    ///
    /// A path may be a ``SourcePattern``, and one that begins with `!` takes away what it matches. Hidden files
    /// and folders and symbolic links below a path are skipped.
    package init(_ paths: [String]) {
        var seen: Set<String> = []
        exclusions = paths.compactMap { SourceExclusion($0) }
        for path in paths where !SourceExclusion.isExclusion(path) {
            do {
                if let pattern = SourcePattern(path) {
                    addFolder(try realPath(pattern.folder), named: path, pattern, &seen)
                    continue
                }
                let root = try realPath(path)
                switch try PathKind(root) {
                case .folder: addFolder(root, named: path, nil, &seen)
                case .file: try addFile(root, &seen)
                case .other:
                    problems.append(
                        InputProblem(
                            .unreadable,
                            path: path,
                            "neither a file nor a folder",
                            remedy: "name a folder of Markdown files or a .jsonl file"
                        )
                    )
                }
            } catch {
                problems.append(InputProblem(error))
            }
        }
    }

    private mutating func addFolder(
        _ root: String,
        named path: String,
        _ pattern: SourcePattern?,
        _ seen: inout Set<String>
    ) {
        if exclusions.contains(where: { $0.excludes(placeOf: root) }) { return }
        let prefix = root == "/" ? "/" : root + "/"
        let walk = FolderWalk(
            root,
            isEntered: { folder in
                pattern?.mayMatch(below: folder) ?? true
                    && !exclusions.contains { $0.excludes(prefix + folder) }
            },
            isWanted: { SourceFile.format(ofName: $0) != nil }
        )
        skippedLinks += walk.skippedLinks
        problems += walk.failures.map { InputProblem($0) }
        var found = 0
        for file in walk.files where pattern?.matches(file.relativePath) ?? true {
            let absolute = prefix + file.relativePath
            if exclusions.contains(where: { $0.excludes(absolute) }) { continue }
            found += 1
            let (isNew, first) = seen.insert(absolute)
            if !isNew, !first.utf8.elementsEqual(absolute.utf8) {
                // Both would be one key wherever paths are looked up, so the second must not pass in silence.
                problems.append(
                    InputProblem(
                        .unreadable,
                        path: absolute,
                        "another file has the same name but for how its accents are encoded",
                        remedy: "rename one of the two; this one is left out"
                    )
                )
            }
            guard isNew, let format = SourceFile.format(ofName: file.relativePath) else { continue }
            files.append(
                SourceFile(path: absolute, relativePath: file.relativePath, format: format, stamp: file.stamp)
            )
        }
        if found == 0, walk.failures.isEmpty {
            problems.append(
                InputProblem(
                    .notFound,
                    path: path,
                    pattern == nil ? "the folder holds no articles" : "no article file matches the pattern",
                    remedy: "name a folder with .md, .jsonl or .jsonl.gz files"
                )
            )
        }
    }

    private mutating func addFile(_ path: String, _ seen: inout Set<String>) throws(FileError) {
        if exclusions.contains(where: { $0.excludes(placeOf: path) }) { return }
        guard seen.insert(path).inserted else { return }
        let name = splitPath(path).name
        guard let format = SourceFile.format(ofName: name) else {
            problems.append(
                InputProblem(
                    .unreadable,
                    path: path,
                    "the name ends in none of .md, .markdown, .jsonl, .ndjson (.gz)",
                    remedy: "name a folder of Markdown files or a .jsonl file"
                )
            )
            return
        }
        files.append(
            SourceFile(path: path, relativePath: name, format: format, stamp: try FileStamp(ofFile: path))
        )
    }
}
