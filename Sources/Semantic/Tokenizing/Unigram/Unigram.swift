/// Cuts texts into the tokens of a model with a SentencePiece vocabulary of type unigram, such as XLM-R's: the ids are those
/// of Hugging Face's tokenizers.
///
/// Reference: crate tokenizers 0.23 (Unigram, Precompiled, WhitespaceSplit, Metaspace, AddedVocabulary); Kudo, "Subword
/// Regularization", ACL 2018.
package struct Unigram: Tokenizer {
    private let pieces: UnigramPieces
    private let settings: UnigramSettings
    /// Added tokens that are found in a text as it stands.
    private let added: AddedTokenMatcher
    /// Those that are found in what the text has become.
    private let normalizedAdded: AddedTokenMatcher
    /// All entries' UTF-8, one behind the other, and where each ends.
    private let entries: [UInt8]
    private let ends: [Int]

    /// - Parameters:
    ///   - vocabulary: at least one piece.
    ///   - addedEntries: entries behind the pieces, which are added tokens only.
    ///   - unknown, settings: their ids are those of entries.
    init(
        _ vocabulary: ScoredPieces,
        addedEntries: [String],
        unknown: Int32,
        spellsUnknown: Bool,
        settings: UnigramSettings
    ) {
        pieces = UnigramPieces(vocabulary, unknown: unknown, spellsUnknown: spellsUnknown)
        self.settings = settings
        var (entries, ends) = (vocabulary.bytes, vocabulary.ranges.map(\.upperBound))
        for entry in addedEntries {
            entries += Array(entry.utf8)
            ends.append(entries.count)
        }
        self.entries = entries
        self.ends = ends
        func matcher(isNormalized: Bool) -> AddedTokenMatcher {
            AddedTokenMatcher(
                settings.addedTokens.filter { $0.token.isNormalized == isNormalized }.map { token, id in
                    let content = Array(token.content.utf8)
                    return (token, isNormalized ? settings.normalizer.apply(content) : content, id)
                }
            )
        }
        added = matcher(isNormalized: false)
        normalizedAdded = matcher(isNormalized: true)
    }

    package var count: Int { ends.count }

    package func vocabularyEntry(_ id: Int32) -> String {
        let start = id == 0 ? 0 : ends[Int(id) - 1]
        return String(decoding: entries[start..<ends[Int(id)]], as: UTF8.self)
    }

    /// - Complexity: linear in the text.
    package func ids(of text: String, limit: Int) -> [Int32] {
        precondition(limit >= 2)
        let output = scan(text, into: PieceOutput(limit: limit - 1, first: settings.start))
        return output.ids + CollectionOfOne(settings.end)
    }

    package func pieces(of text: String, limit: Int) -> [Int32] {
        let ids = scan(text, into: PieceOutput(limit: limit)).ids
        return ids.contains(pieces.unknown) ? ids.filter { $0 != pieces.unknown } : ids
    }

    private func scan(_ text: String, into output: PieceOutput) -> PieceOutput {
        var cutter = WordCutter(settings, BestPath(pieces), output)
        let bytes = Array(text.utf8)
        for part in added.parts(of: bytes.span) where !cutter.output.isFull {
            guard part.id == nil else {
                cutter.output.append(part.id ?? 0)
                continue
            }
            let stretch = part.range.count == bytes.count ? bytes : Array(bytes[part.range])
            let normalized = settings.normalizer.apply(stretch)
            let isBeginning =
                settings.mark?.place == .first && part.range.lowerBound == 0
                && settings.normalizer.keepsBeginning(of: stretch)
            for inner in normalizedAdded.parts(of: normalized.span) where !cutter.output.isFull {
                if let id = inner.id {
                    cutter.output.append(id)
                } else {
                    let isFirst = isBeginning && inner.range.lowerBound == 0
                    cutter.cut(normalized.span, inner.range, isFirst: isFirst)
                }
            }
        }
        return cutter.output
    }
}

/// Cuts what has no added token in it into words, and these into pieces.
private struct WordCutter {
    private let settings: UnigramSettings
    private var path: BestPath
    /// The word at hand, with its spaces written out; kept from word to word.
    private var word: [UInt8] = []
    var output: PieceOutput

    init(_ settings: UnigramSettings, _ path: BestPath, _ output: PieceOutput) {
        (self.settings, self.path, self.output) = (settings, path, output)
    }

    /// - Parameter isFirst: whether the text begins here.
    mutating func cut(_ text: Span<UInt8>, _ range: Range<Int>, isFirst: Bool) {
        guard settings.splitsAtSpace else { return take(text, range, isFirst: isFirst) }
        var position = range.lowerBound
        var start = position
        while position < range.upperBound, !output.isFull {
            let (scalar, next) = text.scalar(at: position)
            if WhiteSpace.contains(scalar.value) {
                if start < position { take(text, start..<position, isFirst: false) }
                start = next
            }
            position = next
        }
        if start < position { take(text, start..<position, isFirst: false) }
    }

    /// Takes a stretch of text, with its spaces written out as pieces have them.
    private mutating func take(_ text: Span<UInt8>, _ range: Range<Int>, isFirst: Bool) {
        guard let mark = settings.mark else { return path.append(text, range, to: &output) }
        // A span of a property would keep the others from changing.
        var word = self.word
        self.word = []
        defer { self.word = word }
        word.removeAll(keepingCapacity: true)
        for position in range {
            if text[position] == 0x20 { word += mark.bytes } else { word.append(text[position]) }
        }
        if mark.place == .always || mark.place == .first && isFirst, !word.starts(with: mark.bytes) {
            word.insert(contentsOf: mark.bytes, at: 0)
        }
        guard mark.splits else { return path.append(word.span, 0..<word.count, to: &output) }
        var start = 0
        for position in 1..<word.count where !output.isFull && mark.stands(in: word.span, at: position) {
            path.append(word.span, start..<position, to: &output)
            start = position
        }
        if !output.isFull { path.append(word.span, start..<word.count, to: &output) }
    }
}

/// How a ``Unigram`` tokenizer reads texts.
struct UnigramSettings: Sendable {
    /// What spaces are written as (`Metaspace`).
    struct Mark: Sendable {
        /// Where one is put before what does not begin with one.
        enum Place: String, Decodable, Sendable { case always, first, never }

        /// A character in UTF-8.
        var bytes: [UInt8]
        var place: Place
        /// Whether each begins a word.
        var splits: Bool

        @inline(__always) func stands(in text: Span<UInt8>, at position: Int) -> Bool {
            guard text[position] == bytes[0], text.count - position >= bytes.count else { return false }
            for place in 1..<bytes.count where text[position + place] != bytes[place] { return false }
            return true
        }
    }

    var normalizer = TextNormalizer(steps: [])
    /// Whether white space separates words and is of no account itself (`WhitespaceSplit`).
    var splitsAtSpace = false
    var mark: Mark?
    var addedTokens: [(token: AddedToken, id: Int32)] = []
    /// The token before a text.
    var start: Int32
    /// The token after it.
    var end: Int32
}
