import Foundation
import TestSupport
import Testing

@testable import Language

struct LanguageDetectorTests {
    private let detector = LanguageDetector.standard

    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().path + "/Reference"

    private static func lines(_ name: String) throws -> [[String]] {
        try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8).split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// Two sentences each in 50 languages; hardly any may be unknown, none may be another language's.
    @Test func sentences() throws {
        let sentences = try Self.lines("sentences.tsv")
        #expect(Set(sentences.map { $0[0] }).count >= 40)
        var unknown = 0
        for line in sentences {
            let found = detector.language(of: line[1])
            if found == nil { unknown += 1 }
            // A Danish sentence may be a Norwegian one.
            let isLikeNorwegian = found == "nb" && line[0] == "da"
            #expect(found == nil || found == line[0] || isLikeNorwegian, "\(line)")
        }
        // Danish and the two forms of Norwegian are alike, and so are Slovene and Croatian.
        #expect(unknown <= 8, "\(unknown) are unknown")
    }

    /// What `models/languages/training/golden.py` says of the same model.
    @Test func sameAsInTraining() throws {
        let lines = try Self.lines("golden.tsv")
        #expect(lines.count >= 500)
        for line in lines {
            let text = line[1].replacing("\\n", with: "\n")
            #expect(detector.language(of: text) ?? "-" == line[0], "\(line)")
        }
    }

    @Test(arguments: [
        "", " ", "42", "Node v18.2.0", "v1.2.3-beta.4", "https://example.org/a/b?c=d", "README.md", "🎉🎉🎉",
        "x", "ab", "\u{301}\u{302}\u{303}", "npm install --save-dev", "GitHub", "foo_bar(baz)",
        "1, 2, 3 … 10",
        "\u{200B}\u{200D}\u{FEFF}", "...", "std::vector<int>", "#include <stdio.h>", "ISO 8601",
        "α + β", "я", "日", "C# 12", "Kubernetes", "Angela Merkel", "Mozilla Firefox", "Changelog",
        "user@example.org", "\u{0}\u{1}\u{7F}", "qzxw vkjq xzzq",
    ])
    func unknown(_ text: String) { #expect(detector.language(of: text) == nil) }

    @Test func scriptsDecide() {
        #expect(detector.guess("Ελλάδα")?.probability == 1)
        #expect(detector.language(of: "React と TypeScript の使い方") == "ja")
        #expect(detector.language(of: "한국어") == "ko")
        // As many letters of one script as of another.
        #expect(detector.language(of: "Ελλάδα ქართლი Ελλάδα ქართლი") == nil)
    }

    @Test func accentsApartAreTheSame() {
        let text = "Warum unser Garten drei Jahre brauchte, bis für die Bäume Übergänge gefunden wären"
        #expect(
            detector.guess(text.decomposedStringWithCanonicalMapping)
                == detector.guess(text.precomposedStringWithCanonicalMapping)
        )
        #expect(detector.language(of: text) == "de")
    }

    /// Only the beginning is read, and nothing that can be written is too much.
    @Test func anythingAtAll() {
        let sentence = "Die Stadt baut im Frühling eine neue Brücke über den Fluss. "
        let long = String(repeating: sentence, count: 20_000)
        #expect(detector.language(of: long) == "de")
        #expect(detector.guess(long) == detector.guess(String(repeating: sentence, count: 30)))
        #expect(detector.language(of: String(repeating: " ", count: 1_000_000) + sentence) == nil)
        _ = detector.guess(String(repeating: "a\u{301}", count: 100_000))
        #expect(detector.language(of: String(repeating: "𠀀", count: 5000)).map { $0.hasPrefix("zh") } ?? true)
        for cut in 4090..<4100 {
            _ = detector.guess(String(repeating: "-", count: cut - 3) + "日本語" + "\u{1F600}")
        }
        var seed: UInt64 = 7
        for _ in 0..<300 {
            let bytes = (0..<40).map { _ in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1
                return UInt8(truncatingIfNeeded: seed >> 56)
            }
            _ = detector.guess(String(decoding: bytes, as: UTF8.self))
        }
    }

    @Test func powersOfE() {
        for x in stride(from: -13.9, through: 0, by: 0.37) {
            #expect(abs(LanguageModel.exponential(x) / exp(x) - 1) < 1e-12)
        }
        #expect(LanguageModel.exponential(-1000) == 0 && LanguageModel.exponential(0) == 1)
    }

    @Test func damagedModels() {
        #expect(LanguageModel(bytes: []) == nil)
        #expect(LanguageModel(bytes: Array("KLD1".utf8)) == nil)
        #expect(LanguageModel(bytes: [UInt8](repeating: 0xFF, count: 500)) == nil)
    }
}

private let titlesPath =
    URL(filePath: #filePath).deletingLastPathComponent().path
    + "/../../../shared/corpora/multilingual/detect.jsonl"

/// Titles of a development corpus, where it is at hand.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: titlesPath)))
struct LanguageTitlesTests {
    private struct Title: Decodable {
        var text: String
        var language: String

        /// Whether there are five words, two characters counting as one where there are no spaces.
        var isLong: Bool {
            let hasSpaces = !["ja", "th"].contains(language) && !language.hasPrefix("zh")
            return hasSpaces
                ? text.split(whereSeparator: \.isWhitespace).count >= 5 : text.unicodeScalars.count >= 10
        }
    }

    @Test func titles() throws {
        let lines = try String(contentsOfFile: titlesPath, encoding: .utf8).split(separator: "\n")
        // One in three, so that it takes a second.
        var (long, right, wrong, short, shortWrong) = (0, 0, 0, 0, 0)
        for (number, line) in lines.enumerated() where number % 3 == 0 {
            let title = try JSONDecoder().decode(Title.self, from: Data(line.utf8))
            let found = LanguageDetector.standard.language(of: title.text)
            // A fifth of those that are called traditional are in simplified characters.
            let isRight = found.map { $0.prefix(2) == title.language.prefix(2) } ?? false
            let isWrong = found != nil && !isRight
            if title.isLong {
                long += 1
                right += isRight ? 1 : 0
                wrong += isWrong ? 1 : 0
            } else {
                short += 1
                shortWrong += isWrong ? 1 : 0
            }
        }
        #expect(Double(right) >= 0.97 * Double(long), "\(right) of \(long)")
        #expect(Double(wrong) <= 0.01 * Double(long), "\(wrong) of \(long)")
        #expect(Double(shortWrong) <= 0.03 * Double(short), "\(shortWrong) of \(short)")
    }
}
