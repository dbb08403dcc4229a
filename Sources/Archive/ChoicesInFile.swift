package import Corpus
import Kernels
import Platform
import Storage

/// Why what an editor chose is not written into an article's file.
package enum FileRefusal: Error, Sendable {
    /// The article was read from no Markdown file of its own.
    case noFile
    /// The index was read with names of keys that this archive was not opened with.
    case otherKeys
    /// Somebody changed the file since the archive read it.
    case changed
    /// It cannot be written, or its keys cannot be changed safely.
    case problem(InputProblem)
}

extension Archive {
    /// Replaces an article, and writes what its editor chose into the Markdown file that it was read from: both, or
    /// neither.
    ///
    /// The archive knows the file's new state, so that nobody takes it for somebody else's change. Of the article only the
    /// choices go into the file, and only a file that the archive was brought up to date with is written.
    ///
    /// - Parameters:
    ///   - conditions: all of them must hold, else the file is as it was.
    ///   - lists: the articles in whose lists the article stands before.
    /// - Throws: ``FileRefusal`` where the file cannot be written, ``ArchiveError``; both are then as they were, but that a
    ///   store that fails at the very last leaves the file changed, which the next update reads.
    package func putInFile(
        _ article: Article,
        if conditions: [ArticleChange.Condition] = [],
        listedBy lists: [ArticleID] = []
    ) async throws -> AppliedChange {
        let prepared = PreparedChange(ArticleChange(.put(article), if: conditions, listedBy: lists))
        return try await write {
            let known = try self.store.read { try Self.known(of: [prepared], in: $0) }
            if PlannedChanges([prepared], known: known).isRefused { return try self.carryOut([prepared])[0] }
            guard let edit = try self.edit(ofFile: known[article.id]?.origin, article.choices) else {
                return try self.carryOut([prepared])[0]
            }
            do {
                let applied = try self.carryOut([prepared]) { plan, access in
                    // Another process may have written meanwhile, so that a condition no longer holds.
                    if plan.isRefused { edit.staged.abandon() } else { try edit.commit(access) }
                }
                return applied[0]
            } catch {
                edit.staged.abandon()
                throw (error as? InputProblem).map(FileRefusal.init) ?? error
            }
        }
    }

    /// A file's new bytes, on the disk and not yet in their place.
    private struct FileEdit {
        let staged: StagedEdit
        /// As the store has it.
        let source: SourceRecord
        let newHash: UInt64

        /// Puts the bytes in their place for good, and has the store know them.
        func commit(_ access: any StoreAccess) throws {
            let stamp = try staged.commit()
            // Before the store says that they are there.
            synchronize(folders: [splitPath(source.path).folder])
            guard let stamp else { return }
            var written = source
            written.stamp = stamp
            written.contentHash = newHash
            written.isSettled = SourceRecord.isSettled(stamp)
            try access.restamp([written])
        }
    }

    /// - Returns: nil where the file says the same already.
    private func edit(ofFile origin: ArticleOrigin?, _ choices: EditorialChoices) throws -> FileEdit? {
        guard let path = origin?.path, SourceFile.format(ofName: path) == .markdown else {
            throw FileRefusal.noFile
        }
        let (source, stamp) = try store.read { (try $0.source(ofFile: path), try $0.readingStamp()) }
        guard let source else { throw FileRefusal.noFile }
        guard ReadingStamp.isOf(options.rules, stamp) else { throw FileRefusal.otherKeys }
        do throws(InputProblem) {
            let file = try ArticleFile(path: path, rules: options.rules)
            // What was a file then could be a link to another one now.
            guard file.path == source.path else { throw InputProblem.changedMeanwhile(path) }
            guard source.isSame(as: file) else {
                // As where the power went between the file and the archive: nothing has to be written over.
                if file.says(choices) { return nil }
                throw InputProblem.changedMeanwhile(path)
            }
            removeLeftovers(in: splitPath(path).folder, includesOwn: false)
            guard let (staged, bytes) = try file.stage(choices) else { return nil }
            if let problem = StagedEdit.flush([staged])[0] { throw problem }
            return FileEdit(staged: staged, source: source, newHash: contentHash(bytes))
        } catch {
            throw FileRefusal(error)
        }
    }
}

extension ArticleFile {
    /// Whether the file has these choices already.
    fileprivate func says(_ choices: EditorialChoices) -> Bool {
        do { return try bytes(choosing: choices) == nil } catch { return false }
    }
}

extension FileRefusal {
    fileprivate init(_ problem: InputProblem) {
        self = problem.kind == .changedMeanwhile ? .changed : .problem(problem)
    }
}

extension PlannedChanges {
    /// Whether nothing is changed, since a condition does not hold.
    fileprivate var isRefused: Bool {
        outcomes.contains { if case .refused = $0 { true } else { false } }
    }
}
