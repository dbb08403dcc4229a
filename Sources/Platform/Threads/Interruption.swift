import Foundation
import Synchronization

/// The user's wish to stop long work, by Ctrl-C or `kill`, so that it can be put away before the end.
///
/// The second one ends the program at once, as if there were no handler.
package enum Interruption {
    private static let wish = Atomic<Bool>(false)

    /// From now on asks for the work to stop rather than ending the program.
    package static func watch() {
        // A handler must not be what first makes the variable.
        wish.store(false, ordering: .relaxed)
        for number in [SIGINT, SIGTERM] {
            signal(number) { number in
                Interruption.wish.store(true, ordering: .relaxed)
                signal(number, SIG_DFL)
            }
        }
    }

    /// Whether somebody asked since ``watch()``.
    package static var isWished: Bool { wish.load(ordering: .relaxed) }
}
