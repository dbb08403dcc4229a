import Kernels

extension ArticleRecord {
    /// Bytes of a title and of an excerpt. Both are copied into the lists of other articles, which must not
    /// grow without bound. Real ones stay below 400 and 2,000.
    private static let longestTitle = 4096
    private static let longestExcerpt = 16_384
    /// Images that are kept, for the same reason.
    private static let mostImages = 16

    /// Checks the record and makes the article.
    ///
    /// - Parameters:
    ///   - names: those that the record was read by.
    ///   - fallbackID: the id of an article without `id`; nil means its URL.
    ///   - line: gives the line of a key, for messages.
    ///   - report: receives what is wrong without making the article useless.
    /// - Throws: ``InputProblem`` where there is no title or no id.
    func article(
        _ names: FieldNames = .standard,
        fallbackID: String?,
        origin: ArticleOrigin?,
        line: (String) -> Int?,
        report: (InputProblem) -> Void
    ) throws(InputProblem) -> Article {
        let place = origin?.path ?? ""
        guard let title = title?.trimmed, !title.isEmpty else {
            throw InputProblem(
                .missingTitle,
                path: place,
                line: line(key(of: .title, names)) ?? origin?.line,
                "the article has no title",
                remedy: "add a `\(key(of: .title, names))`"
            )
        }
        guard
            let id = [id, fallbackID, links.primary].compactMap({ $0?.trimmed }).first(where: { !$0.isEmpty })
        else {
            throw InputProblem(
                .missingID,
                path: place,
                line: origin?.line,
                "the article has neither an `id` nor a URL",
                remedy: "add an `\(key(of: .id, names))`"
            )
        }
        guard title.utf8.count <= Self.longestTitle else {
            throw InputProblem(
                .tooLarge,
                path: place,
                line: line(key(of: .title, names)) ?? origin?.line,
                "the title has \(title.utf8.count) bytes, more than \(Self.longestTitle)",
                remedy: "shorten it"
            )
        }
        var excerpt = excerpt?.trimmed ?? ""
        if excerpt.utf8.count > Self.longestExcerpt {
            report(
                InputProblem(
                    .tooLarge,
                    path: place,
                    line: line(key(of: .excerpt, names)) ?? origin?.line,
                    "the excerpt has \(excerpt.utf8.count) bytes, more than \(Self.longestExcerpt)",
                    remedy: "shorten it; the article counts as having none until then"
                )
            )
            excerpt = ""
        }
        var published: PublicationDate?
        if let text = publishedDateTime?.trimmed, !text.isEmpty {
            published = PublicationDate(text)
            if published == nil {
                let key = key(of: .date, names)
                report(
                    InputProblem(
                        .badDate,
                        path: place,
                        line: line(key) ?? origin?.line,
                        "`\(key)` is no date: \(text.excerptForMessage)",
                        remedy: "write it as 2021-03-02T10:36:00Z; the article counts as undated until then"
                    )
                )
            }
        }
        let checked = choices.checked(names) { record throws(InputProblem) in try record.entry() }
        for warning in checked.warnings {
            report(
                InputProblem(
                    .badChoice,
                    path: place,
                    line: warning.line ?? line(warning.key) ?? origin?.line,
                    warning.problem,
                    remedy: warning.remedy
                )
            )
        }
        return Article(
            id: ArticleID(id),
            title: title,
            excerpt: excerpt,
            body: body?.trimmed ?? "",
            published: published,
            links: links,
            type: type,
            provider: provider == Provider() ? nil : provider,
            topics: topics,
            quality: quality,
            images: Array(images.prefix(Self.mostImages)),
            language: language,
            isPublished: checked.isPublished,
            choices: checked.choices,
            origin: origin
        )
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
