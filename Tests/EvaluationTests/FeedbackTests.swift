import Corpus
import Kernels
import TestSupport
import Testing

@testable import Evaluation

@Suite struct FeedbackTests {
    private func event(_ json: String) throws -> FeedbackEvent {
        try FeedbackEvent(json: JSONDocument(Array(json.utf8)))
    }

    @Test func eventsAreReadAndWrittenAlike() throws {
        for json in [
            #"{"article":"a","id":"i","shown":["b","c"],"type":"impression"}"#,
            #"{"article":"a","experiment":"x","id":"i","shown":["b","c"],"teams":["A","B"],"type":"impression"}"#,
            #"{"entry":"b","impression":"i","type":"click"}"#,
        ] {
            #expect(String(decoding: try event(json).json, as: UTF8.self) == json)
        }
    }

    @Test(arguments: [
        #"{"type":"impression","id":"i","article":"a"}"#, #"{"type":"view"}"#, #"{"id":"i"}"#, "[]", "{", "",
        #"{"type":"impression","id":"i","article":"a","shown":["b","b"]}"#,
        #"{"type":"impression","id":"i","article":"a","shown":["b"],"teams":["A"]}"#,
        #"{"type":"impression","id":"i","article":"a","shown":["b"],"experiment":"x","teams":["A","B"]}"#,
        #"{"type":"impression","id":"i","article":"a","shown":["b"],"experiment":"x","teams":["C"]}"#,
        #"{"type":"impression","id":"","article":"a","shown":["b"]}"#,
        #"{"type":"impression","id":"i","article":"a\u0000","shown":["b"]}"#,
        #"{"type":"click","impression":"i","entry":"b","id":"j"}"#,
        #"{"type":"click","impression":"i","entry":"b","address":"192.0.2.1"}"#,
        #"{"type":"click","impression":"i","entry":7}"#,
    ])
    func whatIsNoEventIsRefused(_ json: String) {
        #expect(throws: InputProblem.self) { try event(json) }
    }

    @Test func whatIsKnownOfReadersIsNotTaken() {
        #expect {
            try event(#"{"type":"click","impression":"i","entry":"b","cookie":"x"}"#)
        } throws: { error in
            (error as? InputProblem)?.problem.contains("cookie") ?? false
        }
    }

    @Test func clicksBelongToTheListsThatWereShown() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write(
            "f.jsonl",
            """
            {"type":"impression","id":"1","article":"a","shown":["b","c"]}
            {"type":"click","impression":"1","entry":"c"}
            {"type":"click","impression":"1","entry":"c"}

            not JSON
            {"type":"click","impression":"1","entry":"d"}
            {"type":"click","impression":"2","entry":"b"}
            {"type":"impression","id":"1","article":"z","shown":["c"]}
            """
        )
        let feedback = try Feedback(reading: [path])
        #expect(feedback.lists.map(\.clicked) == [[1]])
        #expect(feedback.lists[0].impression.article == "a")
        #expect(feedback.strayClicks == 2)
        #expect(feedback.problems.map(\.line) == [5] && feedback.problems[0].severity == .warning)
        #expect(throws: InputProblem.self) { try Feedback(reading: [folder.path("none")]) }
    }

    /// Lists of one article, shown so often, of which those at some places are clicked.
    private func shown(_ entries: [String], _ times: Int, clicked: [String], from first: Int = 0)
        -> [FeedbackEvent]
    {
        (0..<times).flatMap { time -> [FeedbackEvent] in
            let id = "\(first + time)"
            let impression = FeedbackEvent.Impression(
                id: id,
                article: "a",
                shown: entries.map { ArticleID($0) },
                experiment: nil
            )
            return [.impression(impression)] + clicked.map { .click(impression: id, entry: ArticleID($0)) }
        }
    }

    @Test func whatStandsFirstIsNotRelatedForStandingFirst() {
        // The first place is clicked in 3 of 4 lists whatever stands there; the entries take turns.
        let events =
            shown(["b", "c"], 15, clicked: ["b"]) + shown(["b", "c"], 5, clicked: ["c"], from: 100)
            + shown(["c", "b"], 15, clicked: ["c"], from: 200)
            + shown(["c", "b"], 5, clicked: ["b"], from: 300)
        #expect(Feedback(events).qrels == Qrels(["a": ["b": 1, "c": 1]]))
        // One that is clicked at both places, and one at neither.
        let uneven =
            shown(["b", "c"], 20, clicked: ["b"]) + shown(["c", "b"], 20, clicked: ["b"], from: 100)
        #expect(Feedback(uneven).qrels == Qrels(["a": ["b": 1, "c": 0]]))
        // Too few tell nothing, and neither do lists in which nothing was clicked.
        #expect(Feedback(shown(["b", "c"], 2, clicked: ["b"])).qrels == Qrels())
        #expect(Feedback(shown(["b", "c"], 50, clicked: [])).qrels == Qrels())
        // Of the first place 40 of 42 lists are expected to be clicked, of the second two: only d is above that.
        let steep =
            shown(["b", "c"], 20, clicked: ["b"]) + shown(["b", "c"], 2, clicked: ["c"], from: 100)
            + shown(["d", "c"], 20, clicked: ["d"], from: 200)
        #expect(Feedback(steep).qrels == Qrels(["a": ["d": 1]]))
    }
}

