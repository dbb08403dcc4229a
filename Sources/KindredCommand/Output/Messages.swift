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

/// Colours and weights for a terminal; plain text elsewhere.
struct Style: Sendable {
    let isColored: Bool
    /// Whether people will read it, rather than a program that wants every byte as it is.
    var isTerminal = false

    /// Whether a stream is a terminal whose user wants colours (https://no-color.org).
    static func supportsColor(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) != 0 && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }

    /// For standard output.
    static var output: Style {
        Style(isColored: supportsColor(STDOUT_FILENO), isTerminal: isatty(STDOUT_FILENO) != 0)
    }

    /// Text from a file, so that a terminal does not act on what is in it.
    func safe(_ text: String) -> String { isTerminal ? text.printable : text }

    func bold(_ text: String) -> String { wrap(text, "1") }
    func dim(_ text: String) -> String { wrap(text, "2") }
    func red(_ text: String) -> String { wrap(text, "31") }
    func green(_ text: String) -> String { wrap(text, "32") }
    func yellow(_ text: String) -> String { wrap(text, "33") }
    func cyan(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
