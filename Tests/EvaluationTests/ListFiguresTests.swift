import Evaluation
import Foundation
import Kernels
import TestSupport
import Testing

/// Lists as readers see them.
@Suite struct ListFiguresTests {
    private let labels: [String: [String: Label]] = [
        "a": ["b": .sameStory, "c": .related, "d": .unrelated, "e": .template],
        "b": ["a": .related, "c": .copy, "x": .related, "y": .related],
        "c": ["a": .unrelated],
        "d": ["a": .related],
    ]

    private func entries(_ list: [(String, Double)]) -> [JudgedLists.Entry] {
        list.map { JudgedLists.Entry($0.0, probability: $0.1) }
    }

    private var lists: [String: [JudgedLists.Entry]] {
        [
            "a": entries([("b", 0.9), ("e", 0.8), ("z", 0.7), ("c", 0.6)]),
            "b": entries([("c", 0.5), ("a", 0.4)]),
            "c": entries([("a", 0.2)]),
        ]
    }

    @Test func aSmallCaseByHand() {
        let judged = JudgedLists(lists, qrels: Qrels(labels: labels), limit: 3)
        let figures = judged.figures()
        // Of a's list the first three: right, twin, ungraded. Of b's a copy and a right one; c's is wrong; d has none.
        #expect(figures.queries == 4 && figures.entries == 6 && figures.judged == 5)
        #expect(figures.right == 2 && figures.sameStory == 1 && figures.templates == 1 && figures.copies == 1)
        #expect(figures.judgedShare == 5.0 / 6 && figures.rightShare == 0.4 && figures.sameShare == 0.2)
        #expect(figures.twinShare == 0.2 && figures.copyShare == 0.2)
        // Two under a, three of b's, none of c, one of d.
        #expect(figures.places == 6 && figures.filledShare == 2.0 / 6)
        #expect(figures.empty == 1 && figures.missed == 1)

        // The cut comes before the limit, so the entry after a gap moves up; c is empty as well, and misses nothing.
        let cut = JudgedLists(lists, qrels: Qrels(labels: labels), limit: 2).figures(cut: 0.4)
        #expect(cut.entries == 4 && cut.judged == 4 && cut.right == 2 && cut.places == 5)
        #expect(cut.empty == 2 && cut.missed == 1)
        let pinned = JudgedLists(["a": [JudgedLists.Entry("b")]], qrels: Qrels(labels: labels), limit: 4)
        #expect(pinned.figures(cut: 1).right == 1)
        let none = JudgedLists([:], qrels: Qrels(), limit: 4).figures()
        #expect(none.rightShare == nil && none.filledShare == nil && none.judgedShare == nil)
    }

    @Test func theFullestListsThatAreRightEnough() {
        let judged = JudgedLists(lists, qrels: Qrels(labels: labels), limit: 4)
        let curve = judged.curve
        #expect(curve.map(\.cut) == [0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.2])
        #expect(curve.map(\.figures.right) == [1, 1, 1, 2, 2, 3, 3])
        #expect(curve.fullest(atRight: 0.95)?.cut == 0.9)
        // .67 right at .6, .6 at .4, where most is filled.
        #expect(curve.fullest(atRight: 0.65)?.cut == 0.6)
        #expect(curve.fullest(atRight: 0.6)?.cut == 0.4)
        let wrong = JudgedLists(["c": lists["c"] ?? []], qrels: Qrels(labels: labels), limit: 4)
        #expect(wrong.curve.fullest(atRight: 0.8) == nil)
        let reading = ListReading(finished: judged, open: judged, Resampling(samples: 100))
        #expect(reading.fullest.map(\.wanted) == [0.95, 0.9, 0.85, 0.8])
        #expect(reading.fullest.map { $0.point?.cut } == [0.9, 0.9, 0.9, 0.9] && reading.tellsWrong)
    }

    @Test func intervalsDrawStoriesUnlessOneHasMostQueries() throws {
        // Fifty queries, every second list right: 50 % give or take 1.96 standard errors of a mean of fifty.
        var labels: [String: [String: Label]] = [:]
        var lists: [String: [JudgedLists.Entry]] = [:]
        for number in 0..<50 {
            labels["q\(number)"] = ["x": number.isMultiple(of: 2) ? .related : .unrelated, "y": .related]
            lists["q\(number)"] = [JudgedLists.Entry("x")]
        }
        let qrels = Qrels(labels: labels)
        let alone = JudgedLists(lists, qrels: qrels, limit: 1)
        let interval = try #require(alone.intervals(Resampling(samples: 1000)).right)
        #expect(alone.drawsStories)
        #expect(abs(interval.low - 0.36) < 0.05 && abs(interval.high - 0.64) < 0.05)
        #expect(alone.intervals(Resampling(samples: 100)).empty == Interval(low: 0, high: 0))
        // All are connected by y.
        let connected = JudgedLists(lists, qrels: qrels, stories: Stories(connecting: qrels), limit: 1)
        #expect(!connected.drawsStories)
        let byQuery = try #require(connected.intervals(Resampling(samples: 1000)).right)
        #expect(abs(byQuery.low - 0.36) < 0.05 && abs(byQuery.high - 0.64) < 0.05)
        // Where hardly any list has an entry, samples without one say nothing.
        let few = JudgedLists(["q0": lists["q0"] ?? []], qrels: qrels, limit: 1)
        #expect(few.intervals(Resampling(samples: 200)).right == Interval(low: 1, high: 1))
        let one = JudgedLists(["q0": lists["q0"] ?? []], qrels: qrels.limited(to: ["q0"]), limit: 1)
        #expect(one.intervals(Resampling(samples: 100)).right == nil)
    }

