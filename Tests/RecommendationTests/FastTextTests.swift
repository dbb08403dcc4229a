import Kernels
import Testing

@testable import Recommendation

/// What reads texts fast, against the plain way to the same.
@Suite struct FastTextTests {
    @Test func sketchesAreTheSmallestOfTheSortedSet() {
        var generator = SplitMix64(seed: 3)
        for round in 0..<400 {
            // Few different values make many equal ones.
            let range: UInt64 = round % 2 == 0 ? 40 : 65_536
            let hashes = (0..<(round % 90)).map { _ in UInt16(generator.next() % range) }
            let capacity = 1 + round % 33
            var sketch: [UInt16] = [9, 7]
            HashSketch.append(capacity, of: hashes, to: &sketch)
            #expect(sketch == [9, 7] + Set(hashes).sorted().prefix(capacity))
        }
        var sketch: [UInt16] = []
        HashSketch.append(2, of: [.max, .max, .max - 1, .max], to: &sketch)
        #expect(sketch == [.max - 1, .max])
    }

    @Test func titlesOfOneByteACharacterAreReadAsAllOthers() {
        var generator = SplitMix64(seed: 5)
        let parts = [
            "Part", "2", "v1.2", " ", "-", "$5", "%", "March", "III", "#", "(", ")", "of", "2021", ":", "A",
            "z9",
        ]
        for _ in 0..<500 {
            let title = (0..<(generator.next() % 12)).map { _ in
                parts[Int(generator.next() % UInt64(parts.count))]
            }.joined(separator: generator.next() % 2 == 0 ? " " : "")
            // Spaces behind it are no tokens, and too many for the short way.
            let padded = title + " " + String(repeating: " ", count: 1100)
            let series = TitleNumbers.series(title)
            let paddedSeries = TitleNumbers.series(padded)
            #expect(series?.form == paddedSeries?.form)
            #expect(series?.number == paddedSeries?.number)
            #expect(TitleNumbers(title) == TitleNumbers(padded), "\(title)")
        }
    }
}
