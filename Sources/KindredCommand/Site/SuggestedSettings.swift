import Corpus
import Foundation
import Platform

/// The settings that suit what was found in a folder.
struct SuggestedSettings {
    /// What was found, for people.
    private(set) var findings: [String] = []
    /// A commented kindred.yml.
    private(set) var text = ""

    /// - Parameters:
    ///   - root: the folder that the settings are for, absolute.
    ///   - place: where the articles are, from there.
    ///   - knownKeys: the settings that commands have.
    init(_ survey: SiteSurvey, root: String, corpus place: String, knownKeys: Set<String>) {
        let articles = survey.articles.filter { $0.page.kind == .article }
        let languages = Self.languages(of: articles)
        addFindings(survey, articles, place, languages, root)

        text =
            "# Settings of Kindred, from what `kindred init` found here. What is typed wins; `kindred config --show`\n"
        text += "# lists all settings.\n"
        for site in survey.sites { add(comment: Self.description(of: site, root)) }
        text += "\n# Where the articles are. A path that begins with ! is left out.\n"
        text += "corpus: \(Self.quoted(place))\n"
        if survey.isBuilt {
            text += """
                # Nothing is written into HTML. `kindred relate --format data --output related.json` has the lists in one
                # file, --format html --output related/ a fragment for each page.

                """
        }
        if let summary = survey.passedOver.summary { add(comment: summary) }
        let count = articles.count { $0.isPublished == false }
        if count > 0 { add(comment: "\(count.counted("draft")) among them, which no list shows") }
        if languages.count > 1 {
            text += "\n# Languages: \(languages.map { "\($0.tag) (\($0.count))" }.joined(separator: ", ")). "
            text += "A list shows articles of its own article's language.\n"
            add("any-language", "false", isSuggested: false, knownKeys)
        }
        addAddresses(survey, articles)
        addList(survey, knownKeys)
        text += "\n# How many entries a list has.\nlimit: 4\n"
    }

    private mutating func addFindings(
        _ survey: SiteSurvey,
        _ articles: [Article],
        _ place: String,
        _ languages: [(tag: String, count: Int)],
        _ root: String
    ) {
        findings = survey.sites.map { Self.description(of: $0, root) }
        if survey.isBuilt {
            findings.append("built HTML, of which those pages are articles that \(place) names")
        } else if findings.isEmpty {
            findings = ["no generator recognised; every Markdown file here is an article"]
        }
        var line = "\(articles.count.counted("article")) in \(place == "." ? "this folder" : place)"
        let dated = articles.count { $0.published != nil }
        let linked = articles.count { $0.page.url != nil || $0.links.primary != nil }
        line += ", \(dated.grouped) with a date, \(linked.grouped) with an address"
        findings.append(line)
        let others = survey.articles.count - articles.count
        if others > 0 {
            findings.append("\(others.counted("page")) that list others, stand alone or lead elsewhere")
        }
        if let summary = survey.passedOver.summary { findings.append(summary) }
        if languages.count > 1 {
            findings.append("languages: " + languages.map(\.tag).joined(separator: ", "))
        }
        if let list = survey.list {
            findings.append(
                "\(list.files.counted("file")) with lists below `\(list.key)`, as \(list.form.rawValue)"
            )
        }
        let errors = survey.problems.count { $0.severity == .error }
        if errors > 0 { findings.append("\(errors.counted("error")); `kindred check` names them") }
    }

    private mutating func addAddresses(_ survey: SiteSurvey, _ articles: [Article]) {
        let known = articles.filter { $0.page.url != nil }
        if let example = known.first, let url = example.page.url {
            let rule = survey.sites.compactMap(\.addressRule).first.map { " (\($0))" } ?? ""
            text += "\n# Addresses are made as the site makes them\(Self.oneLine(rule)):\n"
            add(comment: "\(example.page.path ?? "") is \(url)")
        } else if articles.allSatisfy({ $0.links.primary == nil }) {
            text +=
                "\n# Nothing tells the addresses of pages, so that entries have the `path` of their file.\n"
        }
    }

    private mutating func addList(_ survey: SiteSurvey, _ knownKeys: Set<String>) {
        guard let list = survey.list else { return }
        text +=
            "\n# \(list.files.counted("file")) already with lists in this form. Lists that people wrote are kept, "
        text += "unless --replace says otherwise.\n"
        add("key", list.key, isSuggested: list.key != "related", knownKeys)
        add("entry-style", list.form.rawValue, isSuggested: list.form != .entries, knownKeys)
    }

    private mutating func add(_ key: String, _ value: String, isSuggested: Bool, _ knownKeys: Set<String>) {
        text += (isSuggested && knownKeys.contains(key) ? "" : "# ") + "\(key): \(Self.quoted(value))\n"
    }

    private mutating func add(comment: String) { text += "# \(Self.oneLine(comment))\n" }

    private static func description(of site: Site, _ root: String) -> String {
        let path = site.root + "/" + site.settingsFile
        let shown = path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
        let warning = site.isUnderstood ? "" : ", whose settings could not be read, so that its defaults hold"
        return "\(site.generator.rawValue) site (\(shown))\(warning)"
    }

    private static func languages(of articles: [Article]) -> [(tag: String, count: Int)] {
        var counts: [String: Int] = [:]
        for article in articles { if let tag = article.language { counts[tag, default: 0] += 1 } }
        return counts.map { ($0.key, $0.value) }.sorted { a, b in
            a.count != b.count ? a.count > b.count : a.tag < b.tag
        }
    }

    /// Names of files and settings may hold anything, and a comment ends with its line.
    private static func oneLine(_ text: String) -> String {
        String(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) })
    }

    /// A value that YAML reads back as this very text.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || "/._-".utf8.contains(byte)
        }
        if isPlain, text.utf8.first != UInt8(ascii: "-"), !text.isEmpty { return text }
        let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
        return "\"\(oneLine(escaped))\""
    }
}
