/// Learns a WordPiece vocabulary from words and how often they occur.
///
/// Pairs of neighbouring pieces are joined, the most frequent first, until there are enough entries, as
/// Hugging Face's `WordPieceTrainer` does it (Sennrich, Haddow, Birch, "Neural Machine Translation of Rare
/// Words with Subword Units", ACL 2016, with "##" before pieces inside words). Ties go to the pair whose
/// pieces were known first, so the same words give the same vocabulary.
package struct VocabularyLearning: Sendable {
    /// Entries to learn, special ones included.
    package var entryCount = 30_000
    /// Characters that get entries of their own, the most frequent first; all others are unknown. Default
    /// 4,000: everyday Chinese has 3,755 (GB 2312, level 1), alphabets a hundred.
    package var characterLimit = 4_000
    /// Pairs of pieces that occur less often are not joined: what is seen once teaches nothing.
    package var leastCount = 2

    /// BERT's, which tokenizers look for by these names.
    package static let specialEntries = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    /// Characters of a word; WordPiece takes longer ones for unknown.
    private static let wordLimit = 100

    package init() {}

    /// The entries: special ones, characters, characters inside words, and joined pieces in the order found.
    ///
    /// - Parameter counts: how often each normalised, pre-tokenised word occurs.
    /// - Complexity: about O(characters of distinct words · log of their pairs · entries of a word).
    package func entries(from counts: [String: Int]) -> [String] {
        var pieces = PieceSplitting(
            counts.filter { $0.value > 0 && $0.key.unicodeScalars.count <= Self.wordLimit },
            characterLimit: characterLimit,
            specialEntries: Self.specialEntries
        )
        pieces.join(until: entryCount, leastCount: leastCount)
        return pieces.entries
    }
}

/// Two neighbouring pieces.
private struct PiecePair: Hashable, Comparable {
    var first: Int32
    var second: Int32

    static func < (a: PiecePair, b: PiecePair) -> Bool { (a.first, a.second) < (b.first, b.second) }
}

/// All words cut into pieces, and how often pieces are neighbours.
private struct PieceSplitting {
    private(set) var entries: [String]
    private var numbers: [String: Int32] = [:]
    /// The pieces of each word.
    private var words: [[Int32]] = []
    private var wordCounts: [Int] = []
    private var pairCounts: [PiecePair: Int] = [:]
    /// Words in which a pair was seen; it may have gone since.
    private var places: [PiecePair: [Int32]] = [:]
    private var queue = PairQueue()

    private static let inside = "##"

    init(_ counts: [String: Int], characterLimit: Int, specialEntries: [String]) {
        entries = specialEntries
        for (number, entry) in entries.enumerated() { numbers[entry] = Int32(number) }
        // Dictionaries have another order in every run.
        let sorted = counts.sorted { $0.key.unicodeScalars.lexicographicallyPrecedes($1.key.unicodeScalars) }
        let alphabet = Self.alphabet(of: sorted, limit: characterLimit)
        for character in alphabet { add(String(character)) }
        var insides: Set<Unicode.Scalar> = []
        for (word, _) in sorted { insides.formUnion(word.unicodeScalars.dropFirst()) }
        for character in alphabet where insides.contains(character) { add(Self.inside + String(character)) }
        for (word, count) in sorted {
            var pieces: [Int32] = []
            for (place, character) in word.unicodeScalars.enumerated() {
                let entry = place == 0 ? String(character) : Self.inside + String(character)
                if let number = numbers[entry] { pieces.append(number) }
            }
            words.append(pieces)
            wordCounts.append(count)
        }
        for word in words.indices { countPairs(of: word, sign: 1) }
        for (pair, count) in pairCounts { queue.push(pair, count) }
    }

    mutating func join(until entryCount: Int, leastCount: Int) {
        while entries.count < entryCount, let top = queue.pop() {
            let count = pairCounts[top.pair] ?? 0
            if count != top.count {
                // Joining others took from this one since it was queued.
                if count >= leastCount { queue.push(top.pair, count) }
                continue
            }
            if count < max(1, leastCount) { return }
            join(top.pair)
        }
    }

    private mutating func join(_ pair: PiecePair) {
        let second = entries[Int(pair.second)]
        let rest = second.hasPrefix(Self.inside) ? String(second.dropFirst(Self.inside.count)) : second
        let joined = add(entries[Int(pair.first)] + rest)
        var changed: Set<PiecePair> = []
        for place in places.removeValue(forKey: pair) ?? [] {
            let word = Int(place)
            let pieces = Self.joining(pair, in: words[word], to: joined)
            if pieces.count == words[word].count { continue }
            countPairs(of: word, sign: -1)
            words[word] = pieces
            countPairs(of: word, sign: 1) {
                if $0.first == joined || $0.second == joined { changed.insert($0) }
            }
        }
        for pair in changed {
            if let count = pairCounts[pair], count > 0 { queue.push(pair, count) }
        }
    }

    private static func joining(_ pair: PiecePair, in pieces: [Int32], to joined: Int32) -> [Int32] {
        var result: [Int32] = []
        var index = 0
        while index < pieces.count {
            if index + 1 < pieces.count, pieces[index] == pair.first, pieces[index + 1] == pair.second {
                result.append(joined)
                index += 2
            } else {
                result.append(pieces[index])
                index += 1
            }
        }
        return result
    }

    private mutating func countPairs(of word: Int, sign: Int, _ note: (PiecePair) -> Void = { _ in }) {
        let pieces = words[word]
        for index in pieces.indices.dropLast() {
            let pair = PiecePair(first: pieces[index], second: pieces[index + 1])
            pairCounts[pair, default: 0] += sign * wordCounts[word]
            if sign > 0, places[pair]?.last != Int32(word) { places[pair, default: []].append(Int32(word)) }
            note(pair)
        }
    }

    @discardableResult
    private mutating func add(_ entry: String) -> Int32 {
        if let known = numbers[entry] { return known }
        let number = Int32(entries.count)
        entries.append(entry)
        numbers[entry] = number
        return number
    }

    /// The most frequent characters, by code point.
    private static func alphabet(of words: [(key: String, value: Int)], limit: Int) -> [Unicode.Scalar] {
        var counts: [Unicode.Scalar: Int] = [:]
        for (word, count) in words {
            for character in word.unicodeScalars { counts[character, default: 0] += count }
        }
        let byCount = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        return byCount.prefix(limit).map(\.key).sorted()
    }
}

/// A heap of pairs, the most frequent on top, the lowest pair where counts are equal.
private struct PairQueue {
    struct HeapEntry {
        var pair: PiecePair
        var count: Int

        func precedes(_ other: HeapEntry) -> Bool {
            count != other.count ? count > other.count : pair < other.pair
        }
    }

    private var heap: [HeapEntry] = []

    mutating func push(_ pair: PiecePair, _ count: Int) {
        heap.append(HeapEntry(pair: pair, count: count))
        var child = heap.count - 1
        while child > 0, heap[child].precedes(heap[(child - 1) / 2]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> HeapEntry? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        if heap.isEmpty { return top }
        heap[0] = last
        var parent = 0
        while true {
            var best = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].precedes(heap[best]) { best = child }
            }
            if best == parent { return top }
            heap.swapAt(parent, best)
            parent = best
        }
    }
}
