/// Names of files that tell of a project instead of what its site is about.
enum ProjectFileName {
    /// Notes for programs that write programs.
    static func isForAgents(_ name: Substring) -> Bool {
        ["CLAUDE.md", "AGENTS.md", "GEMINI.md"].contains(name)
    }

    /// Files that tell people about a project, which are no articles of it.
    static func isAboutProject(_ name: Substring) -> Bool {
        let stem = name.prefix { $0 != "." }
        // But for "readme", such names have no small letter, and articles' names nearly always do.
        guard stem.utf8.count == 6 || !stem.utf8.contains(where: { $0 &- 0x61 < 26 }) else { return false }
        if ["readme", "contributing", "changelog", "license", "code_of_conduct"].contains(stem.lowercased()) {
            // In small letters these, but for the first, are pages of documentation.
            return stem.lowercased() == "readme" || stem == stem.uppercased()
        }
        return projectNames.contains(stem)
    }

    private static let projectNames: Set<Substring> = [
        "AUTHORS", "CLAUDE", "AGENTS", "GEMINI", "CODE-OF-CONDUCT", "CODEOWNERS", "CONTRIBUTORS", "COPYING",
        "GOVERNANCE", "HISTORY",
        "ISSUE_TEMPLATE", "LICENCE", "MAINTAINERS", "NOTICE", "PULL_REQUEST_TEMPLATE", "RELEASE", "SECURITY",
        "SUPPORT",
        "TODO",
    ]
}
