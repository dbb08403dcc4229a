import Corpus
import Recommendation

/// Lists as the rows of a table (CSV, RFC 4180), an entry a row.
struct ListRows: Sendable {
    static let heading = "article,place,related,title,url,published,probability,pinned,fallback\n"

    private let recommender: Recommender

    init(_ recommender: Recommender) { self.recommender = recommender }

    /// The rows of an article's list; none where it is empty.
    func text(of article: Article, _ ranking: Ranking) -> String {
        ranking.entries.enumerated().map { place, entry in
            let related = entry.article
            let cells = [
                article.id.rawValue, "\(place + 1)", related.id.rawValue, related.title,
                related.page.url ?? related.links.primary ?? "", related.published?.text ?? "",
                entry.probability.map { "\($0)" } ?? "", entry.isPinned ? "true" : "",
                entry.isFallback ? "true" : "",
            ]
            return cells.map(\.cell).joined(separator: ",") + "\n"
        }.joined()
    }
}

extension String {
    /// In quotation marks where it has a character that would end the cell.
    fileprivate var cell: String {
        guard utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return self }
        return "\"" + replacing("\"", with: "\"\"") + "\""
    }
}
