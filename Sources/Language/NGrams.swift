/// The rows of the model that a text's n-grams and words lead to.
///
/// An n-gram has one to four characters, the spaces before and behind a word among them; a word counts as a whole, too.
/// Chinese characters count one by one.
enum NGrams {
    private static let gramSeed: UInt32 = 0x2545_F491
    private static let wordSeed: UInt32 = 0x6C07_8965
    private static let factor: UInt32 = 0x9E37_79B1
    private static let longestWord = 20

    /// - Parameters:
    ///   - letters: with a space at both ends.
    ///   - own: the rows of the script.
    /// - Complexity: O(letters).
    static func rows(of letters: [UInt32], in script: Script, _ own: Range<Int>) -> [UInt32] {
        var rows: [UInt32] = []
        rows.reserveCapacity(letters.count * 4)
        let space = LetterReader.space
        let isHan = script == .han
        let count = letters.count
        var word = wordSeed
        var wordLength = 0
        for start in 0..<count {
            let first = letters[start]
            if first == space {
                if wordLength >= 3, wordLength <= longestWord, !isHan { rows.append(row(word, own)) }
                (word, wordLength) = (wordSeed, 0)
            } else {
                word = (word ^ first) &* factor
                wordLength += 1
            }
            var state = (gramSeed ^ first) &* factor
            if first >= 0x80 { rows.append(row(state, own)) }
            if isHan || start + 1 >= count { continue }
            let second = letters[start + 1]
            if first == space, second == space { continue }
            state = (state ^ second) &* factor
            rows.append(row(state, own))
            if second == space || start + 2 >= count { continue }
            let third = letters[start + 2]
            state = (state ^ third) &* factor
            rows.append(row(state, own))
            if third == space || start + 3 >= count { continue }
            state = (state ^ letters[start + 3]) &* factor
            rows.append(row(state, own))
        }
        return rows
    }

    private static func row(_ hash: UInt32, _ own: Range<Int>) -> UInt32 {
        UInt32(truncatingIfNeeded: own.lowerBound)
            &+ UInt32(truncatingIfNeeded: (UInt64(hash) &* UInt64(own.count)) >> 32)
    }
}
