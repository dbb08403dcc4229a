package import Corpus
package import Evaluation
import Foundation
import Platform

/// A judge's file of labels, to which each sitting adds.
///
/// What is there stays as it is, byte for byte; new lines follow it. Nothing is written before there is a label.
package struct LabelsFile: Sendable {
    package let path: String
    /// What the file says without this sitting's labels.
    package let judged: Qrels
    /// All that it says; without labels its header.
    package var bytes: [UInt8] { before }
    /// What is odd about it.
    package let warnings: [InputProblem]
    /// What stands before this sitting's lines.
    private let before: [UInt8]
    private var stamp: FileStamp?

    private static let standardName = "labels.tsv"
    private static let header = "query-id\tdoc-id\tlabel\n"

    /// - Throws: ``ExperimentFailure`` where the file is there, but holds no judgements that can be added to.
    package init(_ path: String) throws {
        self.path = path
        guard FileManager.default.fileExists(atPath: path) else {
            (judged, warnings, before, stamp) = (Qrels(), [], Array(Self.header.utf8), nil)
            return
        }
        let stamp = try FileStamp(ofFile: path)
        let (read, problems) = Qrels.read(path)
        let errors = problems.filter { $0.severity == .error }
        // A file whose last label was taken back.
        guard errors.allSatisfy({ $0.kind == .nothingJudged }) else {
            throw ExperimentFailure(.badInput, "", problems)
        }
        let bytes = try readFile(path, limit: Self.largest).bytes
        guard !bytes.starts(with: [0x1F, 0x8B]) else {
            throw ExperimentFailure(.usage, "\(path) is packed, and labels cannot be added to it; unpack it")
        }
        judged = read ?? Qrels()
        warnings = errors.isEmpty ? problems : []
        let isBlank = bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
        let end: [UInt8] = bytes.last == UInt8(ascii: "\n") ? [] : [UInt8(ascii: "\n")]
        before = isBlank ? Array(Self.header.utf8) : bytes + end
        self.stamp = stamp
    }

    /// The grades that ``Judgements`` would read if this file did not come to stand beside them; nil where there are
    /// none, or where it is there already.
    package var hiddenGrades: String? {
        let (folder, name) = splitPath(path)
        let grades = folder + "/qrels.tsv"
        return stamp == nil && name == Self.standardName && FileManager.default.fileExists(atPath: grades)
            ? grades : nil
    }

    /// The warnings about ids that no article has.
    ///
    /// - Throws: ``ExperimentFailure`` where the file judges another corpus.
    package func unknownIDs(among articles: [Article], in corpora: [String]) throws -> [InputProblem] {
        judged.pairs == 0 ? [] : try Judgements.unknownIDs(in: judged, path: path, articles, corpora)
    }

    /// Bytes of a file that is added to: a label a second for years.
    private static let largest = 64 << 20

    /// Writes what was there and these labels below it, all or nothing.
    ///
    /// - Throws: `InputProblem` where somebody else has changed the file since it was read, ``FileError`` where it
    ///   cannot be written; it is as it was then.
    package mutating func save(_ labels: [(pair: JudgingPool.Pair, label: Label)]) throws {
        try replace(with: before + labels.flatMap { Self.line($0.pair, $0.label) })
    }

    /// Says of one pair what it is, in place of what was said of it, or takes that back. All other lines of the file stay
    /// as they are, byte for byte; what was said is durable when this returns.
    ///
    /// - Parameters:
    ///   - label: nil takes back what was said.
    ///   - pair: of ids that a file ``canHold(_:)``.
    /// - Returns: what was said before.
    /// - Throws: what ``init(_:)`` and ``save(_:)`` throw; the file is as it was then.
    package static func set(_ label: Label?, of pair: JudgingPool.Pair, in path: String) throws -> Label? {
        var file = try LabelsFile(path)
        let said = file.judged.label(pair.query, pair.document)
        guard said != label else { return said }
        var bytes = file.before
        if said != nil {
            let lines = file.before.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false)
            bytes = lines.filter { line in
                Qrels.pair(inLine: line).map { $0 != (pair.query, pair.document) } ?? true
            }
            .flatMap { $0 + [0x0A] }
        }
        try file.replace(with: bytes + (label.map { line(pair, $0) } ?? []))
        return said
    }

    private static func line(_ pair: JudgingPool.Pair, _ label: Label) -> [UInt8] {
        Array("\(pair.query)\t\(pair.document)\t\(label.rawValue)\n".utf8)
    }

    private mutating func replace(with bytes: [UInt8]) throws {
        guard (try? FileStamp(ofFile: path)) == stamp else {
            throw InputProblem(
                .changedMeanwhile,
                path: path,
                "somebody else has changed it since it was read, and the last answer is not in it",
                remedy: "start again; what is judged there is not asked again"
            )
        }
        try writeFile(path, bytes)
        stamp = try FileStamp(ofFile: path)
    }

    /// Where a judge's labels are kept: `labels.tsv` in the folder of the corpus, where ``Judgements`` finds them, or
    /// `labels-NAME.tsv` there.
    package static func standardPath(in corpora: [String], judge: String? = nil) -> String {
        let name = judge.map { "labels-\($0).tsv" } ?? standardName
        let paths = Judgements.folders(of: corpora).map { $0 + ($0.hasSuffix("/") ? "" : "/") + name }
        return paths.first { FileManager.default.fileExists(atPath: $0) } ?? paths.first ?? name
    }

    /// Whether an id can stand in a file of labels as it is.
    package static func canHold(_ id: String) -> Bool {
        !id.isEmpty && id.first != " " && id.last != " " && !id.utf8.contains { $0 < 0x20 }
    }
}
