import Foundation
import Platform
import Synchronization

/// The tokens that allow changes, from a file that can be changed while the service runs.
///
///     # name: token
///     cms: 3f6c8a…
///     importer: 91d0c2…
final class WriteTokens: Sendable {
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    private struct Loaded {
        var tokens: [(name: String, token: [UInt8])] = []
        var stamp: FileStamp?
        var checked = ContinuousClock.now
    }

    private let path: String
    private let loaded: Mutex<Loaded>

    /// 16 bytes of chance as hexadecimal digits have 32; less would be a word.
    private static let shortest = 32
    private static let longestFile = 64 << 10
    /// How long a removed token may still be taken.
    private static let checkInterval = Duration.seconds(1)

    /// Reads the file.
    ///
    /// - Throws: ``Invalid`` where it cannot be read, others than its owner may read it, or a line is no token.
    init(path: String) throws {
        self.path = path
        let (tokens, stamp) = try Self.read(path)
        loaded = Mutex(Loaded(tokens: tokens, stamp: stamp))
    }

    /// The name of the token in an `Authorization` header; nil where there is no such token.
    ///
    /// How long it takes says nothing of the tokens but how many there are.
    func name(ofHeader header: String) -> String? {
        let words = header.split(separator: " ", omittingEmptySubsequences: true)
        guard words.count == 2, words[0].lowercased() == "bearer" else { return nil }
        let given = Array(words[1].utf8)
        var name: String?
        for (candidate, token) in current where Self.isEqual(token, given) { name = candidate }
        return name
    }

    private var current: [(name: String, token: [UInt8])] {
        loaded.withLock { loaded in
            guard ContinuousClock.now - loaded.checked > Self.checkInterval else { return loaded.tokens }
            loaded.checked = .now
            let stamp = try? FileStamp(ofFile: path)
            guard stamp != loaded.stamp else { return loaded.tokens }
            // A file that is gone or wrong allows nothing: a token may have been taken out because it was stolen.
            loaded.tokens = (try? Self.read(path).tokens) ?? []
            loaded.stamp = stamp
            return loaded.tokens
        }
    }

    private static func isEqual(_ token: [UInt8], _ given: [UInt8]) -> Bool {
        var difference = UInt(bitPattern: token.count ^ given.count)
        for place in token.indices {
            difference |= UInt(token[place] ^ (place < given.count ? given[place] : 0))
        }
        return difference == 0
    }

    private static func read(_ path: String) throws -> (tokens: [(name: String, token: [UInt8])], FileStamp) {
        let stamp: FileStamp
        let bytes: [UInt8]
        do throws(FileError) {
            stamp = try FileStamp(ofFile: path)
            bytes = try readFile(path, limit: longestFile).bytes
        } catch {
            throw Invalid(description: "\(error)")
        }
        let mode =
            (try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int) ?? 0o777
        guard mode & 0o077 == 0 else {
            throw Invalid(description: "\(path): others may read the tokens; run `chmod 600` on the file")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Invalid(description: "\(path): the text is not valid UTF-8")
        }
        var tokens: [(name: String, token: [UInt8])] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.trimmingCharacters(in: .whitespaces)
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: ":", maxSplits: 1).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            guard parts.count == 2, !parts[0].isEmpty, parts[1].utf8.count >= shortest,
                parts[1].utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
            else {
                throw Invalid(
                    description:
                        "\(path):\(number + 1): write `name: token` with a token of at least \(shortest) "
                        + "characters, such as `openssl rand -hex 32` gives"
                )
            }
            tokens.append((parts[0], Array(parts[1].utf8)))
        }
        guard !tokens.isEmpty else {
            throw Invalid(description: "\(path): there is no token in it; write `name: token`, one a line")
        }
        return (tokens, stamp)
    }
}
