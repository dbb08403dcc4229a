import Corpus
import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct QrelsTests {
    private func read(_ text: String) throws -> (qrels: Qrels?, problems: [InputProblem]) {
        let folder = try TemporaryFolder()
        return Qrels.read(try folder.write("qrels", text))
    }

    @Test(arguments: [
        "query-id\tdoc-id\tgrade\nb\tx\t2\na\ty\t0\r\n", "\u{FEFF}q\td\tg\nb\tx\t2\n\na\ty\t0",
        "b\tx\t2\na\ty\t0",
        "b 0 x 2\na 0 y 0\n", "b\tQ0\tx\t2\n  \na\tQ0\ty\t0\n",
    ])
    func readsBothFormats(text: String) throws {
        let (qrels, problems) = try read(text)
        #expect(qrels?.queries == ["a", "b"] && qrels?.pairs == 2 && problems.isEmpty)
        #expect(qrels?.grades["b"] == ["x": 2])
    }

    @Test func idsMayContainSpacesBetweenTabs() throws {
        #expect(try read("q\td\tg\nmy article.md\tother one.md\t1\n").qrels?.queries == ["my article.md"])
    }

    @Test(arguments: [
        "h\th\th\na\tb", "h\th\th\na\tb\tmany", "h\th\th\na\tb\t-1", "h\th\th\na\tb\t101", "h\th\th\nabc",
        "h\th\th\n\tb\t1", "h\th\th\na\tb\t1.5", "h\th\th\na\tb\tnan", "a 0 b 1\nc 0 d e", "a 0 b 1\na 0 b 2",
        "a 0 b 1\na 0 b 99999999999999999999",
    ])
    func aBadLineMakesTheFileUseless(text: String) throws {
        let (qrels, problems) = try read(text)
        #expect(qrels == nil)
        #expect(problems.map(\.line) == [2] && problems[0].kind == .badLine && problems[0].severity == .error)
    }

    @Test func thePairOfALineIsToldWhateverItsForm() {
        func pair(_ line: String) -> [String]? {
            Qrels.pair(inLine: Array(line.utf8)[...]).map { [$0.query, $0.document] }
        }
        for line in ["a\tb\t1", "a\tb\t1\r", "a 0 b 1", "a\tQ0\tb\t1\r", "a\tb\tt"] {
            #expect(pair(line) == ["a", "b"], "\(line)")
        }
        for line in ["query-id\tdoc-id\tlabel", "query-id\tdoc-id\tlabel\r", "", "\r", "a\tb"] {
            #expect(pair(line) == nil, "\(line)")
        }
    }

    @Test func theSamePairTwiceIsAWarning() throws {
        let (qrels, problems) = try read("a 0 b 1\na 0 b 1\n")
        #expect(qrels?.pairs == 1)
        #expect(problems.map(\.kind) == [.redundantLine] && problems[0].severity == .warning)
    }

    /// What is no header must not vanish as one, and judgements must not be read the wrong way round.
    @Test(arguments: [
        "a\tb\t99999999999999999999\na\tc\t1", "a\tb\t\na\tc\t1", "a\tb\t2.0\na\tc\t1", "a\tb\t1e5\na\tc\t1",
        "doc-id\tquery-id\tgrade\na\tc\t1", "a,b,1\na,c,1",
    ])
    func aBadFirstLineIsNoHeader(text: String) throws {
        let (qrels, problems) = try read(text)
        #expect(qrels == nil && problems.first?.line == 1 && problems.first?.kind == .badLine)
    }

    @Test(arguments: ["query-id\tdoc-id\tlabel\n", ""])
    func labelsAreGradesWithLetters(header: String) throws {
        let (read, problems) = try read(header + "a\tb\tt\na\tc\tc\na\td\t2\na\te\t1\na\tf\t0\nb\tx\t7\n")
        let qrels = try #require(read)
        #expect(problems.isEmpty && qrels.pairs == 6)
        #expect(qrels.grades["a"] == ["b": 0, "c": 0, "d": 2, "e": 1, "f": 0])
        let labels = ["b", "c", "d", "e", "f", "g"].map { qrels.label("a", $0) }
        #expect(labels == [.template, .copy, .sameStory, .related, .unrelated, nil])
        #expect(qrels.label("b", "x") == .sameStory && qrels.labels(of: "b") == ["x": .sameStory])
        #expect(qrels.limited(to: ["a"]).label("a", "b") == .template)
        #expect(Qrels(labels: ["a": qrels.labels(of: "a")]) == qrels.limited(to: ["a"]))
    }

    @Test func aLetterAndAGradeOfOnePairContradictEachOther() throws {
        let (qrels, problems) = try read("a\tb\tt\na\tb\t0\n")
        #expect(qrels == nil && problems.first?.line == 2)
        #expect(problems.first?.problem.contains("with grade t instead of 0") == true)
        #expect(try read("a\tb\tt\na\tb\tt\n").problems.map(\.kind) == [.redundantLine])
        #expect(try read("a\tb\t0\na\tc\tx\n").qrels == nil)
    }

    @Test func anArticleIsNotJudgedAgainstItself() throws {
        let (qrels, problems) = try read("a 0 a 1\na 0 b 1\n")
        #expect(qrels?.grades == ["a": ["b": 1]] && problems.map(\.kind) == [.redundantLine])
        #expect(try read("a 0 a 1\n").qrels == nil)
    }

    @Test func gzipIsToldByContent() throws {
        let folder = try TemporaryFolder()
        let plain = try folder.write("plain", "a 0 b 1\n")
        let outcome = Process()
        outcome.executableURL = URL(filePath: "/usr/bin/env")
        outcome.arguments = ["gzip", "-k", plain]
        try outcome.run()
        outcome.waitUntilExit()
        let packed = try folder.bytes("plain.gz")
        #expect(Qrels.read(folder.path("plain.gz")).qrels?.pairs == 1)
        #expect(Qrels.read(try folder.write("nameless", packed)).qrels?.pairs == 1)
        #expect(Qrels.read(try folder.write("cut.gz", packed.dropLast(4))).qrels == nil)
    }

    @Test func hugeLinesAreRefusedWithoutBeingRepeated() throws {
        let problems = try read("a 0 b 1\n" + String(repeating: "x", count: 1 << 17)).problems
        #expect(problems.map(\.line) == [2] && problems[0].description.utf8.count < 1000)
        let long = String(repeating: "y", count: 5000)
        let repeated = try read("a 0 \(long) 1\na 0 \(long) 1\n").problems
        #expect(repeated.count == 1 && repeated[0].description.utf8.count < 1000)
    }

    /// TREC's web tracks judge spam by -2.
    @Test func negativeGradesOfTRECAreNotRelated() throws {
        let (qrels, problems) = try read("a 0 b 2\na 0 c -2\n")
        #expect(qrels?.grades == ["a": ["b": 2, "c": 0]] && problems.isEmpty)
    }

    @Test(arguments: ["", "\n\n", "query-id\tdoc-id\tgrade\n"])
    func nothingJudgedIsAnError(text: String) throws {
        let (qrels, problems) = try read(text)
        #expect(qrels == nil && problems.map(\.kind) == [.nothingJudged])
    }

    @Test func manyBadLinesAreCountedNotListed() throws {
        let problems = try read(String(repeating: "nonsense\n", count: 1000)).problems
        #expect(problems.count == 4 && problems[3].description.contains("997 or more other lines"))
        var generator = Array("a 0 b 1\n".utf8)
        generator += [0xFF, 0xFE, 0x00, 0x0A]
        let folder = try TemporaryFolder()
        let binary = Qrels.read(try folder.write("binary", generator))
        #expect(binary.qrels == nil && binary.problems.map(\.line) == [2])
    }

    @Test func missingFilesAndFoldersAreNamed() throws {
        let folder = try TemporaryFolder()
        #expect(Qrels.read(folder.path("none")).problems.map(\.kind) == [.notFound])
        #expect(Qrels.read(folder.path).problems.map(\.kind) == [.unreadable])
        #expect(Qrels.read(try folder.write("no.gz", "a 0 b 1\n")).problems.map(\.kind) == [.damagedArchive])
    }
}

