import Archive
import Corpus
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

/// Articles by the thousand: one JSON object a line in, one a line out, as they become durable.
///
/// Lines are stored some hundred at a time and then forgotten, so that a million of them take no more memory than a
/// thousand; who sends faster than the disk writes is not read from. They stand in lists once all are there.
struct BulkRoutes {
    let archive: Archive
    let limits: ReadingLimits

    /// Lines that become durable together.
    private static let groupLines = 512
    /// Bytes of lines that become durable together, but for a single larger line.
    private static let groupBytes = 4 << 20

    var endpoints: [Endpoint] { [Endpoint("/v1/articles:bulk", [:], writes: [.post: bulk])] }

    @Sendable private func bulk(_ request: Request, _ context: ServiceContext) async throws -> Response {
        var parameters = try QueryParameters(request)
        let failuresOnly = try parameters.flag("failures_only")
        try parameters.finish()
        try request.expectBody(type: "application/x-ndjson")
        let (archive, limits, logger) = (archive, limits, context.logger)
        let body = ResponseBody { writer in
            var lines = LineSplitter(limit: limits.jsonLineBytes)
            var work = BulkWork(archive: archive, limits: limits, failuresOnly: failuresOnly, logger: logger)
            do {
                reading: for try await part in request.body {
                    for line in lines.lines(in: part.readableBytesView) {
                        if let group = work.add(line, Self.groupLines, Self.groupBytes) {
                            try await writer.write(ByteBuffer(bytes: await work.store(group)))
                        }
                        if work.hasFailed { break reading }
                    }
                }
                if let last = lines.rest() { _ = work.add(last, .max, .max) }
                try await writer.write(ByteBuffer(bytes: await work.finish()))
            } catch {
                // What was stored stays stored, and is compared all the same.
                _ = await work.compare()
                throw error
            }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "application/x-ndjson"], body: body)
    }
}

/// One request's lines on their way into the archive.
private struct BulkWork {
    struct Line {
        let number: Int
        let bytes: LineSplitter.Line
    }

    let archive: Archive
    let limits: ReadingLimits
    let failuresOnly: Bool
    let logger: Logger
    /// Whether lines could not be stored; what comes after them is not tried any more.
    private(set) var hasFailed = false
    private var group: [Line] = []
    private var groupBytes = 0
    private var count = 0
    private var stored = 0
    private var removed = 0
    private var failed = 0

    init(archive: Archive, limits: ReadingLimits, failuresOnly: Bool, logger: Logger) {
        (self.archive, self.limits) = (archive, limits)
        (self.failuresOnly, self.logger) = (failuresOnly, logger)
    }

    /// Takes a line.
    ///
    /// - Returns: the lines to be stored now, once they are enough.
    mutating func add(_ line: LineSplitter.Line, _ lines: Int, _ bytes: Int) -> [Line]? {
        count += 1
        group.append(Line(number: count, bytes: line))
        groupBytes += line.size
        guard group.count >= lines || groupBytes >= bytes else { return nil }
        return takeGroup()
    }

    private mutating func takeGroup() -> [Line] {
        defer { (group, groupBytes) = ([], 0) }
        return group
    }

    /// Stores lines.
    ///
    /// - Returns: a line about each; where they could not be stored, one about the first of them.
    mutating func store(_ lines: [Line]) async -> [UInt8] {
        guard !hasFailed, let first = lines.first else { return [] }
        var results: [(line: Int, result: Result<ArticleChange, Problem>)] = []
        for line in lines {
            guard !line.bytes.isBlank else { continue }
            do throws(Problem) {
                results.append((line.number, .success(try change(line.bytes))))
            } catch {
                results.append((line.number, .failure(error)))
            }
        }
        let changes = results.compactMap { try? $0.result.get() }
        var outcomes: IndexingIterator<[AppliedChange]>
        do {
            outcomes = try await archive.apply(changes, comparing: .later).makeIterator()
        } catch {
            hasFailed = true
            failed += 1
            let problem = Problem(of: error, logger).adding("Neither this line nor any after it was stored.")
            return JSONValue.object([("line", .integer(first.number)), ("problem", problem.json)]).bytes
                + [0x0A]
        }
        var answer: [UInt8] = []
        for (number, result) in results {
            let said: JSONValue
            switch result {
            case .success(let change):
                let outcome = outcomes.next()?.outcome
                switch outcome {
                case .removed, .missing: removed += 1
                default: stored += 1
                }
                if failuresOnly { continue }
                said = .object([
                    ("line", .integer(number)),
                    ("id", .text(change.id.rawValue)),
                    ("result", .text(outcome.map(Self.name) ?? "stored")),
                ])
            case .failure(let problem):
                failed += 1
                said = .object([("line", .integer(number)), ("problem", problem.json)])
            }
            answer += said.bytes + [0x0A]
        }
        return answer
    }

