import Foundation

/// What a folder of a site holds, decided once for all of its files.
struct ContentFolder: Hashable, Sendable {
    /// What its pages are.
    enum Role: Hashable, Sendable {
        /// Dated articles, as in a blog.
        case posts
        /// Pages of documentation, of a collection or of notes.
        case documents
        /// Pages that stand for themselves: where a blog has "about" and "contact".
        case pages
        /// Pages of which none is an article.
        case standing
    }

    var role = Role.documents
    /// The folders below the place that URLs count from, without that of a language.
    var path: [String] = []
    /// What all translations of the folder's pages have in common.
    var translationBase = ""
    /// The language that the folders name.
    var language: String?
    var isDraft = false
    /// The generator's word for this kind of content: Jekyll's collection, Docusaurus' plugin.
    var collection: String?
    /// Front matter that the settings give to all that is here, where a file says nothing else.
    var defaults: [String: String] = [:]
    /// Whether a file without front matter is no page.
    var needsFrontMatter = false
    /// Whether the folder is content only because nothing says otherwise.
    var isOpen = false
    /// Whether pages have no address of their own.
    var isWithoutPages = false
    /// Whether `README.md` stands for the folder as `index.md` does.
    var takesReadmeForIndex = false
    /// What data files beside the pages say: of all of the folder, and of single files by their names without ending.
    var data = PageData()
    var fileData: [String: PageData] = [:]
    /// Whether an `index` file makes one page of all that is here.
    var isBundle = false

    /// A folder that holds content, or why it holds none.
    typealias Decision = Result<ContentFolder, PassedOver.Reason>
}

extension PassedOver.Reason: Error {}

/// Values of front matter that stand in files beside the pages.
struct PageData: Hashable, Sendable {
    var texts: [String: String] = [:]
    var tags: [String] = []

    /// These values with those that count before them; tags add up.
    func overridden(by other: PageData) -> PageData {
        PageData(
            texts: texts.merging(other.texts) { $1 },
            tags: tags + other.tags.filter { !tags.contains($0) }
        )
    }
}

/// How one generator lays out its files, and which addresses it gives to pages.
///
/// Whoever adds a generator lists it in ``SiteGenerator`` and in ``SiteRecognition``.
protocol SiteLayout: Sendable {
    /// The languages that the settings name, normalised; the site's own first, where it is known.
    var languages: [String] { get }
    var defaultLanguage: String? { get }

    /// What a folder holds, given by its path below the site's root.
    func decision(for folder: [Substring]) -> ContentFolder.Decision

    /// Whether one file of a content folder is no page, by its name.
    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason?

    /// The address of a page from the site's root; nil where nothing tells.
    func address(of page: SitePage) -> String?

    /// Whether `id` in front matter is a name within the file's folder.
    var hasIDsOfFolders: Bool { get }

    /// Whether a folder with an `index` file is one page, and what else it holds a part of it.
    var hasPageBundles: Bool { get }

    /// Settings for `kindred init`, as a rule in words: `/:year/:month/:title/`.
    var addressRule: String? { get }
}

extension SiteLayout {
    var languages: [String] { [] }
    var defaultLanguage: String? { nil }
    var addressRule: String? { nil }
    var hasIDsOfFolders: Bool { false }
    var hasPageBundles: Bool { false }
    func objection(toName name: Substring, in folder: ContentFolder) -> PassedOver.Reason? { nil }
}

/// What decides about a page's address and kind.
struct SitePage {
    var folder: ContentFolder
    /// The file's name without ending and language.
    var stem: Substring
    /// The ending of its name, in small letters.
    var ending: Substring
    var language: String?
    var title: String
    /// From front matter, or from the file's or a folder's name.
    var date: CivilDate?
    /// Whether the date is from front matter.
    var hasOwnDate: Bool
    /// The name's own date, and what is left of the name without it.
    var nameDate: NameDate
    /// The value of a front matter key.
    var value: (String) -> FrontMatterNode?

    /// A text of front matter; that which the folder gives to all where there is none.
    func text(_ key: String) -> String? {
        if let text = value(key)?.text?.trimmed, !text.isEmpty { return text }
        return folder.defaults[key]
    }

    /// What Hugo's `build`, or `_build`, says of the page by one of its keys.
    func buildOption(_ name: String) -> String? {
        (value("build") ?? value("_build"))?[name]?.text ?? folder.defaults["build.\(name)"]
    }

    var isIndex: Bool { stem == "index" || folder.takesReadmeForIndex && stem == "README" }

