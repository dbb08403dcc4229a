import Foundation
import Kindred

/// Upserts articles one after the other and prints each id once the archive has acknowledged it, until it is killed or
/// has done as many as it was asked for.
///
///     ArchiveWriter FOLDER FIRST [COUNT]
@main
struct ArchiveWriter {
    static func main() async throws {
        do {
            try await upsert()
        } catch {
            try FileHandle.standardError.write(contentsOf: Data("error: \(error)\n".utf8))
            exit(EX_IOERR)
        }
    }

    private static func upsert() async throws {
        let arguments = CommandLine.arguments
        let archive = try await Archive(at: .folder(arguments[1]), model: .none)
        var number = Int(arguments[2]) ?? 0
        let end = arguments.count > 3 ? number + (Int(arguments[3]) ?? 0) : Int.max
        try print("ready")
        while number < end {
            try await archive.upsert(Self.article(number))
            try print("\(number)")
            // Every third is corrected, every seventh removed again.
            if number.isMultiple(of: 3) {
                try await archive.upsert(Self.article(number, isCorrected: true))
                try print("corrected \(number)")
            }
            if number.isMultiple(of: 7) {
                try await archive.remove(ArticleID("n\(number)"))
                try print("removed \(number)")
            }
            number += 1
        }
    }

    private static func article(_ number: Int, isCorrected: Bool = false) -> Article {
        Article(
            id: ArticleID("n\(number)"),
            title: isCorrected ? "Corrected report \(number)" : "Report \(number)",
            excerpt:
                "Sentence \(number) of a story about storms, harbours and walls, told in some twenty words or so.",
            topics: ["t\(number)", "storms"]
        )
    }

    /// A line that is out before anything else happens.
    private static func print(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
