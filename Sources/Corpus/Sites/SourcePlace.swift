import Foundation

/// The folder of article files, with what its site says of it: found once, for all of its files.
package final class SourcePlace: Sendable {
    /// Nil in folders without a site.
    package let site: Site?
    private let layout: any SiteLayout
    let content: ContentFolder
    /// The folder's path from the site's root, or from the corpus.
    private let folders: [Substring]
    /// Whether the corpus has texts in several languages, so that one may be the translation of another.
    private let isMultilingual: Bool
    private let folderDate: CivilDate?
    /// The languages that files' names end in.
    private let nameLanguages: Set<String>

    init(
        site: Site?,
        _ content: ContentFolder,
        folders: [Substring],
        isMultilingual: Bool,
        nameLanguages: Set<String>
    ) {
        self.site = site
        self.layout = site?.layout ?? PlainLayout()
        self.content = content
        self.folders = folders
        self.isMultilingual = isMultilingual
        self.nameLanguages = nameLanguages
        folderDate = NameDate.inFolders(folders)
    }

    /// A folder of built HTML, in which nothing but its path tells something.
    convenience init(ofBuiltPagesIn folder: String) {
        var content = ContentFolder()
        let names = folder.split(separator: "/")
        content.path = names.map(String.init)
        self.init(site: nil, content, folders: names, isMultilingual: false, nameLanguages: [])
    }

    /// Whether a Markdown file without front matter is an article.
    var takesPlainText: Bool { !content.needsFrontMatter }

    /// Why a file of this folder is no article, by its name alone; nil where nothing speaks against it.
    func objection(toName name: Substring) -> PassedOver.Reason? {
        if content.isBundle, PageName(name, languages: nil).stem != "index" { return .partOfPage }
        return layout.objection(toName: name, in: content)
    }

    /// Whether a file's name, or its folder, says when it was published.
    func hasDate(inNameOf relativePath: String) -> Bool {
        let name = PageName(splitRelative(relativePath).name, languages: nameLanguages)
        return NameDate(name.stem).date != nil || folderDate != nil
    }

    /// Adds to an article what its file's name, its folder and its site tell: page, date, language, draft.
    ///
    /// - Parameter value: gives the value of a front matter key.
    func complete(
        _ article: inout Article,
        relativePath: String,
        _ value: @escaping (String) -> FrontMatterNode?
    ) {
        let name = PageName(splitRelative(relativePath).name, languages: nameLanguages)
        let nameDate = NameDate(name.stem)
        var folder = content
        let data = content.fileData[String(name.stem)].map(content.data.overridden) ?? content.data
        if data != PageData() {
            folder.defaults.merge(data.texts) { $1 }
            let known = Set(article.topics.map { $0.lowercased() })
            article.topics += data.tags.filter { !known.contains($0.lowercased()) }
        }
        let named =
            nameDate.date ?? folderDate ?? (article.published == nil ? Self.dateInAddress(value) : nil)
        let own = article.published.map { CivilDate($0) }
        if article.published == nil, let named { article.published = PublicationDate(named.text) }
        let language = article.language ?? folder.defaults.language ?? name.language ?? content.language
        if article.language == nil { article.language = language ?? layout.defaultLanguage }
        let page = SitePage(
            folder: folder,
            stem: name.stem,
            ending: name.ending,
            language: name.language ?? content.language
                ?? article.language.flatMap { NameLanguage.normalised($0) },
            title: article.title,
            date: own ?? named,
            hasOwnDate: own != nil,
            nameDate: nameDate,
            value: value
        )
        // Where ids are unique in their folder only, they are no ids of articles.
        if layout.hasIDsOfFolders { article.id = ArticleID(relativePath) }
        article.page.path = relativePath
        if article.page.kind != .redirect { article.page.kind = PageKindRules.kind(of: page) }
        article.page.url = layout.address(of: page) ?? (site == nil ? article.page.url : nil)
        if let key = TranslationKeys.own(page) {
            article.page.translationKey = key
        } else if isMultilingual, article.page.translationKey == nil {
            let base = content.translationBase
            article.page.translationKey = base.isEmpty ? String(name.stem) : "\(base)/\(name.stem)"
        }
        let isDraft = content.isDraft || data.texts["draft"].flatMap(YesOrNo.truth(of:)) == true
        if isDraft, article.isPublished == nil { article.isPublished = false }
    }
}

extension SourcePlace {
    /// The date in an address that front matter gives: `path = "2024/05/06/story"`.
    private static func dateInAddress(_ value: (String) -> FrontMatterNode?) -> CivilDate? {
        for key in ["path", "permalink", "url"] {
            guard let text = value(key)?.text, text.utf8.count <= 1024 else { continue }
            if let date = NameDate.inFolders(text.split(separator: "/")) { return date }
        }
        return nil
    }
}

extension SourcePlace: Hashable {
    package static func == (a: SourcePlace, b: SourcePlace) -> Bool { a === b }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension [String: String] {
    fileprivate var language: String? {
        isEmpty
            ? nil
            : (self["lang"] ?? self["language"] ?? self["locale"]).flatMap { NameLanguage.normalised($0) }
    }
}

/// A file's name in its parts: `story.de.md`.
struct PageName {
    /// Without ending and language.
    var stem: Substring
    /// In small letters.
    var ending: Substring
    var language: String?

    /// - Parameter languages: those that names may end in; nil for any.
    init(_ name: Substring, languages: Set<String>?) {
        guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else {
            (stem, ending) = (name, "")
            return
        }
        stem = name[..<dot]
        ending = Substring(name[name.index(after: dot)...].lowercased())
        guard let inner = stem.utf8.lastIndex(of: UInt8(ascii: ".")), inner > stem.startIndex,
            case let word = stem[stem.index(after: inner)...], let tag = NameLanguage.normalised(word),
            languages?.contains(tag) ?? !NameLanguage.ambiguousInNames.contains(word.lowercased())
        else { return }
        language = tag
        stem = stem[..<inner]
    }
}

/// Keys by which authors say that texts are translations of each other.
enum TranslationKeys {
    private static let names = ["translationKey", "translation_key", "translationId", "lang-ref", "lang_ref"]

    static func own(_ page: SitePage) -> String? {
        for name in names {
            if let text = page.value(name)?.text, !text.isEmpty, text.utf8.count <= 512 {
                return text
            }
        }
        return nil
    }
}
