/// Where an archive keeps what it knows.
///
///     let location: ArchiveLocation = "site/.kindred"
public enum ArchiveLocation: Hashable, Sendable, ExpressibleByStringLiteral {
    /// In a folder of its own, such as `site/.kindred`, which is made where it is missing.
    case folder(String)
    /// In memory, gone with the process.
    case inMemory

    public init(stringLiteral path: String) { self = .folder(path) }
}
