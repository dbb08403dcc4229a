/// The program that makes a site of its files.
package enum SiteGenerator: String, CaseIterable, Hashable, Sendable {
    case hugo = "Hugo"
    case jekyll = "Jekyll"
    case hexo = "Hexo"
    case eleventy = "Eleventy"
    case zola = "Zola"
    case docusaurus = "Docusaurus"
    case astro = "Astro"
    case gatsby = "Gatsby"
    case mkDocs = "MkDocs"
    case vitePress = "VitePress"
    case next = "Next.js"
}

/// A site whose generator was recognised by its settings file.
package struct Site: Sendable {
    package let generator: SiteGenerator
    /// Absolute path of the folder with the settings.
    package let root: String
    /// The file that it was recognised by, below ``root``.
    package let settingsFile: String
    /// Whether that file could be read; where not, the generator's own defaults hold.
    package let isUnderstood: Bool
    let layout: any SiteLayout
    /// Scheme and host of its pages, such as `https://paper.example`; nil where its settings do not tell.
    package let address: String?
    /// A hash of all settings that were read.
    package let fingerprint: UInt64

    /// The languages that the settings name, as BCP 47 tags; the site's own first, where it is known.
    package var languages: [String] { layout.languages }
    package var defaultLanguage: String? { layout.defaultLanguage }
    /// The rule by which most addresses are made, in the generator's own words; nil where it is the generator's default.
    package var addressRule: String? { layout.addressRule }
}

extension SiteGenerator {
    /// The setting that has the address of the site; nil where none does.
    var addressKey: String? {
        switch self {
        case .hugo: "baseURL"
        case .jekyll, .hexo, .docusaurus: "url"
        case .zola: "base_url"
        case .mkDocs: "site_url"
        case .astro: "site"
        case .eleventy, .gatsby, .vitePress, .next: nil
        }
    }

    /// Scheme and host of a site by what its settings say.
    func address(_ text: (String) -> String?) -> String? {
        guard let base = addressKey.flatMap(text)?.trimmed, WebLink.isAbsolute(base),
            let start = base.firstRange(of: "://")?.upperBound
        else { return nil }
        let host = base[start...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return host.isEmpty ? nil : String(base[..<start]) + host
    }
}
