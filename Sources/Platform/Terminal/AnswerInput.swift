import Foundation

/// What a person answers on standard input: single keys, without Return, where it is a terminal, else whole lines.
///
/// The terminal is as it was before when the value ends, and also when a signal ends or stops the program.
package struct AnswerInput: ~Copyable {
    /// Whether answers are keys.
    package let isTerminal: Bool
    private var pending: ArraySlice<UInt8> = []

    /// A line longer than that is no answer, whatever follows.
    private static let longestLine = 4096

    package init() { isTerminal = KeyMode.begin() }

    deinit { if isTerminal { KeyMode.end() } }

    /// The next key, or line without its end; nil where there are no more, or at Ctrl-D.
    package mutating func next() -> String? { isTerminal ? nextKey() : nextLine() }

    private mutating func nextKey() -> String? {
        while let byte = nextByte() {
            switch byte {
            case 0x04: return nil
            case 0x1B: passOverSequence()
            case 0x80...: continue
            default: return String(UnicodeScalar(byte))
            }
        }
        return nil
    }

    /// Passes over the rest of what an arrow or a function key sends (ECMA-48, 5.4), in which there are digits and letters
    /// that nobody typed.
    private mutating func passOverSequence() {
        guard hasMore, let kind = pending.first, kind == UInt8(ascii: "[") || kind == UInt8(ascii: "O") else {
            return
        }
        pending.removeFirst()
        while hasMore, let byte = pending.popFirst() {
            if kind == UInt8(ascii: "O") || byte >= 0x40 { return }
        }
    }

    /// Whether there is another byte, or comes at once, as it does of what one key sends even over a slow line.
    private var hasMore: Bool {
        mutating get {
            if !pending.isEmpty { return true }
            var request = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
            guard poll(&request, 1, 50) > 0 else { return false }
            pending = Self.read()
            return !pending.isEmpty
        }
    }

    private mutating func nextLine() -> String? {
        var line: [UInt8] = []
        var isEmpty = true
        while let byte = nextByte() {
            isEmpty = false
            if byte == UInt8(ascii: "\n") { break }
            if line.count < Self.longestLine { line.append(byte) }
        }
        return isEmpty ? nil : String(decoding: line, as: UTF8.self)
    }

    private mutating func nextByte() -> UInt8? {
        if pending.isEmpty { pending = Self.read() }
        return pending.popFirst()
    }

    private static func read() -> ArraySlice<UInt8> {
        var bytes = [UInt8](repeating: 0, count: 1024)
        while true {
            let count = bytes.withUnsafeMutableBytes {
                Foundation.read(STDIN_FILENO, $0.baseAddress, $0.count)
            }
            if count < 0, errno == EINTR { continue }
            return bytes.prefix(max(0, count))
        }
    }
}

/// The mode of the terminal on standard input in which every key comes at once and unseen.
private enum KeyMode {
    /// As it was; written before the handlers that read it are set.
    nonisolated(unsafe) private static var original = termios()
    nonisolated(unsafe) private static var keys = termios()

    /// - Returns: false where there is no terminal.
    static func begin() -> Bool {
        guard isatty(STDIN_FILENO) != 0, tcgetattr(STDIN_FILENO, &original) == 0 else { return false }
        keys = original
        keys.c_lflag &= ~tcflag_t(ICANON | ECHO)
        withUnsafeMutableBytes(of: &keys.c_cc) { characters in
            characters[Int(VMIN)] = 1
            characters[Int(VTIME)] = 0
        }
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] {
            signal(number) { KeyMode.giveWay(to: $0) }
        }
        watchStop()
        return tcsetattr(STDIN_FILENO, TCSANOW, &keys) == 0
    }

    /// Keys that were typed ahead were meant for this program and must not reach the next.
    static func end() {
        for number in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] { signal(number, SIG_DFL) }
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &original)
    }

    /// Puts the terminal back while the program is stopped. Where nobody could let it go on, the system does not stop it.
    private static func watchStop() {
        signal(SIGTSTP) { number in
            var (stop, before) = (sigset_t(), sigset_t())
            sigemptyset(&stop)
            sigaddset(&stop, number)
            KeyMode.giveWay(to: number)
            // It stops here, since until then the signal waits for its own handler to end.
            pthread_sigmask(SIG_UNBLOCK, &stop, &before)
            pthread_sigmask(SIG_SETMASK, &before, nil)
            KeyMode.watchStop()
            tcsetattr(STDIN_FILENO, TCSANOW, &KeyMode.keys)
        }
    }

    /// Puts the terminal back and lets the signal do what it does by default; all of it may be called by a handler.
    private static func giveWay(to number: Int32) {
        tcsetattr(STDIN_FILENO, TCSANOW, &original)
        signal(number, SIG_DFL)
        raise(number)
    }
}
