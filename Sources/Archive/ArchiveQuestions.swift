public import Corpus
import Kernels
public import Recommendation
import Semantic
import Storage
import Synchronization

extension Archive {
    /// What belongs beside the article with this id, path or URL.
    ///
    ///     let list = try await archive.related(to: "2021-03-02-law.md", limit: 4)
    ///
    /// - Parameters:
    ///   - name: the article's id, the path of its file, or any address of its page.
    ///   - limit: entries the list has at most.
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func related(to name: String, limit: Int = 4) async throws -> Ranking {
        try await related(to: name, options: RankingOptions(limit: limit))
    }

    /// What belongs beside the article with this id, path or URL, by rules of the site's own.
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func related(to name: String, options: RankingOptions) async throws -> Ranking {
        try await ask { state in
            try state.answer(to: .article(try self.article(named: name, in: state)), options)?.ranking
        }
    }

    /// What belongs beside an article, which need not be in the archive.
    ///
    ///     let draft = Article(id: "draft", title: "Facial recognition at the airport gate")
    ///     let list = try await archive.related(to: draft)
    public func related(
        to article: Article,
        options: RankingOptions = RankingOptions()
    ) async throws -> Ranking {
        try await related(to: .article(article), options: options)
    }

    /// What belongs beside an article, or is similar to a free text.
    ///
    ///     let list = try await archive.related(to: .text("flood barriers on the Danube"))
    public func related(
        to subject: Subject,
        options: RankingOptions = RankingOptions()
    ) async throws -> Ranking {
        try await ask { try $0.answer(to: subject, options)?.ranking }
    }

    /// The list of an article with the reasons for each entry, as it is written in JSON.
    ///
    ///     let json = try await archive.list(for: "2021-03-02-law.md").json
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func list(
        for name: String,
        options: RankingOptions = RankingOptions()
    ) async throws -> RelatedList {
        try await ask { state in
            let article = try self.article(named: name, in: state)
            return try state.answer(to: .article(article), options).map { answer in
                RelatedList(of: article, answer.ranking) { answer.reasons(for: $0) }
            }
        }
    }

    /// The list of the article with this id, as a service that is sent names by strangers asks for it: no file is ever
    /// looked for.
    ///
    /// - Parameter explains: whether entries have their reasons.
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article has the id.
    package func list(
        ofArticleWith id: ArticleID,
        options: RankingOptions,
        explains: Bool
    ) async throws -> RelatedList {
        try await ask { state in
            // What was only stored so far is asked about like an article from outside.
            guard let article = try state.article(withID: id) ?? self.stored(id) else {
                throw ArchiveError.unknownArticle(id.rawValue, near: [])
            }
            return try state.answer(to: .article(article), options).map { answer in
                RelatedList(of: article, answer.ranking) { explains ? answer.reasons(for: $0) : nil }
            }
        }
    }

    /// What is related to an article or a text from outside.
    ///
    /// - Parameter explains: whether entries have their reasons.
    package func list(
        of subject: Subject,
        options: RankingOptions,
        explains: Bool
    ) async throws -> RelatedList {
        try await ask { state in
            try state.answer(to: subject, options).map { answer in
                let reasons = { explains ? answer.reasons(for: $0) : nil }
                switch subject {
                case .article(let article): return RelatedList(of: article, answer.ranking, reasons: reasons)
                case .text(let text, _): return RelatedList(ofText: text, answer.ranking, reasons: reasons)
                }
            }
        }
    }

    /// What is like all of some subjects, and unlike others.
    ///
    /// - Parameters:
    ///   - likes: at least one.
    ///   - explains: whether entries have the reasons why they are like the nearest of them.
    /// - Complexity: that of a question for each subject.
    package func list(
        like likes: [Subject],
        unlike unlikes: [Subject],
        options: RankingOptions,
        explains: Bool
    ) async throws -> RelatedList {
        try await ask { state in
            var (liked, unliked): ([GrowingAnswer], [Ranking]) = ([], [])
            for (subject, isLiked) in likes.map({ ($0, true) }) + unlikes.map({ ($0, false) }) {
                let own = CombinedRanking.options(options, isLiked: isLiked)
                guard let answer = try state.answer(to: subject, own) else { return nil }
                if isLiked { liked.append(answer) } else { unliked.append(answer.ranking) }
            }
            let combined = CombinedRanking(
                liked.map(\.ranking),
                unlike: unliked,
                subjects: Set((likes + unlikes).compactMap(\.articleID)),
                options,
                minimumProbability: options.minimumProbability(by: liked[0].recommender.relatedness)
            )
            return RelatedList(
                of: .several(like: likes.map(\.name), unlike: unlikes.map(\.name)),
                zip(combined.ranking.entries, combined.nearest).map { entry, nearest in
                    RelatedList.Entry(entry, explains ? liked[nearest].reasons(for: entry) : nil)
                }
            )
        }
    }

