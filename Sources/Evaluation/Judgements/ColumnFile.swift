import Corpus
import Platform

/// A text file of columns: qrels, a run or stories, plain or gzipped.
///
/// Columns are separated by tabs where a line has any, so that ids may contain spaces, else by spaces, as in
/// TREC's files.
struct ColumnFile {
    /// Bytes that are read at most, unpacked: the runs of 100,000 queries, 100 deep, have 400 MB.
    private static let largest = 512 << 20
    /// Bytes of a line: four ids of the longest length that any corpus here has (300), many times over.
    private static let longestLine = 1 << 16

    private let path: String
    private let bytes: [UInt8]

    /// - Throws: ``InputProblem`` where the file cannot be read or unpacked.
    init(_ path: String) throws(InputProblem) {
        self.path = path
        let content: [UInt8]
        do throws(FileError) {
            content = try readFile(path, limit: Self.largest).bytes
        } catch {
            if error.isTooLarge || error.isMissing { throw InputProblem(error, limit: Self.largest) }
            throw InputProblem(
                .unreadable,
                path: path,
                "cannot read: \(error.isIrregular ? "it is no regular file" : error.reason)",
                remedy: "name a file that you may read; save a pipe to one first"
            )
        }
        // The first bytes of gzip (RFC 1952, 2.3.1), whatever the file is called.
        guard path.hasSuffix(".gz") || content.starts(with: [0x1F, 0x8B]) else {
            bytes = content
            return
        }
        do throws(GunzipError) {
            bytes = try gunzip(content, limit: Self.largest)
        } catch {
            throw InputProblem(error, path: path)
        }
    }

    /// A line that is not blank: its columns and its number, from 1.
    struct Row {
        let number: Int
        let columns: [String]
    }

    /// What is wrong with a row, and what to do about it.
    struct Fault {
        let kind: InputProblem.Kind
        /// Put into words only where it is shown: a file may have millions.
        let problem: () -> String
        let remedy: String

        init(
            kind: InputProblem.Kind = .badLine,
            problem: @autoclosure @escaping () -> String,
            remedy: String
        ) {
            self.kind = kind
            self.problem = problem
            self.remedy = remedy
        }
    }

    /// Reads all rows.
    ///
    /// - Parameters:
    ///   - empty: what is wrong with a file without rows.
    ///   - body: takes a row, or says what is wrong with it.
    /// - Returns: errors first, of each kind the first few lines in full and then how many more there are.
    func read(empty: Fault, _ body: (Row) -> Fault?) -> [InputProblem] {
        var faults = RowFaults(path: path)
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        var isEmpty = true
        while start < bytes.count, !faults.areHopeless {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            let line = bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)]
            start = end + 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            isEmpty = false
            let fault = Self.fault(of: line) ?? body(Row(number: number, columns: Self.columns(of: line)))
            if let fault { faults.add(fault, line: number) }
        }
        if isEmpty { faults.add(empty, line: nil) }
        return faults.problems
    }

    /// What is wrong with a line whatever its columns are.
    private static func fault(of line: ArraySlice<UInt8>) -> Fault? {
        guard line.count <= longestLine else {
            return Fault(
                problem: "the line has more than \(longestLine >> 10) KB",
                remedy: "is it the right file? ids are short"
            )
        }
        guard String(validating: line, as: UTF8.self) != nil else {
            return Fault(problem: "the text is not valid UTF-8", remedy: "save the file as UTF-8")
        }
        guard !line.contains(0) else {
            return Fault(problem: "the line holds NUL bytes", remedy: "save the file as UTF-8 text")
        }
        return nil
    }

    /// The columns of a line that is valid UTF-8.
    static func columns(of line: ArraySlice<UInt8>) -> [String] {
        let (tab, space) = (UInt8(ascii: "\t"), UInt8(ascii: " "))
        let fields =
            line.contains(tab)
            ? line.split(separator: tab, omittingEmptySubsequences: false).map {
                $0.drop { $0 == space }.trimmingSuffix { $0 == space }
            }
            : line.split(separator: space)
        return fields.map { String(decoding: $0, as: UTF8.self) }
    }
}

/// What is wrong with a file's rows: the first few of a kind, then how many more there are.
private struct RowFaults {
    private static let shown = 3
    /// After so many errors it is another kind of file, and reading on would tell nothing new.
    private static let most = 1000

    private let path: String
    private var found: [InputProblem.Kind: [InputProblem]] = [:]
    private var counts: [InputProblem.Kind: Int] = [:]

    init(path: String) { self.path = path }

    var areHopeless: Bool { counts[.badLine, default: 0] >= Self.most }

    mutating func add(_ fault: ColumnFile.Fault, line: Int?) {
        counts[fault.kind, default: 0] += 1
        guard counts[fault.kind, default: 0] <= Self.shown else { return }
        found[fault.kind, default: []].append(
            InputProblem(fault.kind, path: path, line: line, fault.problem(), remedy: fault.remedy)
        )
    }

    var problems: [InputProblem] {
        let kinds = found.keys.sorted { $0.rawValue < $1.rawValue }
        let problems = kinds.flatMap { kind in
            let shown = found[kind] ?? []
            let rest = counts[kind, default: 0] - shown.count
            let more = InputProblem(
                kind,
                path: path,
                "\(rest)\(kind == .badLine && areHopeless ? " or more" : "") other lines are like these",
                remedy: "see above"
            )
            return shown + (rest > 0 ? [more] : [])
        }
        return problems.filter { $0.severity == .error } + problems.filter { $0.severity == .warning }
    }
}

extension ArraySlice<UInt8> {
    fileprivate func trimmingSuffix(while isTrimmed: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        var rest = self
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
