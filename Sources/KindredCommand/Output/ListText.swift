import Corpus
import Platform
import Recommendation

/// An article's list as `relate` shows it to people.
struct ListText: Sendable {
    private let recommender: Recommender
    private let style: Style
    private let table = EntryTable()
    /// Whether to say why each entry is there, and what was kept out.
    private let explains: Bool

    init(_ recommender: Recommender, style: Style, explains: Bool) {
        self.recommender = recommender
        self.style = style
        self.explains = explains
    }

    /// The article's title with its list below, and an empty line.
    func lines(of article: Article, _ ranking: Ranking) -> String {
        var lines = [
            style.bold(article.title.singleLine) + "  " + style.dim(article.id.rawValue.singleLine)
                + (article.choices.isLocked ? style.yellow("  locked") : "")
        ]
        let list = RelatedList(of: article, ranking) {
            explains ? recommender.reasons(for: $0, under: article) : nil
        }
        lines += table.lines(list.entries, indent: "  ")
        if explains {
            lines += table.dropped(
                recommender.dropped(from: article),
                indent: "  ",
                minimumProbability: recommender.minimumProbability
            )
        }
        if ranking.entries.isEmpty { lines.append(style.dim("  nothing close enough")) }
        return lines.map { $0 + "\n" }.joined() + "\n"
    }
}
