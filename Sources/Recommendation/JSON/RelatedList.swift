public import Corpus

/// What is related to an article or a text, as programs exchange it: the subject's name and the entries, best first.
///
///     let list = RelatedList(of: article, ranking) { recommender.reasons(for: $0, under: article) }
///     let json = list.json                        // {"id":"a","related":[{"id":"b","probability":0.93,"title":"B"}]}
///     let copy = try RelatedList(json: json)
public struct RelatedList: Hashable, Sendable {
    /// What the list belongs to.
    public enum Subject: Hashable, Sendable {
        /// An article; `isLocked` where its editor locked the list that it has, which stays whatever is computed.
        case article(ArticleID, isLocked: Bool)
        case text(String)
        /// Several articles, by id, and texts that the entries are like, and others that they are unlike.
        case several(like: [String], unlike: [String])
    }

    /// One article of the list.
    public struct Entry: Hashable, Sendable {
        /// Read from JSON it has what lists show of an article: neither body, topics nor choices.
        public var article: Article
        /// That of the two being related, from 0 to 1; nil where no model judged them.
        public var probability: Double?
        /// Whether an editor put it there.
        public var isPinned: Bool
        /// Whether it is there only because the list would be too short, or the article in no list, without it.
        public var isFallback: Bool
        /// Why it is there; nil where nobody asked.
        public var reasons: ReasonsInJSON?

        public init(
            _ article: Article,
            probability: Double? = nil,
            isPinned: Bool = false,
            isFallback: Bool = false,
            reasons: ReasonsInJSON? = nil
        ) {
            self.article = article
            self.probability = probability
            self.isPinned = isPinned
            self.isFallback = isFallback
            self.reasons = reasons
        }
    }

    public var subject: Subject
    /// Best first.
    public var entries: [Entry]
    /// The key names for the entries' links, those of the subject's own file.
    public var linkFamily: ArticleLinks.KeyFamily
    /// What is written of an entry's article beside its id.
    public var fields: EntryFields

    public init(
        of subject: Subject,
        _ entries: [Entry],
        linkFamily: ArticleLinks.KeyFamily = .web,
        fields: EntryFields = .standard
    ) {
        self.subject = subject
        self.entries = entries
        self.linkFamily = linkFamily
        self.fields = fields
    }

    /// The list of an article.
    ///
    /// - Parameter reasons: why an entry is there; nil for one that has none to tell.
    public init(
        of article: Article,
        _ ranking: Ranking,
        fields: EntryFields = .standard,
        reasons: (RelatedEntry) -> Reasons? = { _ in nil }
    ) {
        self.init(
            of: .article(article.id, isLocked: article.choices.isLocked),
            ranking.entries.map { Entry($0, reasons($0)) },
            linkFamily: article.links.family,
            fields: fields
        )
    }

    /// What is similar to a text.
    ///
    /// - Parameter reasons: why an entry is there; nil for one that has none to tell.
    public init(
        ofText text: String,
        _ ranking: Ranking,
        reasons: (RelatedEntry) -> Reasons? = { _ in nil }
    ) {
        self.init(of: .text(text), ranking.entries.map { Entry($0, reasons($0)) })
    }
}

extension RelatedList.Entry {
    /// - Parameter reasons: why the entry is there; nil where nobody asked.
    package init(_ entry: RelatedEntry, _ reasons: Reasons?) {
        self.init(
            entry.article,
            probability: entry.probability,
            isPinned: entry.isPinned,
            isFallback: entry.isFallback,
            reasons: reasons.map { ReasonsInJSON($0) }
        )
    }
}
