import Corpus
import Evaluation
import FuzzSupport

/// Qrels, runs and stories: they are read or refused with a line that is there, and a run that was written is read as the same.
enum JudgementsFuzzing {
    private static let file = InputFile("judgements.tsv")
    private static let copy = InputFile("copy.tsv")

    static func check(_ bytes: [UInt8]) throws {
        file.write(bytes)
        let lines = bytes.count(where: { $0 == 0x0A || $0 == 0x0D }) + 1
        let (qrels, run, stories) = (Qrels.read(file.path), Run.read(file.path), Stories.read(file.path))
        for problem in qrels.problems + run.problems + stories.problems {
            must(
                (1...lines).contains(problem.line ?? 1),
                "line \(problem.line ?? 0) of \(lines): \(problem)"
            )
        }
        if let qrels = qrels.qrels { _ = Stories(connecting: qrels) }
        guard let run = run.run, let text = run.trecText() else { return }
        copy.write(Array(text.utf8))
        must(Run.read(copy.path).run?.trecText() == text, "a run that was written is read as another")
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: JudgementsFuzzing.check)
}
