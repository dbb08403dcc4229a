import Archive
import Corpus
import Foundation
import Platform

/// Messages for people, on standard error.
struct Messages: Sendable {
    let isQuiet: Bool
    let isVerbose: Bool
    private let style = Style(isColored: Style.supportsColor(STDERR_FILENO))

    /// Errors and warnings shown without --verbose; more would bury everything else.
    private static let (fewErrors, fewWarnings) = (10, 5)

    /// Says what was done; silent with --quiet.
    func note(_ text: String) {
        if !isQuiet { write(text.printable) }
    }

    func warn(_ text: String) {
        if !isQuiet { write(style.yellow("warning: ") + text.printable) }
    }

    func error(_ text: String) { write(style.red("error: ") + text.printable) }

    /// Reports problems one by one, as far as that helps.
    func report(_ problems: [InputProblem]) {
        let errors = problems.filter { $0.severity == .error }
        for problem in isVerbose ? errors[...] : errors.prefix(Self.fewErrors) {
            error(problem.description.singleLine)
        }
        if !isVerbose, errors.count > Self.fewErrors {
            error("\((errors.count - Self.fewErrors).counted("more error")); --verbose shows all")
        }
        guard !isQuiet else { return }
        let warnings = problems.filter { $0.severity == .warning }
        for problem in isVerbose ? warnings[...] : warnings.prefix(Self.fewWarnings) {
            warn(problem.description.singleLine)
        }
        if !isVerbose, warnings.count > Self.fewWarnings {
            warn("\((warnings.count - Self.fewWarnings).counted("more warning")); --verbose shows all")
        }
    }

    private func write(_ line: String) {
        // Where nobody can read messages, the work still counts.
        try? StandardStream.messages.write(line + "\n")
    }
}
