import Foundation

/// Makes a ``Unigram`` of what tokenizer.json says.
extension TokenizerDescription {
    /// Steps of a normalizer, and how many times longer than a text they may make it.
    private static let (stepLimit, growthLimit) = (32, 1000)
    /// Bytes of an added token: each is compared at each place of a text.
    private static let addedTokenLimit = 256

    func unigram(_ pieces: ScoredPieces, file: String) throws(TokenizerError) -> Unigram {
        guard !pieces.scores.isEmpty else { throw .emptyVocabulary }
        guard let unknown = model.unknownID, pieces.scores.indices.contains(unknown) else {
            throw .unsupported(
                file: file,
                key: "model.unk_id",
                found: model.unknownID.map(String.init) ?? "missing",
                supported: "the number of a piece"
            )
        }
        let (added, entries) = try addedTokens(pieces, file)
        let count = pieces.scores.count + entries.count
        guard count <= ScoredPieces.entryLimit else { throw .tooManyEntries(limit: ScoredPieces.entryLimit) }
        let (start, end) = try brackets(file, count: count)
        var settings = UnigramSettings(start: start, end: end)
        settings.addedTokens = added
        settings.normalizer = try normalizer(file)
        (settings.splitsAtSpace, settings.mark) = try words(file)
        return Unigram(
            pieces,
            addedEntries: entries,
            unknown: Int32(unknown),
            spellsUnknown: model.spellsUnknown ?? false,
            settings: settings
        )
    }

    private func unsupported(_ file: String, _ key: String, _ found: String, _ supported: String)
        -> TokenizerError
    {
        .unsupported(file: file, key: key, found: String(found.prefix(60)), supported: supported)
    }

    /// The added tokens with their ids, and those of them that are no pieces, whose ids follow.
    private func addedTokens(
        _ pieces: ScoredPieces,
        _ file: String
    ) throws(TokenizerError) -> (tokens: [(token: AddedToken, id: Int32)], entries: [String]) {
        var tokens: [(token: AddedToken, id: Int32)] = []
        var entries: [String] = []
        for description in (addedTokens ?? []).sorted(by: { $0.id ?? 0 < $1.id ?? 0 }) {
            let content = description.content
            guard (1...Self.addedTokenLimit).contains(content.utf8.count) else {
                throw unsupported(
                    file,
                    "added_tokens.content",
                    "of \(content.utf8.count) bytes",
                    "1 to \(Self.addedTokenLimit)"
                )
            }
            let id = description.id ?? -1
            if pieces.ranges.indices.contains(id) {
                guard pieces.bytes[pieces.ranges[id]].elementsEqual(content.utf8) else {
                    let name = content.prefix(60)
                    throw .damaged(
                        file: file,
                        line: nil,
                        reason: "added_tokens has \(id) for \"\(name)\", model.vocab not"
                    )
                }
            } else {
                guard id == pieces.ranges.count + entries.count else {
                    throw .damaged(
                        file: file,
                        line: nil,
                        reason:
                            "added_tokens numbers its entries other than from \(pieces.ranges.count) on, each once"
                    )
                }
                entries.append(content)
            }
            tokens.append((description.token, Int32(id)))
        }
        return (tokens, entries)
    }

    /// The ids before and after a text.
    private func brackets(_ file: String, count: Int) throws(TokenizerError) -> (Int32, Int32) {
        let names: (start: Int?, end: Int?)
        switch postProcessor?.type {
        case "BertProcessing", "RobertaProcessing": names = (postProcessor?.cls?.id, postProcessor?.sep?.id)
        case "TemplateProcessing":
            let (start, end) = try template(file)
            func id(_ name: String) -> Int? {
                let ids = postProcessor?.specialTokens?[name]?.ids ?? []
                return ids.count == 1 ? ids[0] : nil
            }
            names = (id(start), id(end))
        default:
            throw unsupported(
                file,
                "post_processor.type",
                postProcessor?.type ?? "missing",
                "TemplateProcessing, BertProcessing or RobertaProcessing"
            )
        }
        guard let start = names.start, let end = names.end, (0..<count).contains(start),
            (0..<count).contains(end)
        else {
            throw unsupported(
                file,
                "post_processor",
                "another",
                "one that names an entry for each special token"
            )
        }
        return (Int32(start), Int32(end))
    }

