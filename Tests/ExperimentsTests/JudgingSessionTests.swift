import Corpus
import Evaluation
import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct JudgingSessionTests {
    private let pool = JudgingPool(["q", "r"], [["q": ["a", "b", "c"], "r": ["d"]]], depth: 3, seed: 1)

    @Test func asksEachPairOnceInTheOrderOfThePool() {
        var session = JudgingSession(pool, judged: Qrels())
        var asked: [JudgingPool.Pair] = []
        while let pair = session.current {
            #expect(session.left == 4 - asked.count)
            asked.append(pair)
            session.answer(.label(.related))
        }
        #expect(asked == pool.pairs)
        #expect(session.labels.map(\.pair) == pool.pairs)
    }

    @Test func doesNotAskWhatWasJudgedBefore() {
        let judged = Qrels(labels: ["q": ["a": .template, "c": .unrelated], "elsewhere": ["x": .related]])
        let session = JudgingSession(pool, judged: judged)
        #expect(session.left == 2)
        #expect(Set(pool.left(by: judged).map(\.document)) == ["b", "d"])
    }

    @Test func undoTakesAnswersBackOneByOne() {
        var session = JudgingSession(pool, judged: Qrels())
        #expect(session.undo() == nil)
        session.answer(.label(.copy))
        session.answer(.skip)
        #expect(session.skipped == 1 && session.labels.count == 1)
        #expect(session.undo() == .skip)
        #expect(session.current == pool.pairs[1])
        #expect(session.undo() == .label(.copy))
        #expect(session.current == pool.pairs[0])
        #expect(session.labels.isEmpty && session.isUntouched)
    }

    @Test func whatIsSavedIsWhatEvaluateAndTuneRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("labels.tsv")
        var file = try LabelsFile(path)
        #expect(file.judged.pairs == 0 && !FileManager.default.fileExists(atPath: path))
        var session = JudgingSession(pool, judged: file.judged)
        for label in Label.allCases.prefix(4).reversed() {
            session.answer(.label(label))
            try file.save(session.labels)
        }
        let read = try #require(Qrels.read(path).qrels)
        #expect(Qrels.read(path).problems.isEmpty)
        for (pair, label) in session.labels { #expect(read.label(pair.query, pair.document) == label) }
        #expect(read.pairs == 4)

        // The next sitting has nothing to ask, and one that takes the last answer back has.
        #expect(JudgingSession(pool, judged: try LabelsFile(path).judged).current == nil)
        session.undo()
        try file.save(session.labels)
        #expect(JudgingSession(pool, judged: try LabelsFile(path).judged).current == pool.pairs[3])
    }

    @Test func whatOthersWroteStaysAsItIs() throws {
        let folder = try TemporaryFolder()
        // TREC's columns, grades beyond labels, no line end: all that the reader takes.
        let old = "q 0 a 4\nother 0 doc 0"
        let path = try folder.write("labels.tsv", old)
        var file = try LabelsFile(path)
        var session = JudgingSession(pool, judged: file.judged)
        #expect(session.left == 3)
        session.answer(.label(.copy))
        try file.save(session.labels)
        #expect(try folder.text("labels.tsv").hasPrefix(old + "\n"))
        let read = try #require(Qrels.read(path).qrels)
        #expect(read.pairs == 3 && read.grades["q"]?["a"] == 4)
    }

    @Test func aFileThatOthersChangeMeanwhileIsLeftAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("labels.tsv")
        var file = try LabelsFile(path)
        var session = JudgingSession(pool, judged: file.judged)
        session.answer(.label(.related))
        let theirs = "query-id\tdoc-id\tlabel\nq\ta\t0\n"
        try folder.write("labels.tsv", theirs)
        #expect(throws: InputProblem.self) { try file.save(session.labels) }
        #expect(try folder.text("labels.tsv") == theirs)
    }

    @Test func onePairIsJudgedAnewAndTakenBackWhereverItStands() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("labels.tsv")
        let (first, second) = (JudgingPool.Pair("q", "a"), JudgingPool.Pair("q 2", "a b"))
        #expect(try LabelsFile.set(.related, of: first, in: path) == nil)
        #expect(try folder.text("labels.tsv") == "query-id\tdoc-id\tlabel\nq\ta\t1\n")
        // TREC's columns, a blank line, Windows' line ends, no line end at the end.
        try folder.write("labels.tsv", "query-id\tdoc-id\tlabel\r\nq\ta\t0\r\n\nother 0 doc 3\nq\tb\tt")
        #expect(try LabelsFile.set(.copy, of: first, in: path) == .unrelated)
        #expect(try LabelsFile.set(.sameStory, of: second, in: path) == nil)
        let rest = "query-id\tdoc-id\tlabel\r\n\nother 0 doc 3\nq\tb\tt\n"
        #expect(try folder.text("labels.tsv") == rest + "q\ta\tc\nq 2\ta b\t2\n")
        #expect(try LabelsFile.set(nil, of: first, in: path) == .copy)
        #expect(try LabelsFile.set(nil, of: JudgingPool.Pair("other", "doc"), in: path) == .sameStory)
        #expect(try LabelsFile.set(nil, of: first, in: path) == nil)
        #expect(
            try folder.text("labels.tsv") == rest.replacing("other 0 doc 3\n", with: "") + "q 2\ta b\t2\n"
        )
        for pair in [second, JudgingPool.Pair("q", "b")] {
            #expect(try LabelsFile.set(nil, of: pair, in: path) != nil)
        }
        #expect(try LabelsFile(path).judged.pairs == 0)
    }

    @Test func filesWithoutLabelsAreAddedToAndWrongOnesRefused() throws {
        let folder = try TemporaryFolder()
        for (name, text) in [("empty", ""), ("header", "query-id\tdoc-id\tlabel\n")] {
            let path = try folder.write(name, text)
            var file = try LabelsFile(path)
            try file.save([(pool.pairs[0], .related)])
            #expect(try #require(Qrels.read(path).qrels).pairs == 1)
        }
        let wrong = try folder.write("wrong", "query-id\tdoc-id\tlabel\nq\ta\tyes\n")
        #expect(throws: ExperimentFailure.self) { try LabelsFile(wrong) }
    }

    @Test func labelsStandBesideTheCorpus() throws {
        let folder = try TemporaryFolder()
        let corpus = try folder.write("site/articles.jsonl", "")
        #expect(LabelsFile.standardPath(in: [corpus]) == folder.path("site/labels.tsv"))
        #expect(LabelsFile.standardPath(in: [folder.path("site")]) == folder.path("site/labels.tsv"))
        #expect(
            LabelsFile.standardPath(in: [corpus], judge: "anna") == folder.path("site/labels-anna.tsv")
        )
        #expect(try LabelsFile(folder.path("site/labels.tsv")).hiddenGrades == nil)
        try folder.write("site/qrels.tsv", "q\ta\t1\n")
        #expect(try LabelsFile(folder.path("site/labels.tsv")).hiddenGrades != nil)
        #expect(try LabelsFile(folder.path("site/labels-anna.tsv")).hiddenGrades == nil)
    }
}
