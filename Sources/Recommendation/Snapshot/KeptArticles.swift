import Synchronization

/// Analysed articles of a snapshot that questions needed, as many as fit into some bytes.
///
/// A hand goes round them, and when there is no more room, those that nobody has needed since it came by last go (the
/// "clock" of Corbató, "A paging experiment with the Multics system", 1968). So each question pays for the room that its
/// own articles take, and no more than that is ever forgotten at once.
final class KeptArticles: Sendable {
    private let limit: Int
    private let kept: Mutex<Kept>

    /// - Parameters:
    ///   - positions: of the snapshot.
    ///   - limit: bytes; some thousand articles of news take ten megabytes.
    init(positions: Int, limit: Int) {
        self.limit = limit
        kept = Mutex(Kept(positions))
    }

    /// Those of the articles at some positions that are kept.
    func articles(at positions: [Int]) -> [AnalysedArticle?] {
        kept.withLock { kept in positions.map { kept.article(at: $0) } }
    }

    func keep(_ articles: [(position: Int, article: AnalysedArticle)]) {
        // What goes is freed after the lock is.
        _ = kept.withLock { kept in
            articles.flatMap { kept.keep($0.article, at: $0.position, limit) }
        }
    }

    /// The next positions whose articles are to be kept before a question needs them; none where all were had, or where
    /// there is no room for many more.
    func nextAhead(_ count: Int) -> Range<Int> {
        kept.withLock { kept in
            // Those that come are about as large as those that are there, of which none shall go for them.
            let expected = kept.byteCount + kept.byteCount / max(1, kept.count) * count
            if expected >= limit / 16 * 15 { return 0..<0 }
            return kept.takeAhead(count)
        }
    }

    /// Bytes that the articles take.
    var byteCount: Int { kept.withLock { $0.byteCount } }

    private struct Kept {
        /// By position.
        private var rooms: [Room]
        private var hand = 0
        /// Positions before it were had ahead of questions.
        private var ahead = 0
        private(set) var byteCount = 0
        private(set) var count = 0

        private struct Room {
            var article: AnalysedArticle?
            /// Since the hand came by last.
            var wasNeeded = false
        }

        init(_ positions: Int) { rooms = Array(repeating: Room(), count: positions) }

        mutating func takeAhead(_ count: Int) -> Range<Int> {
            let positions = ahead..<min(rooms.count, ahead + count)
            ahead = positions.upperBound
            return positions
        }

        mutating func article(at position: Int) -> AnalysedArticle? {
            guard let article = rooms[position].article else { return nil }
            rooms[position].wasNeeded = true
            return article
        }

        /// - Returns: what had to go.
        mutating func keep(_ article: AnalysedArticle, at position: Int, _ limit: Int) -> [AnalysedArticle] {
            let size = article.byteCount
            guard rooms[position].article == nil, size <= limit else { return [] }
            var gone: [AnalysedArticle] = []
            while byteCount + size > limit {
                if let old = rooms[hand].article, !rooms[hand].wasNeeded {
                    rooms[hand].article = nil
                    byteCount -= old.byteCount
                    count -= 1
                    gone.append(old)
                }
                rooms[hand].wasNeeded = false
                hand = (hand + 1) % rooms.count
            }
            rooms[position] = Room(article: article)
            byteCount += size
            count += 1
            return gone
        }
    }
}
