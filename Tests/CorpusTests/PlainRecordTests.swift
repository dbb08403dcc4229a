import Corpus
import Foundation
import Kernels
import TestSupport
import Testing

/// Lines that are read straight from their bytes, against Foundation's decoder.
@Suite struct PlainRecordTests {
    private static let values: [String] = [
        "null", "true", "false", "7", "0", "-1", "01", "1.5", "1e3", "12345678901234567890", "\"\"",
        "\"text\"",
        #""a \"quoted\" \\ \/ \n\t\r \u00e9 \ud83d\ude00 \u2019""#, #""\ud83d""#, #""\u0000x""#, #""\b\f""#,
        "\" spaced \"", "\"caf\u{E9} \u{1F600}\"", "\"2021-03-02T10:36:00Z\"", "\"https://a.example/1\"",
        "[]", "{}",
        #"["a", "b"]"#, #"["a", 1]"#, #"[[["x"]]]"#, #"{"name": "N", "domain": "d.example"}"#,
        #"{"name": 3}"#,
        #"{"name": "N", "name": "M"}"#, #"[{"url": "u", "width": 640, "height": 1.5, "isCached": true}]"#,
        #"["u", {"url": "v", "width": 2, "more": [1, {"deep": null}]}]"#, #"[{"width": 3}]"#, "tru", "\"open",
        "[1,]", #"{"a" 1}"#, "nul", "--1", "1.", "\"tab\there\"", "9007199254740993", "0.1",
        "123456789.123456", #"{"tags": ["a", {"slug": "b"}, 3], "description": "A deep one"}"#,
        "\"law, Law,police\"",
        #"{"description": null, "lang": "de_AT", "tags": "x y"}"#, "\"a b\"", "\"noindex, follow\"",
        "\"/a/b\"",
        "1614681360", "\"true\"", "\" \"",
    ]
    private static let keys = [
        "id", "title", "excerpt", "body", "publishedDateTime", "date", "type", "language", "lang", "quality",
        "topics",
        "provider", "images", "originalUrl", "webUrl", "ampWebUrl", "cdnAmpWebUrl", "sourceUrl", "ampUrl",
        "cdnAmpUrl",
        "relatedPinned", "relatedExcluded", "relatedLocked", "published", "draft", "related", "heat",
        "caf\u{E9}", "", "tags", "categories", "category", "keywords", "taxonomies", "taxonomies.tags",
        "description",
        "summary", "seo", "seo.description", "extra", "pubDate", "lastmod", "expires", "series", "url",
        "permalink",
        "path", "pageKind", "redirect_to", "hidden", "robots", "status", "translationKey",
        #"t\u0069tle"#,
    ]

    /// The same object with an escaped key before its own, which leaves it to the decoder.
    private func twin(of line: [UInt8]) -> [UInt8] {
        guard let brace = line.firstIndex(of: UInt8(ascii: "{")) else { return line }
        return line[...brace] + Array(#""\u0061zz":0,"#.utf8) + line[(brace + 1)...]
    }

    private func expectTheSame(_ lines: [[UInt8]]) throws {
        let folder = try TemporaryFolder()
        func read(_ lines: [[UInt8]]) throws -> SourceReading {
            try folder.write("x.jsonl", lines.joined(separator: [0x0A]))
            return SourceReading(try #require(SourceListing([folder.path]).files.first), ReadingRules())
        }
        let (plain, decoded) = (try read(lines), try read(lines.map { twin(of: $0) }))
        #expect(plain.articles.count == decoded.articles.count)
        for (one, other) in zip(plain.articles, decoded.articles) where one != other {
            let line = String(decoding: lines[(one.origin?.line ?? 1) - 1], as: UTF8.self)
            Issue.record("\(line) is read as \(one) instead of \(other)")
            return
        }
        #expect(plain.problems == decoded.problems)
    }

    @Test func everyValueOfEveryKeyIsReadAlike() throws {
        var lines: [[UInt8]] = []
        for key in Self.keys {
            for value in Self.values {
                lines.append(Array("{\"title\":\"T\",\"id\":\"i\(lines.count)\",\"\(key)\": \(value) }".utf8))
                // Every other time it comes first, and there is no title.
                guard lines.count % 2 == 0 else { continue }
                lines.append(
                    Array("{\"\(key)\":\(value),\"webUrl\":\"u\(lines.count)\",\"excerpt\":\"E\"}".utf8)
                )
            }
        }
        try expectTheSame(lines)
    }

    @Test func randomObjectsAreReadAlike() throws {
        var random = SplitMix64(seed: 5)
        let lines: [[UInt8]] = (0..<2000).map { number in
            let members = (0..<Int(random.next() % 6)).map { _ in
                let key = Self.keys[Int(random.next() % UInt64(Self.keys.count))]
                return "\"\(key)\":\(Self.values[Int(random.next() % UInt64(Self.values.count))])"
            }
            let all = ["\"title\":\"T\"", "\"id\":\"n\(number)\""] + members
            return Array("{\(all.joined(separator: number % 3 == 0 ? " , " : ","))}".utf8)
        }
        try expectTheSame(lines)
    }

    @Test func damagedLinesAreReadAlike() throws {
        let whole = Array(
            """
            {"id": "a", "title": "A \\"b\\" \u{E9}\\u00e9", "provider": {"name": "N"}, "topics": ["x", "y"], "quality": 3.5, \
            "images": [{"url": "u", "width": 10, "isCached": false}], "unknown": {"deep": [1, null]}, "published": true}
            """.utf8
        )
        var random = SplitMix64(seed: 6)
        let lines: [[UInt8]] = (0..<3000).map { _ in
            var line = whole
            for _ in 0...Int(random.next() % 2) {
                // Behind the brace, before which the twin has nothing to add.
                let place = 1 + Int(random.next() % UInt64(line.count - 1))
                switch random.next() % 4 {
                case 0: line.remove(at: place)
                case 1: line[place] = UInt8(truncatingIfNeeded: random.next())
                case 2: line.insert(Array("\"\\{}[],:0 x".utf8)[Int(random.next() % 11)], at: place)
                default: line.removeSubrange(place...)
                }
                if line.count < 2 { line = whole }
            }
            return line.map { $0 == 0x0A ? 0x20 : $0 }
        }
        try expectTheSame(lines)
    }
}
