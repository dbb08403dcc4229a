import Archive
import CommandArguments
import Corpus
import Foundation
import Logging
import Platform
import Recommendation
import Storage

/// `relate --watch`: a list for each article as it is saved.
extension RelateCommand {
    /// Follows the files until the user interrupts it.
    func followFiles(_ corpora: [String]) throws {
        Interruption.watch()
        while !Interruption.isWished {
            let corpus = try options.corpus(corpora)
            let ranking = listOptions.rankingOptions(ruleOptions)
            let recommender = try options.recommender(
                over: corpus,
                ranking,
                modelOptions,
                weightsOptions,
                grows: true
            )
            let bar = ProgressBar("Comparing", isEnabled: !options.quiet)
            recommender.learnNeighbourhoods { bar.show($0, of: $1) }
            bar.finish()
            guard let watched = WatchedCorpus(corpus, recommender) else {
                preconditionFailure("the recommender was made to grow")
            }
            options.messages.note(
                "Watching \(corpus.articles.count.counted("article")): save one to see its list; Ctrl-C ends this"
            )
            try follow(watched, corpus, ranking)
        }
    }

    /// Follows the files as long as few of them change at a time.
    private func follow(_ watched: WatchedCorpus, _ corpus: IndexedCorpus, _ ranking: RankingOptions) throws {
        var watched = watched
        var changes = FolderChanges(in: watched.folders)
        // What was saved while everything was being compared.
        var mayBeNew = true
        while !Interruption.isWished {
            if mayBeNew {
                let clock = ContinuousClock()
                let start = clock.now
                // Before the files are looked at, so that what is saved in a new folder meanwhile is told.
                changes.watch(watched.folders)
                let update = try watched.update(ranking)
                if update.isOutgrown { return }
                options.messages.report(update.problems)
                if update.removed > 0 {
                    options.messages.note("\(update.removed.counted("article")) gone")
                }
                try answer(update.answers, corpus)
                options.logger.debug("answered", metadata: ["seconds": "\(clock.now - start)"])
            }
            mayBeNew = changes.wait()
        }
    }

    /// Shows or writes the lists of what was saved.
    private func answer(_ answers: [WatchedCorpus.Answer], _ corpus: IndexedCorpus) throws {
        let listed = answers.filter { answer in
            answer.article.page.kind == .article || ruleOptions.includeIndexPages
        }
        for answer in listed {
            guard write else {
                let list = ArticleList(article: answer.article, ranking: answer.ranking)
                let lists = RelatedLists([list], by: answer.recommender)
                try show(lists, corpus, isNew: true, isWhole: false)
                continue
            }
            guard let path = answer.article.origin?.path, answer.article.isMarkdown else { continue }
            let editing = ListEditing(
                [ListEditing.Job(path: path, answer.ranking, source: answer.source)],
                style: entryOptions.style(corpus.listKey),
                replacing: entryOptions.replace ? .everything : .machineMade,
                rules: options.rules,
                among: corpus.articles
            )
            let replaced = ReplacedLists(besideIndexAt: corpus.filesPath)
            // Another run that is writing lists is waited for, since both keep what they replace in one place.
            let lock = replaced?.locked { attempts in
                Thread.sleep(forTimeInterval: 0.05)
                return attempts < Self.patientAttempts
            }
            defer { lock?.release() }
            let outcomes = try editing.run(writing: true, keeping: replaced, progress: { _ in })
            options.messages.report(outcomes.compactMap(\.problem))
            let entries = answer.ranking.entries.map(\.article.title.singleLine)
            let isWritten = outcomes.contains(where: \.isChanged)
            options.messages.note(
                "\(answer.article.id.rawValue.singleLine): \(isWritten ? "" : "still ")"
                    + (entries.isEmpty ? "nothing close enough" : entries.joined(separator: " · "))
            )
        }
    }

    private static let patientAttempts = 200
}
