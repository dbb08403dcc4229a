import Archive
import ArgumentParser
import Corpus
import Foundation
import Platform
import Storage

/// The modes that change files, or say what would change: `--write`, `--diff`, `--check`.
extension RelateCommand {
    /// - Parameter isWhole: whether the lists are those of all articles.
    func edit(
        _ selection: ArticleSelection,
        _ lists: RelatedLists,
        _ corpus: IndexedCorpus,
        _ problems: [InputProblem],
        isWhole: Bool
    ) throws {
        let editable = lists.confined { $0.isMarkdown }
        guard !editable.articles.isEmpty else {
            throw CommandFailure(
                "JSON lines, feeds and exports are not edited in place; print the lists with --format data, html, csv "
                    + "or json",
                ExitCode(EX_USAGE)
            )
        }
        if editable.articles.count < lists.articles.count {
            let rest = lists.articles.count - editable.articles.count
            options.messages.note(
                "\(rest.counted("article")) in JSON lines, feeds or exports left out; --format data, html, csv or json prints "
                    + "their lists"
            )
        }
        let (results, counts) = try editingResults(editable, selection, corpus)
        if results.allSatisfy({ $0.problem?.kind == .noFrontMatter && SourceFile.isHTML($0.path) }) {
            throw CommandFailure(
                "HTML without front matter has no place for a list; print the lists with --format data, html, csv or json",
                ExitCode(EX_USAGE)
            )
        }
        let failures = results.compactMap(\.problem)
        let faults = failures.filter { ![.authored, .noFrontMatter].contains($0.kind) }
        options.messages.report(options.verbose ? failures : faults)
        let changed = results.filter(\.isChanged)
        if write {
            let others = changed.count + failures.count + results.count(where: \.isLocked)
            options.messages.note(
                "\(changed.count.counted("file")) written, "
                    + "\((results.count - others).grouped) already right\(keptNote(results))"
            )
            // A stamp that is not noted only costs that the file is read again.
            do { try corpus.noteStamps(of: results) } catch { options.messages.warn("\(error)") }
            saveSnapshot(of: lists.recommender, corpus)
            if summary {
                let isWhole = isWhole && editable.articles.count == lists.articles.count
                try emit(try text(of: counts, corpus, isWhole: isWhole))
            }
        } else {
            try emit(differences(changed))
            options.messages.note(
                "\(changed.count.counted("list")) of \(results.count.grouped) would change\(keptNote(results))"
            )
        }
        try options.settle(problems + faults)
        if check, !changed.isEmpty { throw ExitStatus.wouldChange }
    }

    /// Makes the lists and edits the files, or a copy of their bytes.
    ///
    /// - Throws: ``CommandFailure`` where the user interrupted it.
    private func editingResults(
        _ lists: RelatedLists,
        _ selection: ArticleSelection,
        _ corpus: IndexedCorpus
    ) throws -> (results: [ListEditing.Outcome], counts: ListSummary) {
        let sources = selection.sources
        var jobs: [ListEditing.Job] = []
        var counts = ListSummary()
        make(lists, corpus) { article, ranking in
            let job = article.origin.map {
                ListEditing.Job(path: $0.path, ranking, source: sources[$0.path])
            }
            return (job: job, item: ListSummary.Item(ranking))
        } receive: { made in
            jobs += made.compactMap(\.job)
            for list in made { counts.add(list.item) }
        }
        let batch = ListEditing(
            jobs,
            style: entryOptions.style(corpus.listKey),
            replacing: entryOptions.replace ? .everything : .machineMade,
            rules: options.rules,
            among: corpus.articles
        )
        let count = jobs.count
        let bar = ProgressBar(write ? "Writing lists" : "Comparing lists", isEnabled: !options.quiet)
        if write { Interruption.watch() }
        let results = try batch.run(
            writing: write,
            keeping: ReplacedLists(besideIndexAt: corpus.filesPath),
            isInterrupted: { Interruption.isWished },
            progress: { bar.show($0, of: count) }
        )
        bar.finish()
        guard results.count == count else {
            throw CommandFailure(
                "interrupted after \(results.count(where: \.isChanged).counted("file")) had been written; "
                    + "the same command goes on from there, --undo brings back what was there",
                ExitCode(130)
            )
        }
        return (results, counts)
    }

    /// What was left as it is, and why: ", 3 locked, 1 written by hand and kept (--replace replaces it)".
    private func keptNote(_ results: [ListEditing.Outcome]) -> String {
        let locked = results.count(where: \.isLocked)
        let authored = results.count { $0.problem?.kind == .authored }
        let bare = results.count { $0.problem?.kind == .noFrontMatter }
        return (locked > 0 ? ", \(locked.grouped) locked" : "")
            + (authored > 0
                ? ", \(authored.grouped) written by hand and kept (--replace replaces \(authored == 1 ? "it" : "them"))"
                : "")
            + (bare > 0 ? ", \(bare.grouped) without front matter, which has no place for a list" : "")
    }

    /// The names of the files that would change, or what would change in them.
    private func differences(_ changed: [ListEditing.Outcome]) -> String {
        let style = output == nil ? Style.output : Style(isColored: false)
        let base = FileManager.default.currentDirectoryPath + "/"
        let isDiff = diff
        return concurrentMap(changed.count) { index in
            let result = changed[index]
            let path =
                result.path.hasPrefix(base) ? String(result.path.dropFirst(base.count)) : result.path
            guard isDiff else { return style.safe(path) + "\n" }
            // Names in a patch are relative.
            let name = path.hasPrefix("/") ? String(path.dropFirst()) : path
            return UnifiedDiff.text(from: result.before, to: result.after, path: name, style: style)
        }.joined()
    }
}