    private static let tool = SharedData.folder + "/tools/lists.py"
    private static let judged = SharedData.folder + "/corpora/judged/feed/labels.tsv"

    private static var hasTool: Bool {
        [tool, judged, "/usr/bin/python3"].allSatisfy { FileManager.default.fileExists(atPath: $0) }
    }

    /// The independent reckoning, on the judged feed with lists that are drawn.
    @Test(.enabled(if: hasTool, "\(SharedData.absence), or there is no python3"))
    func figuresAreThoseOfTheIndependentReckoning() throws {
        let qrels = try #require(Qrels.read(Self.judged).qrels)
        var generator = SplitMix64(seed: 19)
        var lists: [String: [JudgedLists.Entry]] = [:]
        var lines: [String] = []
        for query in qrels.queries where generator.next() % 20 > 0 {
            let labels = qrels.labels(of: query)
            let drawn = labels.keys.inByteOrder.filter { _ in generator.next() % 3 > 0 }.map { id in
                // Better labels have higher probabilities, more or less.
                let base = labels[id]?.isRight == true ? 0.4 : 0.1
                let chance = Double(generator.next() % 100_000) / 200_000
                return JudgedLists.Entry(id, probability: base + chance)
            }
            var list = drawn.sorted { $0.probability > $1.probability }
            if generator.next() % 4 == 0 {
                list.insert(JudgedLists.Entry("nobody judged it", probability: 0.95), at: 0)
            }
            lists[query] = list
            let related = list.map { ["id": $0.document, "probability": $0.probability] as [String: Any] }
            let json = try JSONSerialization.data(withJSONObject: ["id": query, "related": related])
            lines.append(String(decoding: json, as: UTF8.self))
        }
        let folder = try TemporaryFolder()
        let path = try folder.write("lists.jsonl", lines.joined(separator: "\n") + "\n")
        let open = JudgedLists(lists, qrels: qrels, limit: 4)
        let figures = open.figures()
        let theirs = try reckoning(["--limit", "4", "--curve"], path)
        let first = theirs[0]
        #expect(first["queries"] == Double(figures.queries) && first["entries"] == Double(figures.entries))
        #expect(first["empty"] == Double(figures.empty) && first["missed"] == Double(figures.missed))
        #expect(first["attainable"] == Double(figures.places))
        for (name, share) in [
            ("judged", figures.judgedShare), ("right", figures.rightShare), ("same", figures.sameShare),
            ("twin", figures.twinShare), ("copy", figures.copyShare), ("filled", figures.filledShare),
        ] {
            #expect(abs(try #require(first[name]) - #require(share)) < 1e-9, "\(name)")
        }
        #expect(figures.copies > 5 && figures.templates > 20 && figures.missed > 5)
        for (line, wanted) in zip(theirs.dropFirst(), ListFigures.standardShares) {
            let point = open.curve.fullest(atRight: wanted)
            #expect(line["cut"] == point?.cut && line["empty"].map { Int($0) } == point?.figures.empty)
            #expect(abs((line["filled"] ?? 0) - (point?.figures.filledShare ?? 0)) < 1e-9)
            #expect(abs((line["right"] ?? 0) - (point?.figures.rightShare ?? 0)) < 1e-9)
        }
        #expect(theirs.count == 5 && theirs[1]["cut"] != nil)
    }

    /// What the tool prints, with all digits: of the lists, then of each share.
    private func reckoning(_ arguments: [String], _ lists: String) throws -> [[String: Double]] {
        // Its own way of printing rounds.
        let program = """
            import sys
            source = open(sys.argv[1], encoding="utf-8").read().replace(":.3f}", "!r}")
            sys.argv = sys.argv[1:]
            exec(compile(source, "lists.py", "exec"), {"__name__": "__main__"})
            """
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/python3")
        process.arguments = ["-c", program, Self.tool, Self.judged, lists] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        return output.split(separator: "\n").map { line in
            let words = line.split(separator: ":").last?.split(separator: " ") ?? []
            var numbers: [String: Double] = [:]
            for (name, value) in zip(words, words.dropFirst()) {
                if let number = Double(value) { numbers[String(name)] = number }
            }
            return numbers
        }
    }
}
