import Corpus
import Kernels

/// The sentences that many articles of a collection have under different titles: footers, notices of a publisher, "About
/// the author".
///
/// They tell nothing of what an article is a copy of. Only bodies have them: titles and excerpts are written for one
/// article.
package struct Boilerplate: Hashable, Sendable {
    /// Of a collection where nothing is known to be common.
    package static let none = Boilerplate(sorted: [])

    /// Titles under which a sentence must stand. Fewer are a story that several publishers print.
    static let fewestTitles = 4
    /// Words of a sentence that is looked at; shorter ones are repeated by chance.
    static let fewestWords = 5
    /// Sentences that are kept at most: those of one site's footers are some dozen, and a question reads all of them.
    private static let mostSentences = 65_536

    /// Hashes, ascending.
    private let sentences: [UInt64]

    private init(sorted sentences: [UInt64]) { self.sentences = sentences }

    /// The sentences of one body, and the title that they stand under, as hashes.
    struct Sentences {
        fileprivate let title: UInt64
        fileprivate let hashes: [UInt64]

        /// Nil where the article has no body.
        init?(of article: Article) {
            guard !article.body.isEmpty else { return nil }
            let body = FingerprintWords.first(FingerprintWords.bodyLimit, of: article.body)
            let title = FingerprintWords.first(FingerprintWords.titleLimit, of: article.plainTitle)
            self.title = Shingles.sequence(title)
            hashes = Boilerplate.ranges(in: body).compactMap { Boilerplate.hash(of: body[$0]) }
        }
    }

    /// - Parameter bodies: of a collection's articles; nil where one has none.
    /// - Complexity: O(n log n) for n sentences.
    init(_ bodies: some Collection<Sentences?>) {
        guard bodies.count >= Self.fewestTitles else {
            self = .none
            return
        }
        // A sentence that stands alone in its bucket is nobody else's: most need not be sorted.
        var counts = [UInt8](repeating: 0, count: 1 << 20)
        func bucket(_ hash: UInt64) -> Int { Int(hash >> 44) }
        for case .some(let body) in bodies {
            for hash in body.hashes where counts[bucket(hash)] < .max { counts[bucket(hash)] += 1 }
        }
        var all: [(sentence: UInt64, title: UInt64)] = []
        for case .some(let body) in bodies {
            for hash in body.hashes where counts[bucket(hash)] >= UInt8(Self.fewestTitles) {
                all.append((hash, body.title))
            }
        }
        all.sort { $0.sentence != $1.sentence ? $0.sentence < $1.sentence : $0.title < $1.title }
        var common: [UInt64] = []
        var start = 0
        while start < all.count, common.count < Self.mostSentences {
            var end = start
            var titles = 0
            while end < all.count, all[end].sentence == all[start].sentence {
                if end == start || all[end].title != all[end - 1].title { titles += 1 }
                end += 1
            }
            if titles >= Self.fewestTitles { common.append(all[start].sentence) }
            start = end
        }
        sentences = common
    }

    /// The sentences of a text.
    private static func ranges(in words: [FingerprintWord]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in words.indices.dropFirst() where words[index].startsSentence {
            ranges.append(start..<index)
            start = index
        }
        if start < words.count { ranges.append(start..<words.count) }
        return ranges
    }

    /// Nil for a sentence that is too short.
    private static func hash(of sentence: ArraySlice<FingerprintWord>) -> UInt64? {
        sentence.count < fewestWords ? nil : Shingles.sequence(sentence)
    }

    /// A text without the sentences that many have; nil where it is nearly all, or hardly any, of it.
    ///
    /// - Complexity: O(words + sentences x log of those known).
    func ownWords(of text: [FingerprintWord]) -> [FingerprintWord]? {
        guard !sentences.isEmpty else { return nil }
        var own: [FingerprintWord] = []
        for range in Self.ranges(in: text) where !(Self.hash(of: text[range]).map(contains) ?? false) {
            own += text[range]
        }
        // What is left of a story that many printed is a line or two of an editor's.
        let isSubstantial = own.count >= Self.fewestOwnWords && own.count * Self.ownShare >= text.count
        return own.count < text.count && isSubstantial ? own : nil
    }

    private static let (fewestOwnWords, ownShare) = (16, 10)

    private func contains(_ sentence: UInt64) -> Bool {
        var (low, high) = (0, sentences.count)
        while low < high {
            let middle = (low + high) / 2
            if sentences[middle] < sentence { low = middle + 1 } else { high = middle }
        }
        return low < sentences.count && sentences[low] == sentence
    }
}

extension Boilerplate {
    /// For a store.
    package var bytes: [UInt8] {
        PackedNumbers(sentences.flatMap { [UInt32(truncatingIfNeeded: $0), UInt32($0 >> 32)] }).bytes
    }

    /// Reads bytes of whatever origin; nil where they are not those of boilerplate.
    package init?(bytes: [UInt8]) {
        let numbers = PackedNumbers(bytes: bytes)
        guard bytes.count.isMultiple(of: 8), bytes.count / 8 <= Self.mostSentences else { return nil }
        let hashes = stride(from: 0, to: numbers.count, by: 2).map { index in
            UInt64(numbers[index]) | UInt64(numbers[index + 1]) << 32
        }
        guard zip(hashes, hashes.dropFirst()).allSatisfy({ $0 < $1 }) else { return nil }
        self.init(sorted: hashes)
    }
}
