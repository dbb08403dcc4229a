import Evaluation
import Foundation
import Testing

@Suite struct NDCGTests {
    @Test func handComputedValue() {
        // Gains 0, 2, 1 at ranks 1, 2, 3 against the ideal 2, 1.
        let log3: Double = 1.584962500721156
        let expected = (2 / log3 + 1 / 2.0) / (2 / 1.0 + 1 / log3)
        let value = nDCG(["x", "b", "a", "y"], grades: ["a": 1, "b": 2, "y": 0], at: 10)
        #expect(abs(value - expected) < 1e-12)
    }

    @Test func boundaries() {
        #expect(nDCG(["a"], grades: ["a": 3], at: 10) == 1)
        #expect(nDCG([], grades: ["a": 3], at: 10) == 0)
        #expect(nDCG(["a"], grades: ["a": 0], at: 10) == 0)
        #expect(nDCG(["x", "a"], grades: ["a": 1], at: 1) == 0)
    }
}

@Suite struct QrelsTests {
    @Test func readsGradesBelowTheHeader() throws {
        let qrels = try Qrels(tsv: "query-id\tdoc-id\tgrade\nb\tx\t2\na\ty\t0\r\n")
        #expect(qrels.queries == ["a", "b"])
        #expect(qrels.grades["b"] == ["x": 2])
    }

    @Test(arguments: ["h\na\tb", "h\na\tb\tmany", "h\na\tb\t-1", "h\nabc"])
    func namesTheLineThatIsNoJudgement(text: String) {
        #expect(throws: Qrels.ParseError(line: 2)) { try Qrels(tsv: text) }
    }
}