    private static func name(_ outcome: ArticleChange.Outcome) -> String {
        switch outcome {
        case .created: "created"
        case .replaced: "replaced"
        case .unchanged: "unchanged"
        case .removed: "removed"
        case .missing: "missing"
        case .refused: "refused"
        }
    }

    /// Bytes of a line that may take an article out: an id and some spaces.
    private static let longestRemoval = 4096

    private func change(_ line: LineSplitter.Line) throws(Problem) -> ArticleChange {
        guard case .whole(let bytes) = line else {
            throw Problem(.tooLarge, "The line has more than \(limits.jsonLineBytes) bytes.")
        }
        // Articles are many and removals few, so that a look at the bytes spares most lines a second reading.
        if bytes.count <= Self.longestRemoval, bytes.contains(UInt8(ascii: "_")),
            let removal = try? JSONDocument(bytes).decoded(Removal.self)
        {
            return ArticleChange(.remove(ArticleID(removal._delete)))
        }
        return ArticleChange(.put(try ArticleRoutes.article(bytes, nil, limits).0))
    }

    /// Stores what is left, and compares all articles anew.
    ///
    /// - Returns: lines about what was left, and one about all.
    mutating func finish() async -> [UInt8] {
        var answer = await store(takeGroup())
        if let problem = await compare() {
            answer += JSONValue.object([("problem", problem.json)]).bytes + [0x0A]
        }
        let all = JSONValue.object([
            ("lines", .integer(count)), ("stored", .integer(stored)), ("removed", .integer(removed)),
            ("failed", .integer(failed)),
        ])
        return answer + all.bytes + [0x0A]
    }

    /// - Returns: why it could not be done; it is then tried again until it can.
    func compare() async -> Problem? {
        guard stored + removed > 0 else { return nil }
        do {
            try await archive.compareAnew()
            return nil
        } catch {
            try? archive.compareAnewSoon(onceMore: true)
            return Problem(of: error, logger).adding(
                "What was stored is not lost; it will stand in lists as soon as they can be made."
            )
        }
    }
}

/// A line that takes an article out.
private struct Removal: Decodable {
    let _delete: String
}

/// Cuts what arrives into lines, of which one may come in many parts and one part have many.
struct LineSplitter {
    enum Line {
        case whole([UInt8])
        /// It is longer than is read; with its length.
        case tooLong(Int)

        var size: Int { if case .whole(let bytes) = self { bytes.count } else { 0 } }
        var isBlank: Bool {
            if case .whole(let bytes) = self {
                bytes.allSatisfy { [0x20, 0x09, 0x0D].contains($0) }
            } else {
                false
            }
        }
    }

    let limit: Int
    private var unfinished: [UInt8] = []
    /// Bytes of the unfinished line that were left out.
    private var skipped = 0

    init(limit: Int) { self.limit = limit }

    /// The lines that end in a part.
    mutating func lines(in part: some Collection<UInt8>) -> [Line] {
        var lines: [Line] = []
        var rest = part[...]
        while let end = rest.firstIndex(of: 0x0A) {
            extend(rest[..<end])
            lines.append(take())
            rest = rest[rest.index(after: end)...]
        }
        extend(rest)
        return lines
    }

    /// The last line where no line end stands behind it.
    mutating func rest() -> Line? {
        unfinished.isEmpty && skipped == 0 ? nil : take()
    }

    private mutating func extend(_ bytes: some Collection<UInt8>) {
        if skipped == 0, unfinished.count + bytes.count <= limit {
            unfinished.append(contentsOf: bytes)
        } else {
            skipped += unfinished.count + bytes.count
            unfinished = []
        }
    }

    private mutating func take() -> Line {
        defer { (unfinished, skipped) = ([], 0) }
        return skipped > 0 ? .tooLong(skipped) : .whole(unfinished)
    }
}
