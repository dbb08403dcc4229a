import Foundation

/// A folder for one test, removed with the object.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "kindred-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        // The walks resolve links, so tests compare resolved paths (/tmp is a link on some systems).
        path = url.resolvingSymlinksInPath().path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file, making its folders, and returns its path.
    @discardableResult
    public func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
        let file = path(name)
        try FileManager.default.createDirectory(
            atPath: (file as NSString).deletingLastPathComponent,
            withIntermediateDirectories: true
        )
        try Data(bytes).write(to: URL(filePath: file))
        return file
    }

    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String { try write(name, Array(text.utf8)) }

    public func path(_ name: String) -> String { path + "/" + name }

    public func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path(name))))
    }

    public func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

/// Data for development that lies beside a checkout; tests that need it are skipped where it is absent.
public enum SharedData {
    public static let folder = packageFolder + "/../shared"
    public static let everyday = folder + "/corpora/everyday-2020"
    public static let seed = folder + "/seed"

    public static var isPresent: Bool { FileManager.default.fileExists(atPath: everyday + "/qrels.tsv") }
    public static let absence = "../shared is not beside this checkout"

    /// The checkout's top folder.
    public static let packageFolder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
}