    /// The folders and the name, without that of an index file.
    var path: [String] { isIndex ? folder.path : folder.path + [String(stem)] }

    /// Text or list of texts as a list.
    func texts(_ key: String) -> [String] {
        guard let node = value(key) else { return [] }
        return node.sequence?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
    }
}

/// Addresses, put together.
enum SiteAddress {
    /// A path that begins with one slash, from a prefix such as `/blog` or `https://example.org/blog/`, and names.
    static func path(_ prefix: String, _ names: [String], ending: String) -> String {
        var text = prefix
        for name in names where !name.isEmpty { text += "/" + name }
        return text.isEmpty ? (ending.hasPrefix("/") ? ending : "/" + ending) : text + ending
    }

    /// The path of a base URL, without a slash at its end; empty at a domain's root.
    static func prefix(ofBase base: String?) -> String {
        guard var rest = base.map({ Substring($0) }) else { return "" }
        if let scheme = rest.range(of: "://") {
            rest = rest[scheme.upperBound...]
            rest = rest.firstIndex(of: "/").map { rest[$0...] } ?? ""
        }
        let names = rest.prefix { $0 != "?" && $0 != "#" }.split(separator: "/")
        return names.map { "/" + String($0) }.joined()
    }

    /// An address that front matter gives: complete where it is a URL, else from the root, behind the prefix.
    static func written(_ text: String, prefix: String) -> String? {
        guard text.utf8.count <= 2048, !text.contains("{{"), !text.contains("{%"), !text.contains("${") else {
            return nil
        }
        if text.hasPrefix("http://") || text.hasPrefix("https://") { return text }
        if text.contains("://") { return nil }
        let path = text.hasPrefix("/") ? text : "/" + text
        return prefix + path
    }

    /// A path with what URLs may not have in percent signs and hexadecimal digits.
    static func encoded(_ path: String) -> String {
        var result = ""
        for byte in path.utf8 {
            let isPlain =
                (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "-._~!$&'()*+,;=:@/".utf8.contains(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += byte < 16 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }

    /// A pattern with its `:names` replaced; nil where one of them is unknown. Slashes that meet become one.
    static func expanded(_ pattern: String, _ value: (String) -> String?) -> String? {
        var result = ""
        var rest = Substring(pattern)
        while let colon = rest.firstIndex(of: ":") {
            result += rest[..<colon]
            rest = rest[rest.index(after: colon)...]
            var name = rest.prefix { $0.isASCII && ($0.isLetter || $0 == "_") }
            // Hugo's `:sections[1:]`.
            if rest[name.endIndex...].first == "[", let end = rest.firstIndex(of: "]") { name = rest[...end] }
            // Jekyll's `:title_x` means `:title` where there is no longer name.
            var known: String?
            var end = name.endIndex
            while end > name.startIndex {
                known = value(String(name[..<end]))
                if known != nil { break }
                guard let shorter = name[..<end].lastIndex(of: "_") else { break }
                end = shorter
            }
            if name.isEmpty {
                result += ":"
            } else {
                guard let known else { return nil }
                result += known
                rest = rest[end...]
            }
        }
        result += rest
        while result.contains("//") { result = result.replacingOccurrences(of: "//", with: "/") }
        return result.hasPrefix("/") ? result : "/" + result
    }

    /// The parts of a date that patterns have.
    static func part(_ name: String, of date: CivilDate?) -> String? {
        guard let date else { return nil }
        switch name {
        case "year": return String(CivilDate.padded(date.year, 4))
        case "short_year": return CivilDate.padded(date.year % 100, 2)
        case "month": return CivilDate.padded(date.month, 2)
        case "i_month": return String(date.month)
        case "short_month": return String(CivilDate.monthNames[date.month - 1].prefix(3))
        case "long_month", "monthname": return CivilDate.monthNames[date.month - 1]
        case "day": return CivilDate.padded(date.day, 2)
        case "i_day": return String(date.day)
        case "y_day": return CivilDate.padded(date.dayOfYear, 3)
        case "yearday": return String(date.dayOfYear)
        case "short_day": return String(CivilDate.weekdayNames[date.weekday - 1].prefix(3))
        case "long_day", "weekdayname": return CivilDate.weekdayNames[date.weekday - 1]
        case "weekday": return String(date.weekday % 7)
        case "hour": return CivilDate.padded(date.hour, 2)
        case "minute": return CivilDate.padded(date.minute, 2)
        case "second": return CivilDate.padded(date.second, 2)
        default: return nil
        }
    }
}
