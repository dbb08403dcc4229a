import Kernels
import Language

/// How files are read: which keys mean what, and how much is read of them.
///
///     var rules = ReadingRules()
///     rules.names = FieldNames([.title: ["headline"]]) ?? .standard
///     let contents = CorpusContents(reading: ["articles/"], rules: rules)
///
/// A store knows by which rules it was filled: files are read again where these have changed.
public struct ReadingRules: Hashable, Sendable {
    /// Which keys of front matter and of JSON mean which field.
    public var names: FieldNames
    public var limits: ReadingLimits

    public init(names: FieldNames = .standard, limits: ReadingLimits = ReadingLimits()) {
        (self.names, self.limits) = (names, limits)
    }

    /// A hash of everything that can change what is read of the same file.
    package var fingerprint: UInt64 { names.fingerprint ^ LanguageDetector.fingerprint }
}
