import Kernels
import Testing

@testable import Recommendation

@Suite struct TitleTokensTests {
    private struct Plain: Equatable {
        var text: String
        var kind: TitleTokens.Kind
    }

    /// The same, scalar by scalar.
    private func plainTokens(_ title: String) -> [Plain] {
        let scalars = Array(title.lowercased().unicodeScalars.prefix(1024))
        func isDigit(_ index: Int) -> Bool { ("0"..."9").contains(scalars[index]) }
        func isLetter(_ index: Int) -> Bool { scalars[index].properties.isAlphabetic }
        var tokens: [Plain] = []
        var index = 0
        while index < scalars.count {
            let start = index
            var kind = TitleTokens.Kind.word
            if isDigit(index) {
                while index < scalars.count, isDigit(index) { index += 1 }
                kind = .number(
                    before: start > 0 ? scalars[start - 1] : nil,
                    after: index < scalars.count ? scalars[index] : nil
                )
            } else if isLetter(index) {
                while index < scalars.count, isLetter(index) { index += 1 }
            } else {
                index += 1
                if !"%$€£¥₹°".unicodeScalars.contains(scalars[start]) { continue }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars[start..<index])
            tokens.append(Plain(text: text, kind: kind))
        }
        return Array(tokens.prefix(2 * FingerprintWords.titleLimit))
    }

    private func tokens(_ title: String) -> [Plain] {
        let tokens = TitleTokens(title)
        return tokens.all.indices.map {
            Plain(text: String(decoding: tokens.bytes($0), as: UTF8.self), kind: tokens.all[$0].kind)
        }
    }

    @Test func randomTitlesHaveTheTokensThatReadingCharacterByCharacterGives() {
        let parts = [
            "Part ", "II", "a", "Z", "1", "23", "2021", " ", "  ", "-", ".", ",", ":", "/", "#", "(", ")",
            "%", "$", "€", "£",
            "¥", "₹", "°", "é", "E\u{301}", "ß", "İ", "Σ", "Я", "часть ", "東京", "कि", "ﬁ", "①", "½", "٣",
            "\u{1F600}", "\0",
            "@", "[", "`", "{", "º",
        ]
        var random = SplitMix64(seed: 6)
        for _ in 0..<3_000 {
            let title = (0..<Int.random(in: 0...24, using: &random))
                .map { _ in parts.randomElement(using: &random)! }.joined()
            #expect(tokens(title) == plainTokens(title), "\(title)")
        }
    }

    @Test func longTitlesAreCutAtTheSamePlace() {
        for title in [
            String(repeating: "a 1 ", count: 40), String(repeating: "é", count: 2_000) + " 1",
            String(repeating: "-", count: 1_022) + "1234", String(repeating: "%", count: 100),
        ] {
            #expect(tokens(title) == plainTokens(title))
        }
    }

    @Test func wordsAreAskedForByTheirPlace() {
        let tokens = TitleTokens("Teil 3: Äpfel")
        #expect(tokens.word(0) == "teil" && tokens.word(2) == "äpfel")
        #expect(tokens.word(-1) == nil && tokens.word(1) == nil && tokens.word(3) == nil)
        #expect(tokens.isNumber(1) && !tokens.isNumber(0))
    }
}
