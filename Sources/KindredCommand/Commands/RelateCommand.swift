import Archive
import ArgumentParser
import CommandArguments
import Corpus
import Foundation
import Kernels
import Logging
import Platform
import Recommendation
import Storage

/// `kindred relate`: the related list of each article, shown, compared or written into the files.
struct RelateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "relate",
        abstract: "Fill in the related lists of articles.",
        discussion: """
            Without a mode it shows the lists and changes nothing. Only the bytes of \
            an article's own `related:` block are ever changed.

            EXAMPLES
              kindred relate articles/                 show the lists
              kindred relate articles/ --diff | less   show what would change
              kindred relate articles/ --write         change the files
              kindred relate articles/ --precision balanced --at-least 3
                             fuller lists, none with fewer than three entries
              kindred relate articles/ --summary -v    count, and name what no list shows
              kindred relate articles/ --no-orphans --write
              kindred relate articles/ --write --watch answer what is saved, while you write
              kindred relate articles/ --undo          bring back what that replaced
              kindred relate articles/ --check         exit 1 if a list would
              kindred relate new.jsonl --corpus old.jsonl.gz --output lists.json
              kindred relate content/ --format data --output data/related.json
                             one file for templates; the articles stay as they are
              kindred relate articles/ --since 7d      lists of this week's articles
              kindred relate articles/ --since main --refresh affected --write
                             also the lists that what is new since main belongs in
            """
    )

    @Argument(
        help: ArgumentHelp(
            "Articles: folders, Markdown files, .jsonl files, feeds or exports.",
            discussion:
                "Default: the site here, which is that of the nearest index, else the current folder.",
            valueName: "path"
        ),
        completion: .file()
    )
    var named: [String] = []

    private var paths: [String] { named.isEmpty ? CorpusDiscovery.siteHere : named }

    @OptionGroup(title: "Where to choose from") var corpusOptions: CorpusOptions

    @OptionGroup(title: "What is new") var sinceOptions: SinceOptions

    @OptionGroup(title: "How long lists are") var listOptions: ListOptions

    @OptionGroup(title: "What may stand in a list") var ruleOptions: RuleOptions

    @Flag(help: "Say of every entry why it is there, and what was kept out.")
    var explain = false

    @OptionGroup(title: "What is written") var entryOptions: EntryOptions

    @Flag(
        name: .customLong("no-orphans"),
        help: ArgumentHelp(
            "Give each article that no list shows a place in the list of its best neighbour.",
            discussion: """
                The last place, where both are related enough for --precision balanced, nothing else speaks against it, \
                and what makes way is in other lists too; one a list. Only where the lists of all articles are made.
                """
        )
    )
    var placesOrphans = false

    @Flag(
        help: ArgumentHelp(
            "Print counts instead of the lists: entries, empty lists, and articles that no list shows.",
            discussion: "With -v or --json those are named."
        )
    )
    var summary = false

    @Flag(help: "Write the lists into the files.")
    var write = false

    @Flag(help: "Bring back what the last --write replaced, in files that nobody has changed since.")
    var undo = false

    @Flag(
        help: ArgumentHelp(
            "Wait for articles to be saved, and show or write the list of each at once.",
            discussion:
                "For the time of writing: other lists that the article belongs in change with the next run."
        )
    )
    var watch = false

    @Flag(help: "Print a unified diff of the files.")
    var diff = false

    @Flag(help: "Print the files whose lists would change, and exit 1 if there are any.")
    var check = false

    @OptionGroup(title: "On several machines") var partOptions: PartOptions

    @OptionGroup(title: "What is printed") var formatOptions: ListFormatOptions

    @Option(
        help: ArgumentHelp("Print to this file instead of standard output (-).", valueName: "file"),
        completion: .file()
    )
    var output: String?

    @OptionGroup(title: "How it ranks") var weightsOptions: WeightsOptions

    @OptionGroup(title: "Embeddings") var modelOptions: ModelOptions

    @OptionGroup(title: "Everywhere") var options: CommonOptions

    func validate() throws {
        try validateParts()
        if [write, diff, check, undo].count(where: \.self) > 1 {
            throw ValidationError("--write, --diff, --check and --undo exclude each other.")
        }
        let isPrinting = !(write || diff || check || undo || summary)
        if let format = formatOptions.format, !isPrinting || options.json && format != .json {
            throw ValidationError(
                "--format \(format.rawValue) prints lists; it does not go with --write, --diff, --check, --undo, "
                    + "--summary or --json."
            )
        }
        if formatOptions.format == .html, output == nil || output == "-" {
            throw ValidationError("--format html writes a file a page; name their folder with --output.")
        }
        if options.json, write || diff || check || undo {
            throw ValidationError(
                "--json prints lists; it does not go with --write, --diff, --check or --undo."
            )
        }
        if write || diff || check || undo || watch, named.contains(StandardInput.path) {
            throw ValidationError(
                "Standard input is no file that could be changed or watched; print its lists with --format data, csv or "
                    + "json."
            )
        }
        if watch, corpusOptions.corpus.contains(StandardInput.path) {
            throw ValidationError("Standard input cannot be watched; write it into a file.")
        }
        if watch, diff || check || undo || summary || placesOrphans || sinceOptions.since != nil {
            throw ValidationError(
                "--watch is for the lists of what is saved; it does not go with --diff, --check, --undo, --summary, "
                    + "--no-orphans or --since."
            )
        }
        if undo, sinceOptions.since != nil {
            throw ValidationError("--undo brings back all of the last --write; it does not go with --since.")
        }
        if write, !summary, output != nil {
            throw ValidationError("--write prints nothing, so --output has no use.")
        }
        if summary, diff || check || undo {
            throw ValidationError("--summary counts lists; it does not go with --diff, --check or --undo.")
        }
        if placesOrphans, sinceOptions.since != nil {
            throw ValidationError(
                "--no-orphans needs the lists of all articles; it does not go with --since."
            )
        }
    }

    func run() throws {
        try options.run {
            let corpora = corpusOptions.corpora(options) { CorpusDiscovery.corpora(forArticlesAt: paths) }
            if undo { return try bringBack(corpora) }
            if watch { return try followFiles(corpora) }
            var corpus = try options.corpus(corpora)
            let lock = try write ? writersLock(corpora, &corpus) : nil
            defer { lock?.release() }
            if lock == nil { corpus.removeLeftovers() }
            let selection = ArticleSelection(paths, in: corpus)
            let problems = selection.problems + corpus.problems.filter(selection.concerns)
            options.messages.report(corpus.passedOver.filter { selection.concerns($0.path) })
            options.messages.report(problems, in: paths)
            guard !selection.articles.isEmpty else {
                throw CommandFailure(
                    "no articles in \(paths.joined(separator: ", "))" + hintAtSitemap(corpus.passedOver),
                    ExitStatus.ofNoArticles(problems)
                )
            }
            let new = try sinceOptions.newArticles(among: selection, at: paths, options)
            if let new, new.isEmpty, sinceOptions.refresh != .affected {
                // Whoever reads the output finds that there is nothing.
                if !write, !formatOptions.isForTemplates { try emit("") }
                return try options.settle(problems)
            }
            let isWhole = new == nil && selection.holds(corpus.articles)
            let recommender = try options.recommender(
                over: corpus,
                listOptions.rankingOptions(ruleOptions),
                modelOptions,
                weightsOptions,
                savesSnapshot: isWhole && partOptions.part == nil
            )
            if let part = partOptions.part {
                try relate(part, of: listed(selection), corpus, by: recommender)
                return try options.settle(problems)
            }
            var lists = lists(selection, new, corpus, by: recommender)
            if placesOrphans { lists = withoutOrphans(lists, corpus, isWhole: isWhole) }
            if new != nil, lists.articles.isEmpty {
                options.messages.note("nothing to do")
                if !write, !formatOptions.isForTemplates { try emit("") }
                return try options.settle(problems)
            }
            warnOfUnknownChoices(lists.articles, recommender)
            if write || diff || check {
                try edit(selection, lists, corpus, problems, isWhole: isWhole)
            } else {
                try show(lists, corpus, isNew: new != nil, isWhole: isWhole)
                saveSnapshot(of: recommender, corpus)
                try options.settle(problems)
            }
        }
    }

    /// What to do with built HTML, of which nothing but a sitemap tells which pages are articles.
    private func hintAtSitemap(_ passedOver: [PassedOver]) -> String {
        let isHTML = passedOver.contains { $0.reason == .noFrontMatter && SourceFile.isHTML($0.path) }
        return isHTML
            ? "; of HTML without front matter name the site's sitemap, as in kindred relate public/sitemap.xml"
            : ""
    }

    /// Waits until no other process writes lists of the same index, and then reads what it wrote.
    private func writersLock(_ corpora: [String], _ corpus: inout IndexedCorpus) throws -> FolderLock? {
        guard let replaced = ReplacedLists(besideIndexAt: corpus.filesPath) else { return nil }
        var hasWaited = false
        let lock = replaced.locked { attempts in
            if attempts == 0 { options.messages.note("Waiting for another kindred that is writing lists …") }
            hasWaited = true
            Thread.sleep(forTimeInterval: 0.05)
            return Double(attempts) * 0.05 < Self.patience
        }
        guard let lock else {
            throw CommandFailure("another kindred is still writing lists; run again later", ExitStatus.busy)
        }
        if hasWaited { corpus = try options.corpus(corpora) }
        return lock
    }

    /// Seconds to wait for another writer.
    private static let patience = 600.0

    /// Undoes the last --write.
    private func bringBack(_ corpora: [String]) throws {
        guard
            let replaced = ReplacedLists(
                besideIndexAt: try IndexLocation.filesPath(options.index, for: corpora)
            ),
            !replaced.isEmpty
        else {
            throw CommandFailure(
                "there is nothing to bring back: no list was written since the last --undo, or the index is another",
                ExitStatus.noInput
            )
        }
        let listing = SourceListing(paths)
        for folder in listing.foldersWithTemporaries { removeLeftovers(in: folder) }
        let files = Set(listing.files.map(\.path))
        let outcomes = try replaced.restore(in: files, rules: options.rules)
        let problems = outcomes.compactMap { if case .failed(let problem) = $0 { problem } else { nil } }
        options.messages.report(problems)
        let restored = outcomes.count { if case .restored = $0 { true } else { false } }
        options.messages.note("\(restored.counted("file")) brought back to what was there before --write")
        try ExitStatus.throwIfNeeded(problems)
    }

    /// Keeps what was found out about the corpus for later questions.
    func saveSnapshot(of recommender: Recommender, _ corpus: IndexedCorpus) {
        // A snapshot that cannot be saved only costs that later questions read all articles.
        do { try corpus.saveSnapshot(of: recommender) } catch { options.messages.warn("\(error)") }
    }

    /// The articles that lists are made for.
    private func listed(_ selection: ArticleSelection) -> [Article] {
        let listed = selection.listed(includingIndexPages: ruleOptions.includeIndexPages)
        let pages = selection.articles.count - listed.count
        if pages > 0 {
            options.messages.note(
                "\(pages.counted("index page")) left out; --include-index-pages makes their lists"
            )
        }
        return listed
    }

    /// The lists to show or write, made or to be made.
    ///
    /// - Parameter new: the articles to confine them to; nil means all.
    private func lists(
        _ selection: ArticleSelection,
        _ new: [Article]?,
        _ corpus: IndexedCorpus,
        by recommender: Recommender
    ) -> RelatedLists {
        let listed = listed(selection)
        let origins = Set(listed.map(\.origin))
        let new = new.map { $0.filter { origins.contains($0.origin) } }
        guard let new, sinceOptions.refresh == .affected else {
            return RelatedLists(honoured(new ?? listed, corpus), by: recommender)
        }
        let bar = ProgressBar("Ranking", isEnabled: !options.quiet, showsRate: true)
        let rankings = recommender.related(toEach: new) { bar.show($0, of: new.count) }
        bar.finish()
        let search = ProgressBar("Finding affected lists", isEnabled: !options.quiet)
        let affected = AffectedLists(of: new, among: listed, by: recommender) {
            search.show($0, of: $1)
        }
        search.finish()
        let known = Set(new.map(\.origin)).union(affected.lists.map(\.article.origin))
        let outdated = OutdatedLists(
            among: listed.filter { !known.contains($0.origin) },
            of: corpus.articles,
            rules: options.rules,
            style: entryOptions.style(corpus.listKey),
            editorial: ruleOptions.rules
        ).articles
        options.messages.note(
            "\(affected.lists.count.counted("older article")) affected: a new one is in the list"
                + (outdated.isEmpty ? "" : "; \(outdated.count.grouped) list what is gone")
        )
        let mended = zip(outdated, recommender.related(toEach: outdated))
        return RelatedLists(
            affected.joined(with: Array(zip(new, rankings)) + mended, in: selection.articles),
            by: recommender
        )
    }

    /// The articles with what people listed for them as pins, where that is asked for.
    private func honoured(_ articles: [Article], _ corpus: IndexedCorpus) -> [Article] {
        guard entryOptions.honourLists else { return articles }
        let honoured = HonouredLists(
            articles,
            of: corpus.articles,
            rules: options.rules,
            style: entryOptions.style(corpus.listKey)
        )
        options.messages.note(
            honoured.count == 1
                ? "1 list that people wrote stands first"
                : "\(honoured.count.grouped) lists that people wrote stand first"
        )
        return honoured.articles
    }

    /// Makes the lists that are not made yet, with a progress bar.
    func make<Output: Sendable>(
        _ lists: RelatedLists,
        _ corpus: IndexedCorpus,
        keep: @Sendable (Article, Ranking) -> Output,
        receive: ([Output]) throws -> Void
    ) rethrows {
        let clock = ContinuousClock()
        let start = clock.now
        defer { options.logger.debug("ranked", metadata: ["seconds": "\(clock.now - start)"]) }
        let bar = ProgressBar("Ranking", isEnabled: !options.quiet, showsRate: true)
        defer { bar.finish() }
        let count = lists.articles.count
        let show: @Sendable (Int) -> Void = { bar.show($0, of: count) }
        let parts = StoreSearchCheckpoints(of: corpus, lists.recommender, options.observer)
        try lists.make(keptIn: parts, progress: show, keep: keep) { outputs in
            // Lists go to the terminal that the bar is on.
            bar.finish()
            try receive(outputs)
        }
        // What is left behind is forgotten with the next change of an article.
        try? parts?.remove()
    }

    func warnOfUnknownChoices(_ articles: [Article], _ recommender: Recommender) {
        func problem(_ key: String, _ name: String, _ article: Article, _ remedy: String) -> InputProblem {
            InputProblem(
                .unknownID,
                path: article.origin?.path ?? article.id.rawValue,
                line: article.origin.map(\.line),
                "`\(key)` names \(name.excerptForMessage), which no article is called",
                remedy: remedy
            )
        }
        let problems = articles.flatMap { article in
            recommender.unknownPins(of: article).map {
                problem(
                    "relatedPinned",
                    $0,
                    article,
                    "name an id or URL of the corpus, or write out title and webUrl"
                )
            }
                + recommender.unknownExclusions(of: article).map {
                    problem("relatedExcluded", $0, article, "name an id or URL of the corpus")
                }
        }
        options.messages.report(problems)
    }

    /// The lists with places for articles that no list shows.
    private func withoutOrphans(
        _ lists: RelatedLists,
        _ corpus: IndexedCorpus,
        isWhole: Bool
    ) -> RelatedLists {
        guard isWhole else {
            options.messages.note("--no-orphans is for the lists of all articles, and has no effect here")
            return lists
        }
        var made: [ArticleList] = []
        make(lists, corpus) {
            ArticleList(article: $0, ranking: $1)
        } receive: {
            made += $0
        }
        var summary = ListSummary()
        for list in made { summary.add(ListSummary.Item(list.ranking)) }
        let orphans = summary.orphans(among: corpus.articles, ruleOptions.rules)
        let places = OrphanPlaces(for: orphans, in: made, by: lists.recommender)
        if !orphans.isEmpty {
            options.messages.note(
                "\(orphans.count.counted("article")) in no list: \(places.placed.grouped) got a place, "
                    + "\((orphans.count - places.placed).grouped) did not"
            )
        }
        return RelatedLists(places.lists, by: lists.recommender)
    }
}
