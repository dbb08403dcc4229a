import Archive
import Corpus
import Evaluation
import Foundation

/// What readers' choices say of experiments, counted anew once a minute at most: it takes a look at all that was kept.
actor ExperimentReports {
    private let folder: String
    private let work = BlockingWork("kindred.experiments", isSerial: true)
    private var last: (begun: ContinuousClock.Instant, results: Task<[InterleavingResult], any Error>)?

    private static let lifetime = Duration.seconds(60)

    /// - Parameter folder: of the files of feedback.
    init(of folder: String) { self.folder = folder }

    /// The results of all experiments, by name.
    ///
    /// - Throws: ``Problem`` where a file cannot be read.
    func results() async throws -> [InterleavingResult] {
        if let last, .now - last.begun < Self.lifetime { return try await last.results.value }
        let (folder, work) = (folder, work)
        let results = Task {
            try await work.run {
                let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
                let paths = names.filter { $0.hasSuffix(".jsonl") }.sorted().map { "\(folder)/\($0)" }
                do throws(InputProblem) {
                    return InterleavingResult.all(in: try Feedback(reading: paths))
                } catch {
                    throw Problem(.storeFailed, "The feedback cannot be read.")
                }
            }
        }
        last = (.now, results)
        do { return try await results.value } catch {
            last = nil
            throw error
        }
    }
}