@Suite struct TeamDraftTests {
    @Test func eachRankingGivesItsBestInTurn() {
        for seed in 0..<50 as Range<UInt64> {
            let draft = TeamDraft([1, 2, 3, 4], [3, 5, 1, 6], limit: 4, seed: seed).entries
            #expect(draft.count == 4 && Set(draft.map(\.entry)).count == 4)
            // After each round both have as many.
            for round in stride(from: 0, to: 4, by: 2) {
                #expect(Set(draft[round..<round + 2].map(\.team)) == [.a, .b])
            }
            #expect(draft[0].entry == (draft[0].team == .a ? 1 : 3))
            #expect(
                draft.map(\.entry)
                    == TeamDraft([1, 2, 3, 4], [3, 5, 1, 6], limit: 4, seed: seed).entries.map(\.entry)
            )
        }
    }

    @Test func eachTeamIsFirstInHalfOfTheLists() {
        let first = (0..<2000 as Range<UInt64>).count { seed in
            TeamDraft([1, 2], [2, 1], limit: 2, seed: seed &* 0x9E37_79B9_7F4A_7C15).entries[0].team == .a
        }
        #expect((850...1150).contains(first))
    }

    @Test func shortRankingsGiveWhatTheyHave() {
        #expect(TeamDraft([Int](), [], limit: 4, seed: 1).entries.isEmpty)
        #expect(TeamDraft([1], [], limit: 4, seed: 1).entries.map(\.entry) == [1])
        #expect(TeamDraft([1], [1, 2, 3], limit: 4, seed: 1).entries.count == 3)
        #expect(TeamDraft([1], [2], limit: 0, seed: 1).entries.isEmpty)
    }
}

@Suite struct InterleavingTests {
    /// Lists of so many articles, in which readers click what one team gave in a share of the lists.
    private func feedback(b share: Double, lists: Int, seed: UInt64) -> Feedback {
        var generator = SplitMix64(seed: seed)
        var events: [FeedbackEvent] = []
        for number in 0..<lists {
            let draft = TeamDraft(["p", "q", "r"], ["r", "s", "p"], limit: 3, seed: generator.next()).entries
            let impression = FeedbackEvent.Impression(
                id: "\(number)",
                article: ArticleID("a\(number % 40)"),
                shown: draft.map { ArticleID($0.entry) },
                experiment: FeedbackEvent.Experiment(name: "x", teams: draft.map(\.team))
            )
            events.append(.impression(impression))
            let wanted: Team = Double.random(in: 0..<1, using: &generator) < share ? .b : .a
            if let entry = draft.filter({ $0.team == wanted }).randomElement(using: &generator)?.entry {
                events.append(.click(impression: "\(number)", entry: ArticleID(entry)))
            }
        }
        return Feedback(events)
    }

