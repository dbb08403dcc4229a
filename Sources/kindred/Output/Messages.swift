import Corpus
import Foundation
import Kernels

/// Messages for people, on standard error.
struct Messages: Sendable {
    let isQuiet: Bool
    let isVerbose: Bool
    private let style = Style(isColored: Style.supportsColor(STDERR_FILENO))

    /// Warnings shown without --verbose; a corpus with many copies would bury everything else.
    private static let fewWarnings = 5
    private static let manyErrors = 50

    /// Says what was done; silent with --quiet.
    func note(_ text: String) {
        if !isQuiet { write(text) }
    }

    func warn(_ text: String) {
        if !isQuiet { write(style.yellow("warning: ") + text) }
    }

    func error(_ text: String) { write(style.red("error: ") + text) }

    /// Reports errors, and warnings as far as they help.
    func report(_ problems: [InputProblem], warnings showsWarnings: Bool = true) {
        show(problems.filter { $0.severity == .error }, atMost: Self.manyErrors, error)
        if showsWarnings, !isQuiet {
            show(problems.filter { $0.severity == .warning }, atMost: Self.fewWarnings, warn)
        }
    }

    private func show(_ problems: [InputProblem], atMost limit: Int, _ say: (String) -> Void) {
        let shown = isVerbose ? problems[...] : problems.prefix(limit)
        // Paths and texts come from files: control characters could rearrange the terminal.
        for problem in shown { say(problem.description.singleLine) }
        if shown.count < problems.count {
            say("\(problems.count - shown.count) more like this; --verbose shows all")
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

    /// Whether a stream is a terminal whose user wants colours (https://no-color.org).
    static func supportsColor(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) != 0 && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }

    /// For standard output.
    static var output: Style { Style(isColored: supportsColor(STDOUT_FILENO)) }

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

extension Int {
    /// With thousands separators: 2,531.
    var grouped: String {
        var result = ""
        for (position, digit) in String(magnitude).reversed().enumerated() {
            if position > 0, position.isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return (self < 0 ? "-" : "") + String(result.reversed())
    }

    /// "1 article", "2 articles".
    func counted(_ singular: String, _ plural: String? = nil) -> String {
        "\(grouped) \(self == 1 ? singular : plural ?? singular + "s")"
    }
}
