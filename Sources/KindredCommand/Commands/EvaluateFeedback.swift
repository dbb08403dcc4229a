import ArgumentParser
import Corpus
import Evaluation
import Platform

extension EvaluateCommand {
    /// Says of each experiment in files of feedback which of its rankings readers prefer.
    func compareByClicks() throws {
        try options.run {
            let feedback: Feedback
            do throws(InputProblem) { feedback = try Feedback(reading: interleaved) } catch {
                throw CommandFailure(
                    error.description,
                    error.kind == .notFound ? ExitStatus.noInput : ExitStatus.badInput
                )
            }
            options.messages.report(feedback.problems)
            if feedback.strayClicks > 0 {
                options.messages.note(
                    "\(feedback.strayClicks.counted("click")) on what no list of the files shows"
                )
            }
            let results = InterleavingResult.all(in: feedback, Resampling(samples: samples, seed: seed))
            guard !results.isEmpty else {
                throw CommandFailure(
                    "no list of \(interleaved.joined(separator: ", ")) was part of an experiment",
                    ExitStatus.badInput
                )
            }
            let text =
                options.json
                ? results.map { String(decoding: $0.json.bytes, as: UTF8.self) + "\n" }.joined()
                : InterleavingTable(results).text
            try StandardStream.output.write(text)
            try options.settle(feedback.problems)
        }
    }
}