@Suite struct RunTests {
    private func read(_ text: String) throws -> (run: Run?, problems: [InputProblem]) {
        let folder = try TemporaryFolder()
        return Run.read(try folder.write("run", text))
    }

    @Test func tiesAreOrderedAsInTrecEval() throws {
        let run = try read("q Q0 a 1 0.5 mine\nq Q0 c 2 0.5 mine\nq Q0 b 3 0.5 mine\nq Q0 z 9 0.7 mine\n").run
        #expect(run?.name == "mine" && run?.rankings["q"]?.map(\.document) == ["z", "c", "b", "a"])
    }

    @Test(arguments: ["nan", "NaN", "-nan", "high", "", "0x"])
    func aScoreThatIsNoNumberMakesTheFileUseless(score: String) throws {
        let (run, problems) = try read("q Q0 a 1 1 t\nq Q0 b 2 \(score) t\n")
        #expect(run == nil && problems.map(\.line) == [2])
    }

    @Test func infiniteScoresAreOrdered() throws {
        let run = try read("q Q0 a 1 -inf t\nq Q0 b 2 inf t\nq Q0 c 2 3e300 t\n").run
        // As 32-bit floats 3e300 is infinite too, and the greater id comes first.
        #expect(run?.rankings["q"]?.map(\.document) == ["c", "b", "a"])
        // Written again they still descend.
        let text = try #require(run?.trecText())
        #expect(try read(text).run?.rankings["q"]?.map(\.document) == ["c", "b", "a"])
    }

    @Test func aDocumentTwiceKeepsItsBetterPlace() throws {
        let (run, problems) = try read("q Q0 a 1 0.5 t\nq Q0 b 2 0.4 t\nq Q0 a 3 0.1 t\n")
        #expect(run?.rankings["q"]?.map(\.document) == ["a", "b"])
        #expect(problems.map(\.kind) == [.redundantLine])
    }

