import Foundation

/// The number of columns of the terminal on standard output, or nil where that is none.
package func terminalWidth() -> Int? {
    var size = winsize()
    guard isatty(STDOUT_FILENO) != 0, ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0
    else { return nil }
    return Int(size.ws_col)
}
