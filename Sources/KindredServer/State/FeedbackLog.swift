import Archive
import Corpus
import Evaluation
import Foundation
import HTTPTypes
import Platform

/// What readers were shown and chose, a file a day, as `kindred evaluate --interleaved` and `kindred tune --feedback` read it.
///
/// Events that arrive together are flushed together. There is nothing in them about readers, not even the time of day.
actor FeedbackLog {
    private struct Waiting {
        let bytes: [UInt8]
        let continuation: CheckedContinuation<Void, any Error>
    }

    nonisolated let folder: String
    private let today: @Sendable () -> String
    private var file: OpenFile?
    private var waiting: [Waiting] = []
    private var isWriting = false
    private let disk = BlockingWork("kindred.feedback", isSerial: true)

    private static let capacity = 4096

    /// Kept by the queue that writes to it.
    private final class OpenFile: @unchecked Sendable {
        let day: String
        private var file: AppendedFile

        init(_ day: String, in folder: String) throws(FileError) {
            self.day = day
            file = try AppendedFile("\(folder)/\(day).jsonl")
        }

        func append(_ bytes: [UInt8]) throws(FileError) { try file.append(bytes) }
    }

    /// - Parameters:
    ///   - folder: of the files; made where it is missing.
    ///   - today: the name of the day, in UTC.
    init(in folder: String, today: @escaping @Sendable () -> String = FeedbackLog.dayInUTC) {
        (self.folder, self.today) = (folder, today)
    }

    static func dayInUTC() -> String { String(Date.now.formatted(.iso8601).prefix(10)) }

    /// Keeps events; they are durable when this returns.
    ///
    /// - Throws: ``Problem`` where too many wait, `FileError` where the disk fails.
    func append(_ events: [FeedbackEvent]) async throws {
        guard !events.isEmpty else { return }
        guard waiting.count < Self.capacity else {
            throw Problem(
                .busy,
                "More events wait than can be kept soon; try again in a second.",
                headers: [.retryAfter: "1"]
            )
        }
        let bytes = events.flatMap { event -> [UInt8] in event.json + [0x0A] }
        try await withCheckedThrowingContinuation { continuation in
            waiting.append(Waiting(bytes: bytes, continuation: continuation))
            guard !isWriting else { return }
            isWriting = true
            Task { await self.write() }
        }
    }

    private func write() async {
        while !waiting.isEmpty {
            let group = waiting
            waiting = []
            let (day, folder, known) = (today(), folder, file)
            do {
                file = try await disk.run {
                    let file: OpenFile
                    if let known, known.day == day {
                        file = known
                    } else {
                        // Where it cannot be made, opening the file says why.
                        try? makeFolder(folder)
                        file = try OpenFile(day, in: folder)
                    }
                    try file.append(group.flatMap(\.bytes))
                    return file
                }
                for one in group { one.continuation.resume() }
            } catch {
                file = nil
                for one in group { one.continuation.resume(throwing: error) }
            }
        }
        isWriting = false
    }
}
