import Foundation
import Kindred
import TestSupport
import Testing

/// A process that is killed while it writes: every acknowledged article is there, none is half.
@Suite struct KilledWriterTests {
    /// How often a writer is killed; KINDRED_KILLS=500 for a campaign.
    private static var kills: Int {
        ProcessInfo.processInfo.environment["KINDRED_KILLS"].flatMap { Int($0) } ?? 20
    }

    @Test func everyAcknowledgedWriteOutlivesAKill() async throws {
        let folder = try TemporaryFolder()
        let place = folder.path + "/archive"
        var generator = SystemRandomNumberGenerator()
        var expected: [Int: String] = [:]
        var next = 0
        for _ in 0..<Self.kills {
            let lines = try Self.killedWriter(
                place,
                first: next,
                after: .random(in: 0...0.12, using: &generator)
            )
            for line in lines {
                let words = line.split(separator: " ")
                guard let number = Int(words[words.count - 1]) else { continue }
                next = number + 1
                switch words.count == 1 ? "" : words[0] {
                case "corrected": expected[number] = "Corrected report \(number)"
                case "removed": expected[number] = nil
                default: expected[number] = "Report \(number)"
                }
            }
            // What was under way when the writer was killed may be there or not, but whole.
            let archive = try await Archive(at: .folder(place), model: .none)
            for number in max(0, next - 40)..<next + 2 {
                let article = try await archive.article(ArticleID("n\(number)"))
                if number < next - 1 {
                    #expect(article?.title == expected[number], "article \(number)")
                }
                if let article {
                    #expect(article.topics == ["t\(number)", "storms"] && article.excerpt.hasSuffix("so."))
                }
            }
            // The last one may have been written, corrected or removed without a word.
            next += 1
            for number in [next - 2, next - 1] where number >= 0 {
                expected[number] = try await archive.article(ArticleID("n\(number)"))?.title
            }
        }
        let archive = try await Archive(at: .folder(place), model: .none)
        #expect(archive.count == expected.count)
        for (number, title) in expected {
            #expect(try await archive.article(ArticleID("n\(number)"))?.title == title)
        }
    }

    /// What a writer printed until it was killed, some seconds after it was ready.
    private static func killedWriter(_ place: String, first: Int, after seconds: Double) throws -> [String] {
        let process = Process()
        process.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "ArchiveWriter")
        process.arguments = [place, "\(first)"]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        var output = Data()
        // "ready" comes when the archive is open.
        while output.count < 6 {
            let some = pipe.fileHandleForReading.availableData
            if some.isEmpty { break }
            output += some
        }
        let end = Date(timeIntervalSinceNow: seconds)
        Thread.sleep(until: end)
        kill(process.processIdentifier, SIGKILL)
        output += try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        // A last line without an end was not said.
        return String(decoding: output, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        )
        .dropLast().map(String.init)
    }
}
