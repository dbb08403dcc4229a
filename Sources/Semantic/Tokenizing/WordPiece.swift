/// Cuts texts into the tokens of a BERT model: the ids are those of Hugging Face's `BertTokenizerFast`.
///
/// Reference: crate tokenizers 0.23 (BertNormalizer, BertPreTokenizer, WordPiece); greedy longest match as in
/// Wu et al., "Google's Neural Machine Translation System", 2016.
package struct WordPiece: Tokenizer {
    /// Entries that a vocabulary may have; the largest of a known BERT model, LaBSE's, has 501,153.
    package static let entryLimit = 1 << 20

    private let table: PieceTable
    /// Reads texts as they are.
    private let scanner: PieceScanner
    /// Reads texts that were folded as a whole, where some added token is to be found in those.
    private let foldedScanner: PieceScanner?
    private let start: Int32
    private let end: Int32

    /// - Parameter vocabulary: the entries by id.
    /// - Throws: ``TokenizerError`` where it is empty, too large, has an entry twice or lacks a token that
    ///   `settings` name (added tokens may be missing: they are ignored).
    package init(
        vocabulary: [String],
        settings: WordPieceSettings = WordPieceSettings()
    ) throws(TokenizerError) {
        try self.init(vocabulary: vocabulary, searchable: vocabulary.count, settings: settings)
    }

    /// - Parameter searchable: how many entries words are composed of; those behind are added tokens only.
    init(
        vocabulary: [String],
        searchable: Int,
        settings: WordPieceSettings
    ) throws(TokenizerError) {
        guard vocabulary.count <= Self.entryLimit else { throw .tooManyEntries(limit: Self.entryLimit) }
        var bytes: [UInt8] = []
        var ranges: [Range<Int>] = []
        ranges.reserveCapacity(vocabulary.count)
        for entry in vocabulary {
            let start = bytes.count
            bytes.append(contentsOf: entry.utf8)
            ranges.append(start..<bytes.count)
        }
        try self.init(bytes: bytes, ranges: ranges, searchable: searchable, settings: settings)
    }

    /// - Parameters:
    ///   - bytes: holds all entries, valid UTF-8, less than 4 GiB.
    ///   - ranges: where each lies, by id.
    init(
        bytes: [UInt8],
        ranges: [Range<Int>],
        searchable: Int,
        settings: WordPieceSettings
    ) throws(TokenizerError) {
        precondition((1...WordPieceSettings.longestWordLimit).contains(settings.longestWord))
        precondition(bytes.count <= UInt32.max)
        guard !ranges.isEmpty else { throw .emptyVocabulary }
        guard ranges.count <= Self.entryLimit else { throw .tooManyEntries(limit: Self.entryLimit) }
        let table = try PieceTable(
            bytes: bytes,
            ranges: ranges,
            searchable: searchable,
            continuation: Array(settings.continuation.utf8)
        )
        self.table = table

        // By bytes: as `String`s, canonically equivalent tokens would be one.
        var ids: [[UInt8]: Int32] = [:]
        for id in searchable..<ranges.count { ids[Array(bytes[ranges[id]])] = Int32(id) }
        func id(_ token: String) -> Int32? { table.id(of: token) ?? ids[Array(token.utf8)] }
        func requiredID(_ token: String, _ role: String) throws(TokenizerError) -> Int32 {
            guard let id = id(token) else { throw .missingToken(token, role: role) }
            return id
        }
        let unknown = try requiredID(settings.unknown, "unk_token")
        start = try requiredID(settings.start, "cls_token")
        end = try requiredID(settings.end, "sep_token")

        let folding = ScalarFolding(settings)
        func scanner(_ folding: ScalarFolding, isNormalized: Bool) -> PieceScanner {
            let tokens = settings.addedTokens.filter { $0.isNormalized == isNormalized }
                .compactMap { token in
                    id(token.content).map { id in
                        let content = Array(token.content.utf8)
                        return (token, isNormalized ? scannerFold(content) : content, id)
                    }
                }
            return PieceScanner(
                table,
                folding,
                AddedTokenMatcher(tokens),
                unknown: unknown,
                longestWord: settings.longestWord
            )
        }
        func scannerFold(_ content: [UInt8]) -> [UInt8] { folding.fold(content.span) }
        self.scanner = scanner(folding, isNormalized: false)
        foldedScanner =
            settings.addedTokens.contains(where: \.isNormalized)
            ? scanner(ScalarFolding(settings.withoutFolding), isNormalized: true)
            : nil
    }

    package var count: Int { table.count }

    package func vocabularyEntry(_ id: Int32) -> String { table[id] }

    package func ids(of text: String, limit: Int) -> [Int32] {
        precondition(limit >= 2)
        var output = PieceOutput(limit: limit - 1, first: start)
        scan(text, into: &output)
        return output.ids + CollectionOfOne(end)
    }

    /// As model2vec 0.10 does it: it encodes with `add_special_tokens=False`, cuts to the limit, then drops
    /// the unknown tokens, which the limit has counted. Special tokens that are written in the text, such as
    /// "[SEP]", are kept. (model2vec also cuts the text itself, before all this, to `limit` times the median
    /// length of an entry in characters; this is left to the caller.)
    package func pieces(of text: String, limit: Int) -> [Int32] {
        var output = PieceOutput(limit: limit)
        scan(text, into: &output)
        let ids = output.ids
        return ids.contains(scanner.unknown) ? ids.filter { $0 != scanner.unknown } : ids
    }

    private func scan(_ text: String, into output: inout PieceOutput) {
        let bytes = Array(text.utf8)
        guard let foldedScanner else {
            scanner.scan(bytes.span, into: &output)
            return
        }
        // Added tokens are found in the text first, in what lies between them after it was folded.
        let added = scanner.added
        var segment = 0
        var position = 0
        func scanSegment(_ end: Int) {
            let folded = scanner.folding.fold(bytes.span.extracting(segment..<end))
            foldedScanner.scan(folded.span, into: &output)
        }
        while position < bytes.count, !output.isFull {
            guard let match = added.match(bytes.span, at: position) else {
                position += 1
                continue
            }
            if let id = match.id {
                scanSegment(position)
                output.append(id)
                segment = match.end
            }
            position = match.end
        }
        scanSegment(bytes.count)
        output.cut()
    }
}
