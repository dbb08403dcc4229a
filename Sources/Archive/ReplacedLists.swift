package import Corpus
import Foundation
import Kernels
package import Platform

/// What the last run replaced in article files, in a folder beside the index, so that it can be brought back.
///
/// A part is written, and on the disk, before the files that it tells of are changed. A run that changes nothing leaves
/// the folder as it is.
package struct ReplacedLists: Sendable {
    /// What one file had before, in place of what it has now.
    package struct Record: Codable, Sendable {
        package var path: String
        /// Hashes of the file's bytes before and after.
        var before, after: UInt64
        /// Where the bytes begin that differ, and how many they are now.
        var offset, count: Int
        /// The bytes that were there.
        var bytes: Data
    }

    private let folder: String

    /// - Parameter index: path of the index; nil for one in memory, beside which nothing can be kept.
    package init?(besideIndexAt index: String?) {
        guard let index else { return nil }
        let (folder, name) = splitPath(index)
        self.folder = name == "index.sqlite" ? "\(folder)/replaced" : "\(folder)/\(name).replaced"
    }

    /// Bytes of a part: a thousand files whose lists are as long as they may be.
    private static let partLimit = 1 << 30

    private func part(_ number: Int) -> String { "\(folder)/\(number).jsonl" }

    // MARK: - Keeping

    /// Keeps what some files are about to lose; the first part of a run takes the place of the run before.
    ///
    /// - Throws: ``FileError``.
    func keep(_ records: [Record], part number: Int) throws {
        if number == 0 {
            try makeFolder(folder)
            try forget()
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var lines: [UInt8] = []
        for record in records { lines += try encoder.encode(record) + [0x0A] }
        try writeFile(part(number), lines)
    }

    /// Removes all parts, the first at last, without which there are none. The folder stays, since writers wait for it.
    private func forget() throws {
        let files = FileManager.default
        let count = (0...).first { !files.fileExists(atPath: part($0)) } ?? 0
        for number in (0..<count).reversed() { try files.removeItem(atPath: part(number)) }
    }

    // MARK: - What was written

    /// A list of texts that is about to be written.
    struct AnnouncedTexts: Codable {
        /// Of the texts, by ``ListStyle/fingerprint(of:)``.
        var texts: UInt64
        /// A hash of the file's bytes once the list is in it.
        var file: UInt64
    }

    private var textsPath: String { "\(folder)/texts.json" }
    private func announcedPath(_ part: Int) -> String { "\(folder)/texts-next-\(part).json" }
    /// The parts in which it was said what is about to be written.
    private var announcedParts: Range<Int> {
        0..<((0...).first { !FileManager.default.fileExists(atPath: announcedPath($0)) } ?? 0)
    }

    /// Of each file into which a list of texts was written, a hash of the last one, by ``ListStyle/fingerprint(of:)``; what
    /// cannot be read was written by nobody.
    ///
    /// Of a run that was cut off, the lists count that it had written already.
    func writtenTexts() -> [String: UInt64] {
        var texts: [String: UInt64] = decoded(textsPath) ?? [:]
        let announced = announcedParts.lazy.flatMap { part -> [String: AnnouncedTexts] in
            decoded(announcedPath(part)) ?? [:]
        }
        for (path, announced) in announced {
            guard let bytes = try? readFile(path, limit: Self.partLimit).bytes,
                contentHash(bytes) == announced.file
            else { continue }
            texts[path] = announced.texts
        }
        return texts
    }

    /// Whether a run was cut off between writing lists of texts and noting that it had.
    var hasAnnounced: Bool { !announcedParts.isEmpty }

    /// Says which lists of texts are about to be written, part by part from 0.
    ///
    /// - Throws: ``FileError``.
    func announce(_ texts: [String: AnnouncedTexts], part: Int) throws {
        try write(texts, to: announcedPath(part))
    }

    /// - Throws: ``FileError``.
    func note(writtenTexts texts: [String: UInt64]) throws {
        try write(texts, to: textsPath)
        // Of some that are left the first is still there, so that they are found.
        for part in announcedParts.reversed() {
            try? FileManager.default.removeItem(atPath: announcedPath(part))
        }
    }

    private func decoded<Content: Decodable>(_ path: String) -> Content? {
        guard let bytes = try? readFile(path, limit: Self.partLimit).bytes else { return nil }
        return try? JSONDecoder().decode(Content.self, from: Data(bytes))
    }

    private func write(_ content: some Encodable, to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try makeFolder(folder)
        try writeFile(path, Array(try encoder.encode(content)))
    }

    // MARK: - One writer at a time

    /// Holds the folder against other processes that write lists of the same index.
    ///
    /// - Parameter wait: called after each failed attempt with the number of attempts, from 0; sleeps, or answers false
    ///   to give up.
    /// - Returns: nil where `wait` gave up.
    package func locked(wait: (Int) -> Bool) -> FolderLock? {
        try? makeFolder(folder)
        guard let lock = FolderLock(folder, wait: wait) else { return nil }
        // The last step of a run writes here, and a next one may have nothing to write.
        removeLeftovers(in: folder)
        return lock
    }

    // MARK: - Bringing back

    /// What became of one file.
    package enum Outcome: Sendable {
        case restored
        /// It has the old bytes already.
        case unchanged
        case failed(InputProblem)
    }

    /// Whether there is anything to bring back.
    package var isEmpty: Bool { !FileManager.default.fileExists(atPath: part(0)) }

    /// Brings back what the last run replaced, in files that nobody has changed since.
    ///
    /// - Parameters:
    ///   - paths: the files that may be written to; what else the folder speaks of is left alone.
    ///   - rules: by which the files are read.
    /// - Returns: what became of each file that may be written to.
    /// - Throws: ``InputProblem`` where the folder cannot be read.
    package func restore(in paths: Set<String>, rules: ReadingRules) throws -> [Outcome] {
        var outcomes: [Outcome] = []
        var number = 0
        var others = 0
        var changed: Set<String> = []
        while FileManager.default.fileExists(atPath: part(number)) {
            let content = try readFile(part(number), limit: Self.partLimit)
            let decoder = JSONDecoder()
            for (line, bytes) in content.bytes.split(separator: 0x0A).enumerated() {
                guard let record = try? decoder.decode(Record.self, from: Data(bytes)) else {
                    throw InputProblem(
                        .unreadable,
                        path: part(number),
                        line: line + 1,
                        "this is not what was kept",
                        remedy: "what the last run replaced cannot be brought back from here on"
                    )
                }
                if paths.contains(record.path) {
                    let outcome = restore(record, rules)
                    if case .restored = outcome { changed.insert(splitPath(record.path).folder) }
                    outcomes.append(outcome)
                } else {
                    others += 1
                }
            }
            number += 1
        }
        // What was kept must not be gone before the files are back for good.
        synchronize(folders: changed)
        let isDone = outcomes.allSatisfy { if case .failed = $0 { false } else { true } }
        if isDone, others == 0 { try? forget() }
        return outcomes
    }

    private func restore(_ record: Record, _ rules: ReadingRules) -> Outcome {
        do throws(InputProblem) {
            let file = try ArticleFile(path: record.path, rules: rules)
            let hash = contentHash(file.bytes)
            if hash == record.before { return .unchanged }
            guard hash == record.after, let old = record.original(of: file.bytes) else {
                throw InputProblem(
                    .changedMeanwhile,
                    path: record.path,
                    "the file changed since its list was written and was left alone",
                    remedy: "bring the list back by hand"
                )
            }
            let staged = try file.stage(old)
            if let problem = StagedEdit.flush([staged])[0] { throw problem }
            _ = try staged.commit()
            return .restored
        } catch {
            return .failed(error)
        }
    }
}

extension ReplacedLists.Record {
    /// - Parameters:
    ///   - old: the file's bytes so far.
    ///   - new: those that it is to have.
    init(path: String, replacing old: [UInt8], with new: [UInt8], hash: UInt64) {
        let shorter = min(old.count, new.count)
        let head = zip(old, new).prefix { $0 == $1 }.count
        var tail = 0
        while tail < shorter - head, old[old.count - 1 - tail] == new[new.count - 1 - tail] { tail += 1 }
        self.init(
            path: path,
            before: contentHash(old),
            after: hash,
            offset: head,
            count: new.count - head - tail,
            bytes: Data(old[head..<(old.count - tail)])
        )
    }

    /// The bytes that the file had; nil where the record does not lead to them.
    func original(of now: [UInt8]) -> [UInt8]? {
        guard offset >= 0, count >= 0, offset <= now.count, count <= now.count - offset else { return nil }
        var old = now
        old.replaceSubrange(offset..<(offset + count), with: bytes)
        return contentHash(old) == before ? old : nil
    }
}