    private func normalizer(_ file: String) throws(TokenizerError) -> TextNormalizer {
        let kinds = Self.flat(normalizer, \.normalizers)
        guard kinds.count <= Self.stepLimit else {
            throw unsupported(file, "normalizer", "of \(kinds.count) steps", "up to \(Self.stepLimit)")
        }
        var steps: [TextNormalizer.Step] = []
        for kind in kinds { steps.append(try step(kind, file)) }
        let normalizer = TextNormalizer(steps: steps)
        guard normalizer.growth <= Self.growthLimit else {
            throw unsupported(
                file,
                "normalizer",
                "one that makes texts \(normalizer.growth) times as long",
                "up to \(Self.growthLimit) times"
            )
        }
        return normalizer
    }

    private func step(_ kind: NormalizerDescription, _ file: String) throws(TokenizerError)
        -> TextNormalizer.Step
    {
        switch kind.type {
        case "Precompiled":
            guard let data = kind.characterMap.flatMap({ Data(base64Encoded: $0) }),
                let map = CharacterMap(data)
            else {
                throw .damaged(file: file, line: nil, reason: "normalizer.precompiled_charsmap is damaged")
            }
            return .characterMap(map)
        case "Replace":
            guard let content = kind.content.map({ Array($0.utf8) }) else { break }
            if let text = kind.pattern?.text, !text.isEmpty { return .replace(Array(text.utf8), content) }
            guard kind.pattern?.expression == " {2,}" else {
                let found = kind.pattern?.expression ?? "missing"
                throw unsupported(file, "normalizer.pattern", found, "a string or the expression \" {2,}\"")
            }
            return .replaceSpaces(content)
        case "Prepend":
            if let text = kind.prepend, text.utf8.count <= Self.addedTokenLimit {
                return .prepend(Array(text.utf8))
            }
        case "Strip":
            if let left = kind.stripsLeft, let right = kind.stripsRight {
                return .strip(left: left, right: right)
            }
        case "Lowercase": return .lowercase
        case "StripAccents": return .stripAccents
        case "Nmt": return .controls
        default:
            if let form = TextNormalizer.UnicodeForm(rawValue: kind.type) { return .form(form) }
            throw unsupported(
                file,
                "normalizer.type",
                kind.type,
                "Precompiled, Replace, Lowercase, NFC, NFD, NFKC, NFKD, StripAccents, Strip, Prepend, Nmt or Sequence"
            )
        }
        throw .damaged(
            file: file,
            line: nil,
            reason: "normalizer of type \(kind.type) lacks a setting, or has too large a one"
        )
    }

    /// Whether white space separates words, and what it is written as.
    private func words(_ file: String) throws(TokenizerError) -> (splitsAtSpace: Bool, UnigramSettings.Mark?)
    {
        let kinds = Self.flat(preTokenizer, \.parts)
        let types = kinds.map(\.type)
        guard [[], ["WhitespaceSplit"], ["Metaspace"], ["WhitespaceSplit", "Metaspace"]].contains(types)
        else {
            throw unsupported(
                file,
                "pre_tokenizer.type",
                types.joined(separator: ", "),
                "WhitespaceSplit, Metaspace or the one before the other"
            )
        }
        let splitsAtSpace = types.first == "WhitespaceSplit"
        guard let kind = kinds.last, kind.type == "Metaspace" else { return (splitsAtSpace, nil) }
        let replacement = kind.replacement ?? ""
        guard replacement.unicodeScalars.count == 1 else {
            throw unsupported(file, "pre_tokenizer.replacement", "\"\(replacement)\"", "one character")
        }
        let scheme = kind.prependScheme ?? (kind.addsPrefixSpace == false ? "never" : "always")
        guard let place = UnigramSettings.Mark.Place(rawValue: scheme),
            place == .never || kind.addsPrefixSpace != false, !(place == .first && splitsAtSpace)
        else {
            throw unsupported(
                file,
                "pre_tokenizer.prepend_scheme",
                scheme,
                "always, never or, without WhitespaceSplit, first, as add_prefix_space says"
            )
        }
        return (
            splitsAtSpace,
            UnigramSettings.Mark(bytes: Array(replacement.utf8), place: place, splits: kind.splits ?? true)
        )
    }

    /// What a tree of sequences holds, in order; `JSONDecoder` bounds its depth.
    private static func flat<Kind>(_ kind: Kind?, _ parts: KeyPath<Kind, [Kind]?>) -> [Kind] {
        guard let kind else { return [] }
        return kind[keyPath: parts].map { $0.flatMap { flat($0, parts) } } ?? [kind]
    }
}
