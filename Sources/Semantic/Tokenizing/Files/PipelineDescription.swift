/// What tokenizer.json says is done to a text before it is cut, `normalizer`: one kind, or a list of several.
struct NormalizerDescription: Decodable {
    /// What `Replace` looks for.
    struct Pattern: Decodable {
        let text: String?
        let expression: String?

        enum CodingKeys: String, CodingKey {
            case text = "String"
            case expression = "Regex"
        }
    }

    let type: String
    /// Of `Sequence`.
    let normalizers: [NormalizerDescription]?
    /// Of `BertNormalizer`.
    let cleansText: Bool?
    let separatesIdeographs: Bool?
    let stripsAccents: Bool?
    let lowercases: Bool?
    /// Of `Precompiled`, in base 64.
    let characterMap: String?
    /// Of `Replace`.
    let pattern: Pattern?
    let content: String?
    /// Of `Prepend`.
    let prepend: String?
    /// Of `Strip`.
    let stripsLeft: Bool?
    let stripsRight: Bool?

    enum CodingKeys: String, CodingKey {
        case type, normalizers, pattern, content, prepend
        case cleansText = "clean_text"
        case separatesIdeographs = "handle_chinese_chars"
        case stripsAccents = "strip_accents"
        case lowercases = "lowercase"
        case characterMap = "precompiled_charsmap"
        case stripsLeft = "strip_left"
        case stripsRight = "strip_right"
    }
}

/// What tokenizer.json says of how a text is cut into words, `pre_tokenizer`: one kind, or a list of several.
struct PreTokenizerDescription: Decodable {
    let type: String
    /// Of `Sequence`.
    let parts: [PreTokenizerDescription]?
    /// Of `Metaspace`.
    let replacement: String?
    let addsPrefixSpace: Bool?
    let prependScheme: String?
    let splits: Bool?

    enum CodingKeys: String, CodingKey {
        case type, replacement
        case parts = "pretokenizers"
        case addsPrefixSpace = "add_prefix_space"
        case prependScheme = "prepend_scheme"
        case splits = "split"
    }
}
