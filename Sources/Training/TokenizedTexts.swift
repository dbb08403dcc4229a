/// Texts as token numbers, one after the other in one buffer.
package struct TokenizedTexts: Sendable {
    package private(set) var tokens: [Int32] = []
    /// Where each text begins in `tokens`, and at last where the last one ends: one more than texts.
    package private(set) var starts: [Int] = [0]

    package init() {}

    /// Some texts of others, in the order named.
    init(_ rows: ArraySlice<Int32>, of others: TokenizedTexts) {
        starts.reserveCapacity(rows.count + 1)
        tokens.reserveCapacity(rows.reduce(0) { $0 + others[Int($1)].count })
        for row in rows { append(others[Int(row)]) }
    }

    package var count: Int { starts.count - 1 }

    package subscript(text: Int) -> ArraySlice<Int32> { tokens[starts[text]..<starts[text + 1]] }

    package mutating func append(_ text: some Sequence<Int32>) {
        tokens.append(contentsOf: text)
        starts.append(tokens.count)
    }

    /// For each text the number of the first one with the same tokens.
    ///
    /// - Complexity: O(tokens), expected.
    func firstCopies() -> [Int32] {
        var first: [ArraySlice<Int32>: Int32] = [:]
        first.reserveCapacity(count)
        return (0..<count).map { text in
            let number = Int32(text)
            if let known = first[self[text]] { return known }
            first[self[text]] = number
            return number
        }
    }
}

/// In which texts each token occurs: the same numbers as `TokenizedTexts`, sorted by token.
struct TokenOccurrences: Sendable {
    /// Numbers of texts, ascending for each token; a text in which a token occurs twice comes twice.
    let texts: [Int32]
    /// Where each token's texts begin in `texts`; one more than the vocabulary has entries.
    let starts: [Int]

    /// - Complexity: O(tokens + vocabulary).
    init(in texts: TokenizedTexts, vocabularyCount: Int) {
        var starts = [Int](repeating: 0, count: vocabularyCount + 1)
        for token in texts.tokens { starts[Int(token) + 1] += 1 }
        for token in 0..<vocabularyCount { starts[token + 1] += starts[token] }
        var next = starts
        var sorted = [Int32](repeating: 0, count: texts.tokens.count)
        for text in 0..<texts.count {
            for token in texts[text] {
                sorted[next[Int(token)]] = Int32(text)
                next[Int(token)] += 1
            }
        }
        self.texts = sorted
        self.starts = starts
    }
}
