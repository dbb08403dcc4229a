import Archive
import Corpus
import Foundation
import Platform

/// Messages for people, on standard error.
struct Messages: Sendable {
    let isQuiet: Bool
    let isVerbose: Bool
    private let style = Style(isColored: Style.supportsColor(STDERR_FILENO))

    /// Warnings shown without --verbose; a corpus with many copies would bury everything else.
    private static let fewWarnings = 5

    /// Says what was done; silent with --quiet.
    func note(_ text: String) {
        if !isQuiet { write(text.printable) }
    }

    func warn(_ text: String) {
        if !isQuiet { write(style.yellow("warning: ") + text.printable) }
    }

    func error(_ text: String) { write(style.red("error: ") + text.printable) }

    /// Reports all errors, and warnings as far as they help.
    func report(_ problems: [InputProblem], warnings showsWarnings: Bool = true) {
        for problem in problems where problem.severity == .error { error(problem.description) }
        guard showsWarnings, !isQuiet else { return }
        let warnings = problems.filter { $0.severity == .warning }
        let shown = isVerbose ? warnings[...] : warnings.prefix(Self.fewWarnings)
        for problem in shown { warn(problem.description) }
        if shown.count < warnings.count {
            warn("\((warnings.count - shown.count).counted("more warning")); --verbose shows all")
        }
    }

    private func write(_ line: String) {
        // Where nobody can read messages, the work still counts.
        try? StandardStream.messages.write(line + "\n")
    }
}
