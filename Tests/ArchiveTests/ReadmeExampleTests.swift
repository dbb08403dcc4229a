import Foundation
import Kindred
import TestSupport
import Testing

/// The library example of the README, compiled and run as it stands there.
@Suite struct ReadmeExampleTests {
    @Test func tenLines() async throws {
        let temporary = try TemporaryFolder()
        let folder = temporary.path + "/.kindred"
        let articles = temporary.path
        // Some of the demo corpus: a debug build embeds slowly.
        let corpus = SharedData.packageFolder + "/corpus"
        let names = try FileManager.default.contentsOfDirectory(atPath: corpus).filter { $0.hasSuffix(".md") }
        for name in names.sorted().prefix(16) {
            try FileManager.default.copyItem(atPath: corpus + "/" + name, toPath: articles + "/" + name)
        }

        // README: begin
        let archive = try await Archive(at: .folder(folder), model: .auto)
        let report = try await archive.update(from: [articles])
        for problem in report.problems { print(problem) }
        try await archive.upsert(Article(id: "draft", title: "Facial recognition at the airport gate"))
        for entry in try await archive.related(to: "draft", limit: 4).entries {
            print(entry.probability ?? 0, entry.article.title)
        }
        // README: end

        #expect(report.problems.isEmpty && report.articles == 16)
        #expect(
            try await !archive.related(to: "draft", options: RankingOptions(minimumProbability: 0)).entries
                .isEmpty
        )
    }
}
