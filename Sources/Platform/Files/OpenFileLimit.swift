import Foundation

/// How many files this process may have open at once, connections among them.
package enum OpenFileLimit {
    /// The number, after it was raised to what the system allows.
    package static func raised() -> Int {
        #if canImport(Glibc)
        let (resource, most) = (__rlimit_resource_t(RLIMIT_NOFILE.rawValue), rlim_t.max)
        #else
        // macOS takes no more than this, whatever it says.
        let (resource, most) = (RLIMIT_NOFILE, rlim_t(OPEN_MAX))
        #endif
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0 else { return .max }
        var raised = limit
        raised.rlim_cur = min(limit.rlim_max, most)
        if raised.rlim_cur > limit.rlim_cur, setrlimit(resource, &raised) == 0 { limit = raised }
        return Int(clamping: limit.rlim_cur)
    }
}