    /// The articles in whose lists, as they are by default, the article with this id stands.
    ///
    /// An article lists only what is among its nearest, and nearness is symmetric; so those that are looked at are the
    /// article's own candidates that are related to it by the same cut-off.
    ///
    /// - Returns: ids, nearest first; none where no article has the id.
    /// - Complexity: that of a question for each candidate beyond the cut-off.
    package func articles(listing id: ArticleID) async throws -> [ArticleID] {
        try await ask { state in
            guard let article = try state.article(withID: id) else { return [] }
            let lists = self.lists
            let everyone = RankingOptions(
                limit: lists.candidateCount,
                // What tops a list up may be as improbable as can be.
                minimumProbability: lists.fewest > 0 ? 0 : lists.minimumProbability,
                precision: lists.precision,
                candidateCount: lists.candidateCount,
                rules: .none
            )
            guard let near = try state.answer(to: .article(article), everyone)?.ranking.entries.map(\.article)
            else { return nil }
            var listing: [ArticleID] = []
            for other in near {
                guard let list = try state.answer(to: .article(other), lists)?.ranking else {
                    return nil
                }
                if list.entries.contains(where: { $0.article.id == id }) { listing.append(other.id) }
            }
            return listing
        }
    }

    /// Why two articles, called by id, path or URL, are as close as they are.
    ///
    ///     let why = try await archive.explanation(of: "a.md", and: "b.md")
    ///     print(why.probability, why.terms.map(\.term))
    ///
    /// - Throws: ``ArchiveError/unknownArticle(_:near:)`` where no article is called so.
    public func explanation(of first: String, and second: String) async throws -> Explanation {
        try await ask { state in
            let articles = try [first, second].map { try self.article(named: $0, in: state) }
            return try state.explanation(of: articles[0], and: articles[1])
        }
    }

    /// Why two articles are as close as they are; either may be from outside the archive.
    public func explanation(of first: Article, and second: Article) async throws -> Explanation {
        try await ask { try $0.explanation(of: first, and: second) }
    }

    /// Analyses articles that no question has needed yet, so that the first questions after a start, or after all articles
    /// were compared anew, are answered as fast as later ones.
    ///
    /// Takes a quarter of one core's time, a minute or so for 100,000 articles of news, and goes on until its task is
    /// cancelled.
    package func analyseAhead() async {
        while !Task.isCancelled {
            let start = ContinuousClock.now
            let state = state
            let isMore = (try? await asking.run { try state.analyseAhead() }) ?? false
            try? await Task.sleep(for: isMore ? (ContinuousClock.now - start) * 3 : .seconds(1))
        }
    }

    /// Looks whether the store can be read.
    ///
    /// - Throws: ``ArchiveError`` where it cannot.
    package func check() async throws {
        _ = try await asking.run { try Self.translatingErrors { try StateLoader.revision(of: self.store) } }
    }

    /// The article with this id; nil where there is none.
    public func article(_ id: ArticleID) async throws -> Article? {
        try await ask { .some(try $0.article(withID: id)) }
    }

    /// Answers from one state. Where the state is out of date, or one of its rows is gone, starts again from the newest.
    func ask<Answer: Sendable>(
        _ body: @escaping @Sendable (ArchiveState) throws -> Answer?
    ) async throws -> Answer {
        for _ in 0..<Self.attempts {
            let state = state
            let answer = try await asking.run {
                try Self.translatingErrors { () -> Answer? in
                    // Another process may have written; what a writer of this one does is published when it is done, and
                    // what others do where they tell it.
                    let isOwn = self.isWriting.withLock { $0 } || self.isFollowing.withLock { $0 }
                    if !isOwn, try !self.loader.isCurrent(state) { return nil }
                    do {
                        return try body(state)
                    } catch let error as StoreError {
                        // A row that the state knows may have been removed since.
                        if try !self.loader.isCurrent(state) { return nil }
                        throw error
                    }
                }
            }
            if let answer { return answer }
            try await write {
                guard self.state.revision == state.revision else { return }
                try self.reloadIfNeeded()
                // Nobody wrote, so the snapshot does not suffice.
                if self.state.revision == state.revision { self.publish(try self.rebuilt()) }
            }
        }
        throw ArchiveError.store("\(store.name): the articles change faster than questions are answered")
    }

    /// How often a question begins again because somebody else wrote meanwhile.
    static let attempts = 5

    private func article(named name: String, in state: ArchiveState) throws -> Article {
        if let article = try state.article(named: name, in: store) { return article }
        throw ArchiveError.unknownArticle(name, near: [])
    }
}