    @Test func aTagThatIsNoNameGivesWayToTheFiles() throws {
        #expect(try read("q\tQ0\ta\t1\t1\t\n").run?.name == "run")
        #expect(try read("q Q0 a 1 1 \(String(repeating: "t", count: 65))\n").run?.name == "run")
    }

    @Test func emptyRunsAreErrors() throws {
        #expect(try read("").problems.map(\.kind) == [.nothingJudged])
    }
}

@Suite struct StoriesTests {
    @Test func connectedDocumentsAreOneStory() {
        let qrels = Qrels(["a": ["b": 1], "c": ["b": 2, "x": 0], "d": ["e": 1], "lone": ["a": 0]])
        let stories = Stories(connecting: qrels)
        let expected = ["a": "a", "b": "a", "c": "a", "d": "d", "e": "d", "x": "x", "lone": "lone"]
        for (id, first) in expected { #expect(stories.story(of: id) == .of(article: first)) }
    }

    @Test func filesNameStoriesAndSplits() throws {
        let folder = try TemporaryFolder()
        let text = "article-id\tstory\tother\tsplit\na\ts\t-\ttune\nb\ts\t-\ttune\nc\tt\t-\theld-out\n"
        let stories = try #require(Stories.read(try folder.write("stories.tsv", text)).stories)
        #expect(
            stories.story(of: "b") == .named("s") && stories.story(of: "unknown") == .of(article: "unknown")
        )
        #expect(stories.split(of: .named("s")) == .tune && stories.split(of: .named("t")) == .heldOut)
        #expect(stories.contains("a") && !stories.contains("unknown"))
    }

    @Test(arguments: [
        "id\tstory\na\ts\n", "article-id\tstory\tsplit\na\ts\tmaybe\n", "article-id\tstory\na\n",
        "article-id\tstory\tsplit\na\ts\ttune\nb\ts\theld-out\n", "article-id\tstory\na\ts\na\tt\n",
        "article-id\tstory\n\ts\n",
    ])
    func badFilesAreErrors(text: String) throws {
        // An empty file is no file of stories either.
        let folderOfEmpty = try TemporaryFolder()
        let empty = Stories.read(try folderOfEmpty.write("stories.tsv", ""))
        #expect(empty.stories == nil && empty.problems.map(\.kind) == [.nothingJudged])

        let folder = try TemporaryFolder()
        let (stories, problems) = Stories.read(try folder.write("stories.tsv", text))
        #expect(stories == nil && problems.contains { $0.kind == .badLine && $0.line != nil })
    }

    @Test func unnamedSplitsAreACoinThatFallsAlikeEachTime() {
        let stories = Stories(connecting: Qrels())
        let splits = (0..<1000).map { stories.split(of: .named("story \($0)")) }
        #expect(splits == (0..<1000).map { stories.split(of: .named("story \($0)")) })
        #expect((430...570).contains(splits.count { $0 == .tune }))
    }

    /// A file that names few articles must not tear judged pairs apart.
    @Test func unnamedArticlesJoinWhatTheyAreJudgedWith() throws {
        let folder = try TemporaryFolder()
        let text = "article-id\tstory\tsplit\na1\tone\ttune\nb\ttwo\theld-out\n"
        let named = try #require(Stories.read(try folder.write("stories.tsv", text)).stories)
        var grades = ["a1": ["a2": 1], "b": ["x": 0]]
        for number in 0..<40 { grades["p\(number)"] = ["q\(number)": 1] }
        let stories = named.completed(by: Qrels(grades))
        #expect(stories.story(of: "a2") == .named("one") && stories.story(of: "x") == .of(article: "x"))
        #expect(stories.story(of: "q7") == .of(article: "p7"))
        #expect(named.dividedPairs(of: Qrels(grades)) > 0 && stories.dividedPairs(of: Qrels(grades)) == 0)
        #expect(stories.dividedPairs(of: Qrels(["a1": ["b": 1, "a2": 1]])) == 1)
    }

    /// One name in two byte forms is one story, so it must be on one side.
    @Test func theCoinFallsAlikeForEqualNames() {
        for number in 0..<50 {
            let (composed, decomposed) = ("caf\u{E9} \(number)", "cafe\u{301} \(number)")
            #expect(Stories().split(of: .named(composed)) == Stories().split(of: .named(decomposed)))
        }
    }

    @Test func timeDividesStoriesNotArticles() {
        func day(_ number: Int) -> Date { Date(timeIntervalSince1970: Double(number) * 86_400) }
        let stories = Stories(connecting: Qrels(["a": ["b": 1], "c": ["d": 1], "e": ["f": 1]]))
        let (divided, undated) = stories.divided(
            at: day(10),
            published: ["a": day(9), "b": day(20), "d": day(10)],
            ids: ["a", "b", "c", "d", "e", "f"]
        )
        #expect(divided.split(of: divided.story(of: "b")) == .tune)
        #expect(divided.split(of: divided.story(of: "c")) == .heldOut)
        #expect(undated == ["e", "f"])
    }
}
