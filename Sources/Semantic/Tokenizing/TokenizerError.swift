package import Platform

/// Why a tokenizer cannot be made from a vocabulary or a model's folder.
package enum TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A file exists but cannot be read, or is larger than ``TokenizerFile`` accepts.
    case unreadable(FileError)
    /// The folder has neither `vocab.txt` nor `tokenizer.json`.
    case noVocabulary(folder: String)
    /// A file is not what its name promises; `line` is counted from 1 where lines matter.
    case damaged(file: String, line: Int?, reason: String)
    /// A setting asks for something that no tokenizer here does.
    case unsupported(file: String, key: String, found: String, supported: String)
    /// The vocabulary has no entries.
    case emptyVocabulary
    /// The vocabulary exceeds ``WordPiece/entryLimit`` or ``Unigram/entryLimit``.
    case tooManyEntries(limit: Int)
    /// Two ids, counted from 0, of one entry.
    case duplicateEntry(String, Int, Int)
    /// The vocabulary lacks a token that the settings name; `role` is its key in tokenizer_config.json.
    case missingToken(String, role: String)

    package var description: String {
        switch self {
        case .unreadable(let error): error.description
        case .noVocabulary(let folder): "\(folder) has neither vocab.txt nor tokenizer.json"
        case .damaged(let file, let line, let reason):
            line.map { "\(file), line \($0): \(reason)" } ?? "\(file): \(reason)"
        case .unsupported(let file, let key, let found, let supported):
            "\(file): \(key) is \(found), but only \(supported) is supported"
        case .emptyVocabulary: "the vocabulary is empty"
        case .tooManyEntries(let limit): "the vocabulary has more than \(limit) entries"
        case .duplicateEntry(let entry, let first, let second):
            "the vocabulary has \"\(entry.prefix(60))\" twice, as ids \(first) and \(second)"
        case .missingToken(let token, let role):
            "the vocabulary has no \"\(token.prefix(60))\", which is the \(role)"
        }
    }
}
