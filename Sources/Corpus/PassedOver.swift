/// A file or folder among those named that holds no article, and why.
public struct PassedOver: Hashable, Sendable {
    /// Why a file is passed over; stable, for programs.
    public enum Reason: String, CaseIterable, Hashable, Sendable {
        case noFrontMatter, template, projectFile, outsideContent, excluded, olderVersion, otherFormat,
            symbolicLink,
            hidden, empty, redirect, partOfPage, undatedPost, notInSitemap, noIndex

        /// What such files are, as the end of "12 files ...".
        public var sentence: String {
            switch self {
            case .noFrontMatter: "without front matter"
            case .template: "that are templates, or made or fetched by tools"
            case .projectFile: "about the project, such as README"
            case .outsideContent: "outside the site's content"
            case .excluded: "that the site's settings leave out"
            case .olderVersion: "of older versions"
            case .otherFormat: "in formats that are not read"
            case .symbolicLink: "behind symbolic links"
            case .hidden: "with hidden names"
            case .empty: "without text"
            case .redirect: "that only lead elsewhere"
            case .undatedPost: "among Jekyll's posts without a date in their names"
            case .notInSitemap: "that the sitemap does not name"
            case .noIndex: "that search engines shall not show"
            case .partOfPage: "that are parts of pages, beside their `index` file"
            }
        }
    }

    public var reason: Reason
    /// Absolute; of a folder where all that it holds is passed over unseen.
    public var path: String

    public init(_ reason: Reason, path: String) { (self.reason, self.path) = (reason, path) }
}

extension [PassedOver] {
    /// How many there are of each reason, in the order of reasons; those of which there are none are left out.
    public var counts: [(reason: PassedOver.Reason, count: Int)] {
        let byReason = Dictionary(grouping: self, by: \.reason)
        return PassedOver.Reason.allCases.compactMap { reason in
            byReason[reason].map { (reason, $0.count) }
        }
    }

    /// One line for people: "passed over: 3 without front matter, 1 with hidden names"; nil where there is nothing.
    package var summary: String? {
        if isEmpty { return nil }
        let rows = counts.map { reason, count in
            let endings = reason == .otherFormat ? endings(of: reason) : ""
            return "\(count) \(reason.sentence)" + endings
        }
        return "passed over: " + rows.joined(separator: ", ")
    }

    /// " (.adoc, .rst)": how the names of those end that one reason holds of.
    private func endings(of reason: PassedOver.Reason) -> String {
        let names = lazy.filter { $0.reason == reason }.compactMap { $0.path.split(separator: ".").last }
        let endings = Set(names.map { "." + $0.lowercased() }).sorted()
        return endings.isEmpty ? "" : " (" + endings.joined(separator: ", ") + ")"
    }
}

extension PassedOver {
    /// As a store has it: among the problems of its file.
    var asProblem: InputProblem { InputProblem(.passedOver, path: path, reason.rawValue, remedy: "") }

    init?(_ problem: InputProblem) {
        guard problem.kind == .passedOver, let reason = Reason(rawValue: problem.problem) else { return nil }
        self.init(reason, path: problem.path)
    }
}
