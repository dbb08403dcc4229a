package import Corpus
import Kernels

extension Article {
    /// The longest id of an upserted article, in UTF-8 bytes: as long as the longest path on Linux.
    package static let idLimit = 4096

    /// Why the article cannot be upserted; nil where it can. What can be stored reads back as it is.
    ///
    /// Stores end texts at NUL or refuse them, and have no numbers that are none.
    ///
    /// - Complexity: O(bytes of the texts).
    package var storageObstacle: String? {
        if id.rawValue.isEmpty { return "it has no id" }
        if id.rawValue.utf8.count > Article.idLimit {
            return "its id is longer than \(Article.idLimit) bytes"
        }
        if title.hasNUL || excerpt.hasNUL || body.hasNUL || published?.text.hasNUL ?? false || !hasPlainParts
        {
            return "one of its texts contains a NUL character, or its quality is no number"
        }
        for case .reference(let reference) in choices.pinned where reference.hasNUL {
            return "one of its pins contains a NUL character"
        }
        for case .entry(let entry) in choices.pinned where !(entry.quality?.isFinite ?? true) {
            return "the quality of one of its pins is no number"
        }
        return nil
    }

    /// Whether the store would give back an article that was read from a file as it is: no text contains NUL, the
    /// quality is a number, and nothing is pinned, since pinned entries are written in a form of the store's own.
    var comesBackAsItIs: Bool { choices.pinned.isEmpty && hasPlainParts }

    /// Of all but title, excerpt and body, which readers check.
    private var hasPlainParts: Bool {
        func isPlain(_ text: String?) -> Bool { !(text?.hasNUL ?? false) }
        return choices.excluded.allSatisfy { !$0.hasNUL }
            && quality?.isFinite ?? true && !id.rawValue.hasNUL
            && isPlain(links.original) && isPlain(links.web) && isPlain(links.amp) && isPlain(links.cdnAmp)
            && isPlain(links.canonical)
            && isPlain(type) && isPlain(language) && isPlain(provider?.name) && isPlain(provider?.domain)
            && topics.allSatisfy { !$0.hasNUL } && images.allSatisfy { !$0.url.hasNUL }
            && isPlain(page.path) && isPlain(page.url) && isPlain(page.translationKey)
            && isPlain(page.series) && isPlain(page.expires?.text) && isPlain(origin?.path)
    }
}
