extension ArticleField {
    /// The names of a field where nobody says otherwise, first those that count first.
    ///
    /// Kindred's own name comes first, then those that Hugo, Jekyll, Zola, Eleventy, Hexo, Astro, Docusaurus, WordPress
    /// and JSON Feed give to the same thing, the surest first.
    var standardNames: [String] {
        switch self {
        case .date:
            [
                "publishedDateTime", "date", "publishDate", "publishdate", "pubDatetime", "pubDate",
                "pubdate",
                "published_at", "publishedAt", "published_date", "publishedDate", "publishedOn",
                "published_on",
                "datePublished", "date_published", "publicationDate", "publication_date", "post_date",
                "pub_date",
                "extra.date", "created", "created_at", "createdAt", "createdDate", "dateCreated",
                "date_created",
            ]
        case .modified:
            [
                "lastmod", "lastMod", "last_modified_at", "last_modified", "lastModified", "modified",
                "modified_at", "modDatetime", "dateModified", "date_modified", "updated", "updated_at",
                "updatedAt", "updatedDate", "last_update.date",
            ]
        case .topics:
            [
                "topics", "tags", "tag", "categories", "category", "keywords", "taxonomies.tags",
                "taxonomies.categories", "taxonomies.keywords", "extra.tags",
            ]
        case .excerpt:
            [
                "excerpt", "description", "summary", "preview", "subtitle", "dek", "standfirst", "teaser",
                "lede",
                "post_excerpt", "seo.description", "extra.description", "extra.excerpt", "extra.summary",
            ]
        case .title: ["title", "headline", "post_title"]
        case .body:
            [
                "body", "content", "content_html", "html", "text", "content_text", "articleBody", "body_html",
                "post_content",
            ]
        case .url: ["url", "link"]
        case .canonicalUrl: ["canonicalUrl", "canonical_url", "canonicalURL", "canonical"]
        case .language: ["language", "lang", "locale", "extra.lang"]
        case .series: ["series", "extra.series", "taxonomies.series"]
        case .expires:
            [
                "expires", "expiryDate", "expirydate", "expirationDate", "unpublishDate", "unpublishdate",
                "expiry_date", "expiration_date", "expires_at", "expiresAt",
            ]
        case .translationKey:
            [
                "translationKey", "translationkey", "translationId", "translation_id", "lang-ref", "lang_ref",
                "page_id", "ref",
            ]
        case .redirect: ["redirect_to", "redirectTo", "redirect", "redirect_url"]
        case .layout: ["layout", "template"]
        case .hidden:
            [
                "unlisted", "hidden", "noindex", "noIndex", "headless", "robots", "seo.noindex",
                "extra.hidden",
                "eleventyExcludeFromCollections",
            ]
        case .status: ["status", "post_status"]
        case .pinned: ["relatedPinned"]
        case .excluded: ["relatedExcluded"]
        case .locked: ["relatedLocked"]
        case .id, .type, .quality, .provider, .images, .originalUrl, .webUrl, .ampWebUrl,
            .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl, .published, .draft, .permalink, .slug,
            .path,
            .pageKind:
            ["\(self)"]
        }
    }
}
