package import Corpus

/// By what rules stored articles were read from their files; files that were read by others are read again.
package struct ReadingStamp: Hashable, Sendable {
    package let rawValue: String

    /// Raised when articles are read differently by rules that no fingerprint covers.
    private static let version = 4

    /// - Parameter listing: of the files, whose sites have settings that decide as well.
    package init(_ rules: ReadingRules, _ listing: SourceListing) {
        let parts = [rules.fingerprint, listing.siteFingerprint].map { String($0, radix: 16) }
        rawValue = "\(Self.version) " + parts.joined(separator: " ")
    }

    /// Whether a store's stamp says that its files were read by these rules, whatever their sites' settings.
    package static func isOf(_ rules: ReadingRules, _ stamp: String?) -> Bool {
        stamp?.hasPrefix("\(version) \(String(rules.fingerprint, radix: 16)) ") ?? false
    }
}

extension FileAccess {
    /// All files by path; where they were read by other rules, neither stamp nor hash passes for known, so that every
    /// file is read anew.
    package func sources(readBy stamp: ReadingStamp) throws -> [String: SourceRecord] {
        let sources = try sources()
        guard try readingStamp() != stamp.rawValue else { return sources }
        return sources.mapValues { source in
            var source = source
            source.isSettled = false
            source.contentHash = ~source.contentHash
            return source
        }
    }
}