    @Test func theRankingThatReadersPreferIsTold() throws {
        let better = try #require(InterleavingResult.all(in: feedback(b: 0.65, lists: 1000, seed: 1)).first)
        #expect(better.name == "x" && better.impressions == 1000 && better.clicked == 1000)
        #expect(better.p < 0.01 && (better.share ?? 0) > 0.6)
        let interval = try #require(better.interval)
        #expect(
            interval.low > 0.5 && interval.low < (better.share ?? 0) && (better.share ?? 0) < interval.high
        )
        let worse = try #require(InterleavingResult.all(in: feedback(b: 0.35, lists: 1000, seed: 2)).first)
        #expect(worse.p < 0.01 && (worse.share ?? 1) < 0.4 && worse.winsA > worse.winsB)
    }

    @Test func chanceIsNotTakenForAPreference() {
        let found = (0..<100 as Range<UInt64>).count { seed in
            let results = InterleavingResult.all(
                in: feedback(b: 0.5, lists: 200, seed: seed),
                Resampling(samples: 500)
            )
            return results[0].p < 0.05
        }
        // Five of a hundred by chance.
        #expect(found <= 13)
    }

    /// Lists of two articles with one entry of each ranking, of which those of some teams are clicked.
    @Test func winsLossesAndDrawsAreCountedByLists() throws {
        let clicked: [[Team]] = [[.a], [.b], [.b], [.a, .b], [], [.b]]
        let events = clicked.enumerated().flatMap { number, teams -> [FeedbackEvent] in
            let impression = FeedbackEvent.Impression(
                id: "\(number)",
                article: ArticleID("q\(number % 2)"),
                shown: ["one", "two"],
                experiment: FeedbackEvent.Experiment(name: "x", teams: [.a, .b])
            )
            return [.impression(impression)]
                + teams.map { .click(impression: "\(number)", entry: $0 == .a ? "one" : "two") }
        }
        let result = try #require(InterleavingResult.all(in: Feedback(events)).first)
        #expect(result.impressions == 6 && result.clicked == 5)
        #expect((result.clicksA, result.clicksB) == (2, 4) && (result.winsA, result.winsB) == (1, 3))
        // Three lists and half of the draw, of five.
        #expect(result.share == 0.7)
        // One article's lists are won once and lost once, the other's won twice and drawn once.
        let interval = try #require(result.interval)
        #expect(interval.low == 0.5 && abs(interval.high - 2.5 / 3) < 1e-12)
    }

    @Test func aListThatIsShownHasAHundredEntriesAtMost() throws {
        for (count, isTaken) in [(100, true), (101, false)] {
            let entries = (0..<count).map { "\"e\($0)\"" }.joined(separator: ",")
            let json = "{\"type\":\"impression\",\"id\":\"i\",\"article\":\"a\",\"shown\":[\(entries)]}"
            let event = try? FeedbackEvent(json: JSONDocument(Array(json.utf8)))
            #expect((event != nil) == isTaken)
        }
    }

    @Test func withoutClicksThereIsNothingToTell() throws {
        let impression = FeedbackEvent.Impression(
            id: "1",
            article: "a",
            shown: ["b"],
            experiment: FeedbackEvent.Experiment(name: "x", teams: [.a])
        )
        let result = try #require(InterleavingResult.all(in: Feedback([.impression(impression)])).first)
        #expect(result.share == nil && result.interval == nil && result.p == 1 && result.clicked == 0)
        #expect(InterleavingResult.all(in: Feedback([])).isEmpty)
    }
}
