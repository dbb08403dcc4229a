import Kernels

extension ArticleRecord {
    /// Checks the record and makes the article.
    ///
    /// - Parameters:
    ///   - names: those that the record was read by.
    ///   - fallbackID: the id of an article without `id`; nil means its URL.
    ///   - page: what is known of its page; nil means what the record itself says of kind, address and path. Series,
    ///     translation key and expiry are always the record's, where it has them.
    ///   - line: gives the line of a top-level key, for messages.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where there is no title or no id.
    func article(
        _ names: FieldNames = .standard,
        fallbackID: String?,
        page: ArticlePage? = nil,
        origin: ArticleOrigin?,
        line: (String) -> Int?,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        var checks = FieldChecks(self, names)
        defer { for finding in checks.findings { report(finding.problem(in: origin, line)) } }
        checks.reportOddKeys()
        let title: String
        do throws(Finding) {
            title = try checks.title()
        } catch {
            throw error.problem(in: origin, line)
        }
        let links = checks.bounded(links)
        var page = page ?? ownPage
        page.url = checks.bounded(page.url, page.url == url?.trimmed ? .url : .permalink)
        page.path = checks.bounded(page.path, .path)
        let ids = [checks.bounded(id, .id), fallbackID, links.primary, page.url, page.path, slug]
        guard let id = ids.lazy.compactMap({ $0?.trimmed }).first(where: { !$0.isEmpty }) else {
            throw Finding(
                .missingID,
                key: nil,
                "the article has neither an `id` nor a URL",
                remedy: "add an `\(key(of: .id, names))`"
            ).problem(in: origin, line)
        }
        let published = checks.date(dateCandidates(names))
        let checked = choices.checked(names) { record throws(InputProblem) in try record.entry() }
        for warning in checked.warnings {
            checks.findings.append(
                Finding(
                    .badChoice,
                    key: warning.key,
                    line: warning.line,
                    warning.problem,
                    remedy: warning.remedy
                )
            )
        }
        page.series = checks.bounded(series, .series)?.trimmed.nilIfEmpty ?? page.series
        page.translationKey =
            checks.bounded(translationKey, .translationKey)?.trimmed.nilIfEmpty ?? page.translationKey
        page.expires = checks.expiry(expiryDates) ?? page.expires
        return Article(
            id: ArticleID(id),
            title: title,
            excerpt: checks.excerpt(),
            body: body?.trimmed ?? "",
            published: published,
            links: links,
            type: checks.bounded(type, .type),
            provider: checks.provider(),
            topics: checks.topics(),
            quality: quality,
            images: checks.images(),
            language: checks.bounded(language, .language),
            isPublished: isPublished(checked, links),
            choices: checked.choices,
            page: page,
            origin: origin
        )
    }

    /// Whether readers find the article. What was found elsewhere they find there, though `published: false` keeps it from
    /// having a page here; drafts and what is hidden nobody shall see.
    private func isPublished(_ checked: ChoiceRecord.Checked, _ links: ArticleLinks) -> Bool? {
        if isHidden || checked.isDraft { return false }
        let said = checked.isPublished == false && links.isSyndicated ? nil : checked.isPublished
        return said ?? (isUnfinished ? false : nil)
    }

    /// What the record itself says of its page, as one does that is in no file of its own.
    var ownPage: ArticlePage {
        let kind = pageKind.flatMap { ArticlePage.Kind(rawValue: $0.trimmed) } ?? .article
        return ArticlePage(
            kind: redirect == nil ? kind : .redirect,
            path: path?.trimmed.nilIfEmpty,
            url: address
        )
    }

    /// What may be the date, first what counts first.
    private func dateCandidates(_ names: FieldNames) -> [DatedKey] {
        var candidates = dates
        // Some sites keep the day under the key that others keep a yes or no under.
        if case .text(let text) = choices.published, YesOrNo.truth(of: text.trimmed) == nil,
            PublicationDate(text.trimmed) != nil
        {
            candidates.append(DatedKey(key: choices.key(of: .published, names), text: text.trimmed))
        }
        return candidates + changeDates
    }

    /// The article of an entry that is written out in another article's front matter, which any oddity spoils.
    private func entry() throws(InputProblem) -> Article {
        var oddities: [InputProblem] = []
        // It has no file of its own, and nobody must edit this one for it.
        let article = try article(
            fallbackID: nil,
            origin: nil,
            line: { _ in nil },
            report: { oddities.append($0) }
        )
        if let oddity = oddities.first { throw oddity }
        return article
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
