/// What tokenizer_config.json says about a WordPiece tokenizer.
struct TokenizerConfiguration: Decodable {
    /// A special token: its text, or an object with its text as `content`.
    private struct Name: Decodable {
        let content: String

        private enum CodingKeys: CodingKey { case content }

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                content = text
            } else {
                content = try decoder.container(keyedBy: CodingKeys.self).decode(
                    String.self,
                    forKey: .content
                )
            }
        }
    }

    private let lowercases: Bool?
    private let stripsAccents: Bool?
    private let separatesIdeographs: Bool?
    private let kind: String?
    private let unknown: Name?
    private let start: Name?
    private let end: Name?
    private let padding: Name?
    private let mask: Name?
    private let addedTokens: [String: AddedTokenDescription]?

    private enum CodingKeys: String, CodingKey {
        case lowercases = "do_lower_case"
        case stripsAccents = "strip_accents"
        case separatesIdeographs = "tokenize_chinese_chars"
        case kind = "tokenizer_class"
        case unknown = "unk_token"
        case start = "cls_token"
        case end = "sep_token"
        case padding = "pad_token"
        case mask = "mask_token"
        case addedTokens = "added_tokens_decoder"
    }

    /// Tokenizers of transformers that are BERT's under another name.
    private static let kinds: Set<String> = [
        "BertTokenizer", "DistilBertTokenizer", "ElectraTokenizer", "MobileBertTokenizer",
    ]

    /// - Parameter file: for messages.
    func settings(file: String) throws(TokenizerError) -> WordPieceSettings {
        if let kind {
            let plain = kind.hasSuffix("Fast") ? String(kind.dropLast(4)) : kind
            guard Self.kinds.contains(plain) || plain == "PreTrainedTokenizer" || plain == "TokenizersBackend"
            else {
                throw .unsupported(
                    file: file,
                    key: "tokenizer_class",
                    found: String(kind.prefix(60)),
                    supported: "BertTokenizer"
                )
            }
        }
        var settings = WordPieceSettings()
        settings.lowercases = lowercases ?? true
        settings.stripsAccents = stripsAccents ?? settings.lowercases
        settings.separatesIdeographs = separatesIdeographs ?? true
        settings.unknown = unknown?.content ?? settings.unknown
        settings.start = start?.content ?? settings.start
        settings.end = end?.content ?? settings.end
        if let addedTokens {
            settings.addedTokens = addedTokens.values.map(\.token)
        } else {
            let names = [
                padding?.content ?? "[PAD]", settings.unknown, settings.start, settings.end,
                mask?.content ?? "[MASK]",
            ]
            settings.addedTokens = names.map { AddedToken($0) }
        }
        return settings
    }
}

/// An added token as tokenizer.json and tokenizer_config.json describe it.
struct AddedTokenDescription: Decodable {
    let id: Int?
    let content: String
    private let isWholeWord: Bool?
    private let isNormalized: Bool?
    private let takesSpaceBefore: Bool?
    private let takesSpaceAfter: Bool?

    private enum CodingKeys: String, CodingKey {
        case id
        case content
        case isWholeWord = "single_word"
        case isNormalized = "normalized"
        case takesSpaceBefore = "lstrip"
        case takesSpaceAfter = "rstrip"
    }

    /// Whether this is the text of an entry, scalar by scalar.
    func isWritten(_ entry: String) -> Bool { content.utf8.elementsEqual(entry.utf8) }

    var token: AddedToken {
        var token = AddedToken(
            content,
            isNormalized: isNormalized ?? false,
            isWholeWord: isWholeWord ?? false
        )
        token.takesSpaceBefore = takesSpaceBefore ?? false
        token.takesSpaceAfter = takesSpaceAfter ?? false
        return token
    }
}
