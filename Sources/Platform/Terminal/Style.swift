import Foundation

/// Colours and weights for a terminal; plain text elsewhere.
package struct Style: Sendable {
    package let isColored: Bool
    /// Whether people will read it, rather than a program that wants every byte as it is.
    package var isTerminal: Bool

    package init(isColored: Bool, isTerminal: Bool = false) {
        (self.isColored, self.isTerminal) = (isColored, isTerminal)
    }

    /// Whether a stream is a terminal whose user wants colours (https://no-color.org).
    package static func supportsColor(_ descriptor: Int32) -> Bool {
        let environment = ProcessInfo.processInfo.environment
        return isatty(descriptor) != 0 && (environment["NO_COLOR"] ?? "").isEmpty
            && environment["TERM"] != "dumb"
    }

    /// For standard output.
    package static var output: Style {
        Style(isColored: supportsColor(STDOUT_FILENO), isTerminal: isatty(STDOUT_FILENO) != 0)
    }

    /// Text from a file, so that a terminal does not act on what is in it.
    package func safe(_ text: String) -> String { isTerminal ? text.printable : text }

    package func bold(_ text: String) -> String { wrap(text, "1") }
    package func dim(_ text: String) -> String { wrap(text, "2") }
    package func red(_ text: String) -> String { wrap(text, "31") }
    package func green(_ text: String) -> String { wrap(text, "32") }
    package func yellow(_ text: String) -> String { wrap(text, "33") }
    package func cyan(_ text: String) -> String { wrap(text, "36") }

    private func wrap(_ text: String, _ code: String) -> String {
        isColored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
}
