import Evaluation
import Foundation
import Testing

@Suite struct ReportTests {
    private let hostile = "<script>alert('x')</script> & \"quotes\" \u{202E}turned\u{7}"

    private func report(queries: Int, methods: Int = 2, hostileName: Bool = false) -> String {
        let ids = (0..<queries).map { "q" + String(10_000 + $0) }
        let names = [hostileName ? hostile : "ours", "theirs"].prefix(methods)
        let runs = names.enumerated().map { method, name in
            Run(
                name: name,
                Dictionary(
                    uniqueKeysWithValues: ids.enumerated().map { place, id in
                        // The first method finds less and less, the second always all but one.
                        let rank = method == 0 ? place % 12 + 1 : 2
                        let entries = (1...12).map {
                            Run.Entry(document: $0 == rank ? "right" : "other \($0)", score: -Double($0))
                        }
                        return (id, entries)
                    }
                )
            )
        }
        let grades = ["right": 2, "other 2": 0, "lost": 1]
        let qrels = Qrels(Dictionary(uniqueKeysWithValues: ids.map { ($0, grades) }))
        let result = EvaluationResult(
            runs,
            qrels: qrels,
            queries: ids,
            stories: Stories(),
            resampling: Resampling(samples: 100)
        )
        let hostile = hostile
        return EvaluationReport(
            title: "A & B",
            summary: "\(queries) queries",
            result: result,
            runs: runs,
            compared: (0, methods - 1),
            qrels: qrels,
            notes: [("duplicates", "0 < 1")],
            reading: ListReading(
                finished: lists(ids, qrels, cut: 0.5),
                open: lists(ids, qrels, cut: 0),
                Resampling(samples: 100)
            )
        ) { id in
            id == "lost" ? nil : .init(title: "\(id) \(hostile)", detail: hostile, excerpt: hostile)
        }
        .html()
    }

    /// A list of a right entry, a wrong one and one that nobody judged.
    private func lists(_ ids: [String], _ qrels: Qrels, cut: Double) -> JudgedLists {
        let entries = [("right", 0.9), ("other 2", 0.4), ("other 9", 0.3)].filter { $0.1 >= cut }
            .map { JudgedLists.Entry($0.0, probability: $0.1) }
        return JudgedLists(
            Dictionary(uniqueKeysWithValues: ids.map { ($0, entries) }),
            qrels: qrels,
            limit: 4
        )
    }

    @Test func theCurveOfListsIsDrawn() {
        let html = report(queries: 4)
        // Cut at .9 all is right and half of the places are filled; below half is wrong.
        #expect(html.contains("<path class=\"line\" d=\"M336.0 12.0L336.0 148.0L336.0 148.0\"/>"))
        #expect(html.contains("cx=\"336.0\" cy=\"12.0\""))
    }

    /// The elements that are open after each other, as a parser without mercy would find them.
    private func unbalanced(_ html: String) throws -> String? {
        let empty: Set = ["meta", "path"]
        var open: [String] = []
        for match in html.matches(
            of: try Regex(
                "<(/?)([a-z][a-z0-9]*)([^<>]*)>",
                as: (Substring, Substring, Substring, Substring).self
            )
        ) {
            let name = String(match.2)
            if empty.contains(name) { continue }
            if match.1.isEmpty { open.append(name) } else if open.popLast() != name { return String(match.0) }
        }
        return open.first
    }

    @Test(arguments: [(1, 1), (1, 2), (40, 1), (40, 2)])
    func pagesAreWellFormedAndNeedNothingElse(queries: Int, methods: Int) throws {
        let html = report(queries: queries, methods: methods)
        #expect(try unbalanced(html) == nil)
        #expect(html.hasPrefix("<!DOCTYPE html>"))
        for outside in [
            "http:", "https:", "src=", "url(", "@import", "<script", "<link", "<img", "nan", "inf\"",
        ] {
            #expect(!html.contains(outside), "\(outside)")
        }
        #expect(html.components(separatedBy: "<details").count - 1 == queries)
        #expect(html.contains("<div class=\"plot\">") == (methods == 2))
        #expect(html == report(queries: queries, methods: methods))
    }

    @Test func whatArticlesSayIsTextAndNothingElse() throws {
        let html = report(queries: 3, hostileName: true)
        #expect(try unbalanced(html) == nil)
        #expect(
            html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;quotes&quot;  turned ")
        )
        #expect(!html.contains("\u{202E}") && !html.contains("\u{7}"))
    }

    @Test func theWorstLossComesFirstAndIsOpen() throws {
        let html = report(queries: 24)
        let first = try #require(html.firstRange(of: "<details open>"))
        // Of the queries whose answer the first method has at rank 11 or 12, q10010 is the first by id.
        #expect(html[first.upperBound...].prefix(200).contains("q10010"))
        let hits = html.components(separatedBy: "<li class=\"hit\">").count - 1
        let bad = html.components(separatedBy: "<li class=\"bad\">").count - 1
        #expect(hits == 20 + 24 && bad == 22)
        #expect(html.contains("lost <small>grade") == false && html.contains("lost <small>not ranked"))
        #expect(html.contains("rank 11</small>"))
    }

    @Test func hugeEvaluationsShowTheWorst() {
        let html = report(queries: EvaluationReport.mostQueries + 5)
        #expect(html.components(separatedBy: "<details").count - 1 == EvaluationReport.mostQueries)
        #expect(html.contains(">5 more queries"))
    }
}
