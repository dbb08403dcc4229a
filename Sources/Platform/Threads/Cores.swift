import Foundation

/// The cores that this process may use.
package enum Cores {
    /// Asked of the system once: in a container each answer costs the reading of two files, and work that is shared out
    /// in small parts asks often.
    package static let count = ProcessInfo.processInfo.activeProcessorCount
}
