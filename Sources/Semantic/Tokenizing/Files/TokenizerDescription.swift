/// What tokenizer.json says about a tokenizer.
struct TokenizerDescription: Decodable {
    /// What stands before and after a text: `TemplateProcessing`, `BertProcessing` or `RobertaProcessing`.
    struct PostProcessor: Decodable {
        /// One step of a template: a special token or, without that, the text.
        struct Step: Decodable {
            struct Special: Decodable { let id: String }

            let special: Special?

            enum CodingKeys: String, CodingKey { case special = "SpecialToken" }
        }

        /// A special token with its ids.
        struct Special: Decodable { let ids: [Int] }

        let type: String
        let single: [Step]?
        let specialTokens: [String: Special]?
        /// Text and id.
        let cls: WrittenToken?
        let sep: WrittenToken?

        enum CodingKeys: String, CodingKey {
            case type, single, cls, sep
            case specialTokens = "special_tokens"
        }
    }

    /// A token as BertProcessing writes it: `["[SEP]", 102]`.
    struct WrittenToken: Decodable {
        let content: String
        let id: Int

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            content = try values.decode(String.self)
            id = try values.decode(Int.self)
        }
    }

    struct Model: Decodable {
        let type: String?
        let unknownID: Int?
        let spellsUnknown: Bool?
        let unknown: String?
        let continuation: String?
        let longestWord: Int?

        enum CodingKeys: String, CodingKey {
            case type
            case unknownID = "unk_id"
            case spellsUnknown = "byte_fallback"
            case unknown = "unk_token"
            case continuation = "continuing_subword_prefix"
            case longestWord = "max_input_chars_per_word"
        }
    }

    let addedTokens: [AddedTokenDescription]?
    let normalizer: NormalizerDescription?
    let preTokenizer: PreTokenizerDescription?
    let postProcessor: PostProcessor?
    let model: Model

    private enum CodingKeys: String, CodingKey {
        case addedTokens = "added_tokens"
        case normalizer
        case preTokenizer = "pre_tokenizer"
        case postProcessor = "post_processor"
        case model
    }

    /// The tokenizer that the file describes: add a kind by adding a case.
    ///
    /// - Parameters:
    ///   - bytes: the file itself, for its vocabulary.
    ///   - pieces: its vocabulary, where that is a list.
    ///   - file: its path, for messages.
    func tokenizer(
        from bytes: [UInt8],
        _ pieces: ScoredPieces?,
        file: String
    ) throws(TokenizerError) -> any Tokenizer {
        switch (model.type, pieces) {
        case ("WordPiece", _): return try wordPiece(from: bytes, file: file)
        // The first files of this kind do not say so.
        case ("Unigram", let pieces?), (nil, let pieces?): return try unigram(pieces, file: file)
        case ("Unigram", nil):
            throw .damaged(
                file: file,
                line: nil,
                reason: "model.vocab is no list of pieces with their scores"
            )
        default:
            let found = model.type.map { String($0.prefix(60)) } ?? "missing"
            throw .unsupported(file: file, key: "model.type", found: found, supported: "WordPiece or Unigram")
        }
    }

    private func wordPiece(from bytes: [UInt8], file: String) throws(TokenizerError) -> WordPiece {
        func require(_ key: String, _ found: String?, _ supported: String) throws(TokenizerError) {
            guard found != supported else { return }
            let found = found.map { String($0.prefix(60)) } ?? "missing"
            throw .unsupported(file: file, key: key, found: found, supported: supported)
        }
        try require("normalizer.type", normalizer?.type, "BertNormalizer")
        try require("pre_tokenizer.type", preTokenizer?.type, "BertPreTokenizer")

        var settings = WordPieceSettings()
        settings.cleansText = normalizer?.cleansText ?? true
        settings.separatesIdeographs = normalizer?.separatesIdeographs ?? true
        settings.lowercases = normalizer?.lowercases ?? true
        settings.stripsAccents = normalizer?.stripsAccents ?? settings.lowercases
        settings.unknown = model.unknown ?? settings.unknown
        settings.continuation = model.continuation ?? settings.continuation
        settings.longestWord = model.longestWord ?? settings.longestWord
        guard (1...WordPieceSettings.longestWordLimit).contains(settings.longestWord) else {
            throw .unsupported(
                file: file,
                key: "model.max_input_chars_per_word",
                found: "\(settings.longestWord)",
                supported: "1 to \(WordPieceSettings.longestWordLimit)"
            )
        }
        (settings.start, settings.end) = try brackets(file)
        settings.addedTokens = addedTokens?.map(\.token) ?? []

        guard let vocabulary = VocabularyObject(json: bytes)?.entries else {
            throw .damaged(file: file, line: nil, reason: "model.vocab does not map entries to whole numbers")
        }
        return try WordPiece(
            vocabulary: entries(vocabulary, file),
            searchable: vocabulary.count,
            settings: settings
        )
    }

    /// The tokens before and after a text.
    private func brackets(_ file: String) throws(TokenizerError) -> (String, String) {
        switch postProcessor?.type {
        case "BertProcessing":
            if let start = postProcessor?.cls, let end = postProcessor?.sep {
                return (start.content, end.content)
            }
        case "TemplateProcessing": return try template(file)
        default: break
        }
        throw .unsupported(
            file: file,
            key: "post_processor.type",
            found: postProcessor.map { String($0.type.prefix(60)) } ?? "missing",
            supported: "TemplateProcessing or BertProcessing"
        )
    }

    /// What a template puts before and after a text.
    func template(_ file: String) throws(TokenizerError) -> (String, String) {
        let steps = postProcessor?.single ?? []
        guard steps.count == 3, let start = steps[0].special, steps[1].special == nil,
            let end = steps[2].special
        else {
            throw .unsupported(
                file: file,
                key: "post_processor.single",
                found: "another template",
                supported: "a special token, the text, a special token"
            )
        }
        return (start.id, end.id)
    }

    /// The vocabulary by id, behind it the added tokens that it lacks.
    private func entries(
        _ vocabulary: [(entry: String, id: Int)],
        _ file: String
    ) throws(TokenizerError) -> [String] {
        let total = vocabulary.count + (addedTokens?.count ?? 0)
        guard total <= WordPiece.entryLimit else { throw .tooManyEntries(limit: WordPiece.entryLimit) }
        var entries = [String?](repeating: nil, count: vocabulary.count)
        func put(_ entry: String, _ id: Int, _ key: String) throws(TokenizerError) {
            guard entries.indices.contains(id), entries[id] == nil else {
                throw .damaged(
                    file: file,
                    line: nil,
                    reason: "\(key) numbers its \(entries.count) entries other than from 0 on, each once"
                )
            }
            entries[id] = entry
        }
        for (entry, id) in vocabulary { try put(entry, id, "model.vocab") }
        for token in addedTokens ?? [] {
            if let id = token.id, id >= 0, id < vocabulary.count, entries[id].map(token.isWritten) ?? false {
                continue
            }
            entries.append(nil)
            try put(token.content, token.id ?? -1, "added_tokens")
        }
        return entries.compactMap(\.self)
    }
}
