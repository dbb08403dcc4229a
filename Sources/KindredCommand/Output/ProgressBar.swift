import Archive
import Foundation
import Platform
import Synchronization

/// A bar on standard error while long work runs; nothing where that is no terminal.
final class ProgressBar: Sendable {
    private struct State {
        var lastDrawn = Date.distantPast
        var isVisible = false
    }

    private let label: String
    private let isEnabled: Bool
    /// Whether to tell how many a second are done, and how long the rest takes.
    private let showsRate: Bool
    private let start = Date()
    private let state = Mutex(State())

    init(_ label: String, isEnabled: Bool, showsRate: Bool = false) {
        self.showsRate = showsRate
        self.label = label
        self.isEnabled =
            isEnabled && isatty(STDERR_FILENO) != 0 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Shows that `done` of `total` is finished; may be called from any thread, often.
    func show(_ done: Int, of total: Int) {
        guard isEnabled, total > 0 else { return }
        state.withLock { state in
            let now = Date()
            // Short work should not flicker, and drawing should cost nothing.
            guard now.timeIntervalSince(start) > 0.2, now.timeIntervalSince(state.lastDrawn) > 0.1 else {
                return
            }
            state.lastDrawn = now
            state.isVisible = true
            let filled = min(24, 24 * done / total)
            let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
            let rate = showsRate ? "  " + Self.rate(done, of: total, in: now.timeIntervalSince(start)) : ""
            write("\r\(label) \(bar) \(done.grouped)/\(total.grouped)\(rate)\u{1B}[K")
        }
    }

    private static func rate(_ done: Int, of total: Int, in seconds: TimeInterval) -> String {
        let rate = Double(done) / seconds
        guard rate >= 1 else { return "" }
        let left = Int((Double(total - done) / rate).rounded(.up))
        let time = left < 100 ? "\(left) s" : "\((left + 30) / 60) min"
        return "\(Int(rate).grouped)/s, \(time) left"
    }

    /// Wipes the bar.
    func finish() {
        state.withLock { state in
            if state.isVisible { write("\r\u{1B}[K") }
            state.isVisible = false
        }
    }

    private func write(_ text: String) { try? StandardStream.messages.write(text) }
}

/// The bars of an archive's work, one a stage.
final class ProgressBars: Sendable {
    private let isEnabled: Bool
    private let bars = Mutex<[ArchiveProgress.Stage: ProgressBar]>([:])

    init(isEnabled: Bool) { self.isEnabled = isEnabled }

    func show(_ progress: ArchiveProgress) {
        let bar = bars.withLock { bars in
            if let bar = bars[progress.stage] { return bar }
            let bar = Self.bar(progress.stage, isEnabled: isEnabled)
            bars[progress.stage] = bar
            return bar
        }
        bar.show(progress.done, of: progress.total)
    }

    func finish(_ stage: ArchiveProgress.Stage) {
        bars.withLock { $0.removeValue(forKey: stage) }?.finish()
    }

    private static func bar(_ stage: ArchiveProgress.Stage, isEnabled: Bool) -> ProgressBar {
        switch stage {
        case .reading: ProgressBar("Reading articles", isEnabled: isEnabled)
        case .embedding: ProgressBar("Embedding", isEnabled: isEnabled, showsRate: true)
        case .comparing: ProgressBar("Comparing articles", isEnabled: isEnabled, showsRate: true)
        }
    }
}
