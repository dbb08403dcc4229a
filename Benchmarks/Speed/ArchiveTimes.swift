import Corpus
import Foundation
import Kernels
import Kindred

/// What questions and additions cost an archive in a folder.
struct ArchiveTimes {
    private let cold: Cost
    private let warm: Cost
    private let addedFirst: Cost
    private let addedAgain: Cost
    private let together: Cost

    /// Of one question or addition.
    private struct Cost {
        /// Median; where many ask at once, all the time by the number of questions.
        var seconds = 0.0
        /// Mean, on all cores; other work on the machine changes it less.
        var processorSeconds = 0.0
    }

    /// - Parameters:
    ///   - folder: keeps the archive from run to run, so that a run opens it and does nothing but ask; nil for a folder that
    ///     is gone afterwards.
    ///   - questions: asked of an archive just opened, the same once more, and a third time by all askers at once.
    ///   - additions: articles that are added, each with its list, removed, and added again.
    init(
        _ articles: [Article],
        in folder: String?,
        questions: Int,
        additions: Int,
        askers: Int
    ) async throws {
        let path = folder ?? NSTemporaryDirectory() + "kindred-speed-\(UUID().uuidString)"
        defer { if folder == nil { try? FileManager.default.removeItem(atPath: path) } }
        let (older, newer) = (articles.dropLast(additions), articles.suffix(additions))
        let model = try staticModel()
        var archive = try await Archive(at: .folder(path), model: .loaded(model))
        if archive.count == 0 {
            try await archive.upsert(Array(older))
            archive = try await Archive(at: .folder(path), model: .loaded(model))
        }
        var generator = SplitMix64(seed: 1)
        let asked = older.shuffled(using: &generator).prefix(questions).map(\.id.rawValue)
        let opened = archive
        cold = try await Self.cost(of: asked) { _ = try await opened.related(to: $0) }
        warm = try await Self.cost(of: asked) { _ = try await opened.related(to: $0) }
        // Once with neighbours that may not have been needed before, and once with those that were.
        var costs: [Cost] = []
        for _ in 0..<2 {
            costs.append(
                try await Self.cost(of: Array(newer)) {
                    try await opened.upsert($0)
                    _ = try await opened.related(to: $0.id.rawValue)
                }
            )
            // As it was, for the next run.
            for article in newer { try await opened.remove(article.id) }
        }
        (addedFirst, addedAgain) = (costs[0], costs[1])
        var all = try await Self.cost(of: [asked]) { asked in
            try await withThrowingTaskGroup { group in
                for asker in 0..<askers {
                    group.addTask {
                        for number in stride(from: asker, to: asked.count, by: askers) {
                            _ = try await opened.related(to: asked[number])
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        all.seconds /= Double(max(1, asked.count))
        all.processorSeconds /= Double(max(1, asked.count))
        together = all
    }

    private static func cost<Item>(of items: [Item], _ body: (Item) async throws -> Void) async throws -> Cost
    {
        guard !items.isEmpty else { return Cost() }
        var times: [Double] = []
        let start = clock()
        for item in items {
            let start = ContinuousClock.now
            try await body(item)
            times.append((ContinuousClock.now - start) / .seconds(1))
        }
        let processorSeconds = Double(clock() - start) / Double(CLOCKS_PER_SEC)
        return Cost(
            seconds: times.sorted()[times.count / 2],
            processorSeconds: processorSeconds / Double(items.count)
        )
    }

    var json: String {
        let costs = [
            ("cold", cold), ("warm", warm), ("added with its list", addedFirst),
            ("added again with its list", addedAgain), ("many at once", together),
        ]
        let fields = costs.map { name, cost in
            String(
                format: "\"\(name)\": {\"seconds\": %.6f, \"processor\": %.6f}",
                cost.seconds,
                cost.processorSeconds
            )
        }
        return "{" + fields.joined(separator: ", ") + "}"
    }
}
