import Corpus
import Kernels

/// A text file of columns: qrels, a run or stories, plain or gzipped.
///
/// Columns are separated by tabs where a line has any, so that ids may contain spaces, else by white space, as
/// TREC's files are.
struct ColumnFile {
    /// Bytes that are read at most, unpacked: a run of a million queries has 5 GB, one of 100,000 half a GB.
    static let largest = 1 << 30

    let path: String
    private let bytes: [UInt8]

    /// - Throws: ``InputProblem`` where the file cannot be read or unpacked.
    init(_ path: String) throws(InputProblem) {
        self.path = path
        let content: [UInt8]
        do throws(FileError) {
            content = try readFile(path, limit: Self.largest).bytes
        } catch {
            throw InputProblem(error, limit: Self.largest)
        }
        guard path.hasSuffix(".gz") else {
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

    /// Calls `body` with each row; a line that is not UTF-8 counts as having no columns.
    func forEachRow(_ body: (Row) -> Void) {
        var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var number = 0
        while start < bytes.count {
            let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            number += 1
            let line = bytes[start..<(end > start && bytes[end - 1] == 0x0D ? end - 1 : end)]
            start = end + 1
            if line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            body(Row(number: number, columns: Self.columns(of: line)))
        }
    }

    private static func columns(of line: ArraySlice<UInt8>) -> [String] {
        let (tab, space) = (UInt8(ascii: "\t"), UInt8(ascii: " "))
        let fields =
            line.contains(tab)
            ? line.split(separator: tab, omittingEmptySubsequences: false).map {
                $0.drop { $0 == space }.trimmingSuffix { $0 == space }
            }
            : line.split(separator: space)
        let texts = fields.compactMap { String(validating: $0, as: UTF8.self) }
        return texts.count == fields.count ? texts : []
    }
}

/// What is wrong with a file's lines: the first few of a kind in full, then how many more there are.
struct LineProblems {
    private static let shown = 5

    let path: String
    private var found: [InputProblem.Kind: [InputProblem]] = [:]
    private var counts: [InputProblem.Kind: Int] = [:]

    init(path: String) { self.path = path }

    mutating func add(_ kind: InputProblem.Kind, line: Int, _ problem: String, remedy: String) {
        counts[kind, default: 0] += 1
        guard counts[kind, default: 0] <= Self.shown else { return }
        found[kind, default: []].append(
            InputProblem(kind, path: path, line: line, problem, remedy: remedy)
        )
    }

    /// Errors first, each kind by line.
    var all: [InputProblem] {
        let kinds = found.keys.sorted { $0.rawValue < $1.rawValue }
        let problems = kinds.flatMap { kind in
            let shown = found[kind] ?? []
            let rest = counts[kind, default: 0] - shown.count
            let more = InputProblem(kind, path: path, "\(rest) more lines like this", remedy: "as above")
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
