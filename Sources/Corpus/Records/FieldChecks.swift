/// Checks single fields of a record. What does not fit is left out, and found at the key where it stands.
struct FieldChecks {
    /// Bytes of a title and of an excerpt. Both are copied into the lists of other articles, which must not
    /// grow without bound. Real ones stay below 400 and 2,000.
    private static let longestTitle = 4096
    private static let longestExcerpt = 16_384
    /// Bytes of any other text, for the same reason. Addresses have a tenth of it.
    private static let longestText = 4096
    private static let longestTopic = 512
    private static let mostTopics = 128
    private static let mostImages = 16

    private let record: ArticleRecord
    private let names: FieldNames
    /// What was left out so far.
    var findings: [Finding] = []

    /// - Parameter names: those that the record was read by.
    init(_ record: ArticleRecord, _ names: FieldNames) { (self.record, self.names) = (record, names) }

    private func key(of field: ArticleField) -> String { record.key(of: field, names) }

    private mutating func leaveOut(_ key: String, _ problem: String, until consequence: String) {
        findings.append(
            Finding(.ignoredValue, key: key, problem, remedy: "shorten it; \(consequence) until then")
        )
    }

    /// Reports the values of another kind than their fields have.
    mutating func reportOddKeys() {
        for key in record.oddKeys {
            findings.append(
                Finding(
                    .ignoredValue,
                    key: key,
                    "`\(key)` has a value of the wrong type",
                    remedy: "write a single text; it counts as absent until then"
                )
            )
        }
    }

    // MARK: - Texts

    /// The title, without white space around it.
    ///
    /// - Throws: ``Finding`` where there is none, or one that is too long.
    func title() throws(Finding) -> String {
        let key = key(of: .title)
        guard let title = record.title?.trimmed, !title.isEmpty else {
            throw Finding(.missingTitle, key: key, "the article has no title", remedy: "add a `\(key)`")
        }
        guard title.utf8.count <= Self.longestTitle else {
            throw Finding(
                .tooLarge,
                key: key,
                "the title has \(title.utf8.count) bytes, more than \(Self.longestTitle)",
                remedy: "shorten it"
            )
        }
        return title
    }

    /// The excerpt; empty where it is too long.
    mutating func excerpt() -> String {
        let excerpt = record.excerpt?.trimmed ?? ""
        guard excerpt.utf8.count > Self.longestExcerpt else { return excerpt }
        leaveOut(
            key(of: .excerpt),
            "the excerpt has \(excerpt.utf8.count) bytes, more than \(Self.longestExcerpt)",
            until: "the article counts as having none"
        )
        return ""
    }

    /// A text as it stands there; nil where it is too long.
    mutating func bounded(_ text: String?, _ field: ArticleField) -> String? {
        guard let text, text.utf8.count > Self.longestText else { return text }
        let key = key(of: field)
        leaveOut(
            key,
            "`\(key)` has \(text.utf8.count) bytes, more than \(Self.longestText)",
            until: "it is left out"
        )
        return nil
    }

    /// The addresses that are short enough.
    mutating func bounded(_ links: ArticleLinks) -> ArticleLinks {
        let longest = Self.longestText
        func isLong(_ text: String?) -> Bool { text.map { $0.utf8.count > longest } ?? false }
        guard
            isLong(links.web) || isLong(links.original) || isLong(links.amp) || isLong(links.cdnAmp)
                || isLong(links.canonical)
        else {
            return links
        }
        var bounded = links
        for (field, _, link) in FieldNames.links {
            bounded[keyPath: link] = self.bounded(bounded[keyPath: link], field)
        }
        return bounded
    }

    // MARK: - Dates

    /// The first date of some texts; the first that is none is reported.
    mutating func date(_ candidates: [ArticleRecord.DatedKey]) -> PublicationDate? {
        var bad: ArticleRecord.DatedKey?
        for candidate in candidates {
            if let date = PublicationDate(candidate.text) {
                if let bad { report(bad, until: "the article has the date of `\(candidate.key)`") }
                return date
            }
            if bad == nil, !Self.isDateOfTheFile(candidate.text) { bad = candidate }
        }
        let consequence =
            record.hasDateInName
            ? "the article has the date of its file's name" : "the article counts as undated"
        if let bad { report(bad, until: consequence) }
        return nil
    }

    /// When the page expires: the first date of some texts.
    mutating func expiry(_ candidates: [ArticleRecord.DatedKey]) -> PublicationDate? {
        for candidate in candidates {
            if let date = PublicationDate(candidate.text) { return date }
        }
        guard let first = candidates.first, !["never", "false", "no"].contains(first.text.lowercased()) else {
            return nil
        }
        report(first, until: "the article does not expire")
        return nil
    }

    private mutating func report(_ date: ArticleRecord.DatedKey, until consequence: String) {
        let text = date.text.excerptForMessage
        if let (monthFirst, dayFirst) = PublicationDate.ambiguousDays(of: date.text) {
            findings.append(
                Finding(
                    .badDate,
                    key: date.key,
                    "`\(date.key)` can be either of two days: \(text)",
                    remedy: "write it as \(monthFirst) or \(dayFirst); \(consequence) until then"
                )
            )
            return
        }
        findings.append(
            Finding(
                .badDate,
                key: date.key,
                "`\(date.key)` is no date: \(text)",
                remedy: "write it as 2021-03-02T10:36:00Z; \(consequence) until then"
            )
        )
    }

    /// Eleventy's words for the dates that the file or git has.
    private static func isDateOfTheFile(_ text: String) -> Bool {
        ["created", "last modified", "git created", "git last modified"].contains(text.lowercased())
    }

    // MARK: - Lists and mappings

    /// The provider; nil where there is nothing of it.
    mutating func provider() -> Provider? {
        guard var provider = record.provider else { return nil }
        provider.name = bounded(provider.name, .provider)
        provider.domain = bounded(provider.domain, .provider)
        return provider == Provider() ? nil : provider
    }

    /// The topics that are short enough, at most ``mostTopics`` of them.
    mutating func topics() -> [String] {
        let topics = record.topics
        let key = key(of: .topics)
        let short = topics.filter { $0.utf8.count <= Self.longestTopic }
        if short.count < topics.count {
            leaveOut(
                key,
                "a topic has more than \(Self.longestTopic) bytes",
                until: "the article is without it"
            )
        }
        if short.count > Self.mostTopics {
            leaveOut(
                key,
                "the article has \(short.count) topics, more than \(Self.mostTopics)",
                until: "only the first \(Self.mostTopics) count"
            )
        }
        return Array(short.prefix(Self.mostTopics))
    }

    /// The first images with addresses that are short enough.
    mutating func images() -> [ArticleImage] {
        let images = record.images.filter { $0.url.utf8.count <= Self.longestText }
        if images.count < record.images.count {
            leaveOut(
                key(of: .images),
                "the address of an image has more than \(Self.longestText) bytes",
                until: "the article is without it"
            )
        }
        return Array(images.prefix(Self.mostImages))
    }
}
