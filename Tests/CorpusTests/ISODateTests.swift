import Kernels
import Testing

@testable import Corpus

@Suite struct ISODateTests {
    @Test func randomDatesAreReadAsTheReadingOfAllFormsReadsThem() {
        var random = SplitMix64(seed: 4)
        func number(_ highest: Int, _ width: Int) -> String {
            let digits = String(Int.random(in: 0...highest, using: &random))
            return String(repeating: "0", count: width - digits.count) + digits
        }
        var (read, refused) = (0, 0)
        for _ in 0..<5_000 {
            // Numbers a little beyond what there is.
            var text = "\(number(9999, 4))-\(number(13, 2))-\(number(32, 2))"
            if Bool.random(using: &random) {
                text += "T\(number(24, 2)):\(number(61, 2)):\(number(61, 2))Z"
            }
            let expected = DateReading.secondsSince1970(text)
            #expect(ISODate.secondsSince1970(text) == expected, "\(text)")
            if expected == nil { refused += 1 } else { read += 1 }
        }
        #expect(read > 1_000 && refused > 500)
    }

    @Test func whateverElseItReadsIsTheSame() {
        let others: [Unicode.Scalar] = [
            "-", "T", "t", ":", "Z", "z", " ", "/", ".", "+", "0", "9", "é", "\0",
        ]
        var random = SplitMix64(seed: 5)
        var read = 0
        for _ in 0..<5_000 {
            var scalars = Array(
                (Bool.random(using: &random) ? "2021-03-02" : "2021-03-02T10:36:00Z").unicodeScalars
            )
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<scalars.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: scalars[place] = others.randomElement(using: &random)!
                case 1: scalars.insert(others.randomElement(using: &random)!, at: place)
                default: scalars.remove(at: place)
                }
            }
            var text = ""
            text.unicodeScalars.append(contentsOf: scalars)
            guard let seconds = ISODate.secondsSince1970(text) else { continue }
            read += 1
            #expect(seconds == DateReading.secondsSince1970(text), "\(text)")
        }
        #expect(read > 1_000)
    }
}
