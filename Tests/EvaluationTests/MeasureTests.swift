import Evaluation
import Foundation
import TestSupport
import Testing

@Suite struct MeasureTests {
    private func value(_ name: String, _ ranking: [String], _ grades: [String: Int]) throws -> Double {
        try #require(Measure(name)).value(JudgedRanking(ranking, judgements: grades))
    }

    @Test func handComputedValues() throws {
        let ranking = ["x", "b", "a", "y"]
        let grades = ["a": 1, "b": 2, "y": 0, "lost": 1]
        let log3: Double = 1.584962500721156
        // Gains 0, 2, 1 at ranks 1, 2, 3 against the ideal 2, 1, 1.
        let expected = (2 / log3 + 1 / 2.0) / (2 / 1.0 + 1 / log3 + 1 / 2.0)
        #expect(abs(try value("nDCG@10", ranking, grades) - expected) < 1e-12)
        #expect(abs(try value("AP@10", ranking, grades) - (1 / 2.0 + 2 / 3.0) / 3) < 1e-12)
        #expect(try value("RR@10", ranking, grades) == 0.5)
        #expect(try value("RR@1", ranking, grades) == 0)
        #expect(try value("P@5", ranking, grades) == 0.4)
        #expect(abs(try value("R@2", ranking, grades) - 1 / 3.0) < 1e-12)
        #expect(try value("Success@1", ranking, grades) == 0)
        #expect(try value("Success@2", ranking, grades) == 1)
        #expect(try value("Judged@10", ranking, grades) == 0.75)
    }

    @Test(arguments: ["nDCG@10", "AP@3", "RR@3", "P@3", "R@3", "Success@1"])
    func boundaries(name: String) throws {
        #expect(try value(name, [], ["a": 1]) == 0)
        #expect(try value(name, ["a"], [:]) == 0)
        #expect(try value(name, ["a"], ["a": 0]) == 0)
        #expect(try value(name, ["a", "b", "c"], ["a": 3, "b": 3, "c": 3]) == 1)
    }

    @Test func namesAreReadInAnyCaseAndWrittenAsIRMeasuresDoes() {
        #expect(Measure("ndcg@10")?.description == "nDCG@10")
        #expect(Measure("judged@5")?.description == "Judged@5")
        #expect(Measure("ap@1000")?.description == "AP@1000")
        for name in [
            "", "@", "nDCG@", "nDCG@0", "nDCG@-1", "nDCG@1001", "nDCG@x", "P", "AP", "nDCG@+1", "nDCG@01",
            "F1@3",
        ] {
            #expect(Measure(name) == nil, "\(name)")
        }
    }
}

/// Agreement with ir_measures on random runs; see Reference/make-reference.py.
@Suite struct ReferenceTests {
    struct Case: Decodable, Sendable {
        struct Expected: Decodable, Sendable {
            var mean: Double
            var queries: [String: Double]
        }
        /// A query, a document, and a grade or score.
        struct Line: Decodable, Sendable {
            var query, document: String
            var number: Double
            init(from decoder: any Decoder) throws {
                var container = try decoder.unkeyedContainer()
                query = try container.decode(String.self)
                document = try container.decode(String.self)
                number = try container.decode(Double.self)
            }
        }
        var qrels, run: [Line]
        var expected: [String: Expected]
    }

    static let cases: [Case] = {
        let path = SharedData.packageFolder + "/Tests/EvaluationTests/Reference/reference.json"
        let data = try? Data(contentsOf: URL(filePath: path))
        return data.flatMap { try? JSONDecoder().decode([Case].self, from: $0) } ?? []
    }()

    @Test func thereAreManyCases() {
        #expect(Self.cases.count >= 20)
        let tied = Self.cases.count { Set($0.run.map { "\($0.query) \($0.number)" }).count < $0.run.count }
        #expect(tied >= 20)
    }

    /// Every measure of every query and its mean, from files as a user has them.
    @Test(arguments: cases.indices)
    func everyMeasureIsEqual(number: Int) throws {
        let reference = Self.cases[number]
        let folder = try TemporaryFolder()
        let qrels = try #require(
            Qrels.read(
                try folder.write(
                    "qrels.trec",
                    reference.qrels.map { "\($0.query) 0 \($0.document) \(Int($0.number))\n" }.joined()
                )
            ).qrels
        )
        let run = try #require(
            Run.read(
                try folder.write(
                    "run.trec",
                    reference.run.map { "\($0.query) Q0 \($0.document) 1 \($0.number) tag\n" }.joined()
                )
            ).run
        )
        let measures = try reference.expected.keys.map { try #require(Measure($0)) }
        let result = EvaluationResult(
            [run],
            qrels: qrels,
            queries: qrels.queries,
            stories: Stories(),
            measures: measures,
            average: .query,
            resampling: Resampling(samples: 10)
        )
        for (index, measure) in measures.enumerated() {
            let expected = try #require(reference.expected[measure.description])
            #expect(abs(result.methods[0].means[index] - expected.mean) < 1e-9, "\(measure)")
            for (query, value) in zip(result.queries, result.methods[0].values[index]) {
                #expect(abs(value - (expected.queries[query] ?? -1)) < 1e-9, "\(measure) of \(query)")
            }
        }
    }

    /// A run written by us is ranked by others, who know nothing of our order of ties, as we rank it.
    @Test func writtenRunsKeepTheirOrderWhateverTheTies() throws {
        let folder = try TemporaryFolder()
        let entries = ["b", "c", "a", "d"].map { Run.Entry(document: $0, score: $0 == "d" ? 0.25 : 0.5) }
        let run = Run(name: "ours", ["q 1": entries, "p": [Run.Entry(document: "x", score: 1e-30)]])
        let path = try folder.write("ours.run", try #require(run.trecText()))
        let back = try #require(Run.read(path).run)
        #expect(back.name == "ours")
        #expect(back.rankings["q 1"]?.map(\.document) == ["b", "c", "a", "d"])
        #expect(try folder.text("ours.run").hasPrefix("p\tQ0\tx\t1\t1e-30\tours\n"))
        #expect(Run(name: "x", ["a\tb": entries]).trecText() == nil)
    }
}
