/// Cuts texts into the words that ``WordPiece`` looks up, folded as its settings say; for learning vocabularies.
package struct WordSplitting: Sendable {
    private let folding: ScalarFolding

    package init(_ settings: WordPieceSettings = WordPieceSettings()) { folding = ScalarFolding(settings) }

    /// The words, punctuation marks and ideographs of a text, in order.
    ///
    /// - Complexity: linear in the text.
    package func words(of text: String) -> [String] {
        let bytes = Array(text.utf8)
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func flush() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        var position = 0
        while position < bytes.count {
            let (scalar, next) = bytes.span.scalar(at: position)
            var folded: [ScalarFolding.Folded] = []
            if let common = folding.common(scalar.value), common.kind != .sequence, common.kind != .mark {
                folded = [common]
                position = next
            } else {
                (folded, position) = folding.run(bytes.span, at: position) { _ in false }
            }
            for part in folded {
                guard let scalar = Unicode.Scalar(part.value) else { continue }
                switch part.kind {
                case .word, .mark: word.append(scalar)
                case .space: flush()
                case .punctuation, .ideograph:
                    flush()
                    words.append(String(scalar))
                case .removed, .barrier, .sequence: break
                }
            }
        }
        flush()
        return words
    }
}
