import Corpus
import Foundation
import Platform
import Recommendation

/// Rankings as lines for people: probability, date, provider, title.
struct EntryTable {
    private let style = Style.output
    private let width = terminalWidth() ?? 160

    /// One line an entry, columns aligned; a second one where it has reasons.
    func lines(_ entries: [RelatedList.Entry], indent: String = "") -> [String] {
        let providers = entries.map {
            ($0.article.provider?.name ?? $0.article.provider?.domain ?? "").singleLine
        }
        let providerWidth = min(24, providers.map(\.printedWidth).max() ?? 0)
        return zip(entries, providers).flatMap { entry, provider in
            let date = entry.article.published.map { String($0.text.prefix(10)).singleLine } ?? ""
            let mark = entry.isFallback ? "fallback  " : ""
            let used = indent.count + 6 + 2 + 10 + 2 + providerWidth + 2 + mark.count
            let line =
                indent + standing(of: entry) + "  " + date.padded(to: 10) + "  "
                + style.dim(provider.cut(to: providerWidth).padded(to: providerWidth)) + "  "
                + style.dim(mark) + entry.article.title.singleLine.cut(to: max(20, width - used))
            guard let reasons = entry.reasons else { return [line] }
            return [line, indent + "        " + style.dim(reasons.sentence.singleLine)]
        }
    }

    /// What was kept out of a list, with the reason; only the first few, since a rule may keep out hundreds.
    func dropped(
        _ dropped: [(article: Article, verdict: Verdict)],
        indent: String = "",
        minimumProbability: Double
    ) -> [String] {
        dropped.prefix(Self.mostDropped).map { article, verdict in
            indent
                + style.dim(
                    "  kept out: \(article.title.singleLine.cut(to: 60)) (\(verdict.sentence(minimumProbability)))"
                )
        }
    }

    private static let mostDropped = 8

    /// The probability in per cent, in six columns; never 100, since nothing is certain. What is more likely right than
    /// wrong is green, what is hardly likely is dim.
    private func standing(of entry: RelatedList.Entry) -> String {
        guard let probability = entry.probability else { return "pinned" }
        let text = String(format: "%5.1f%%", min(99.9, 100 * probability))
        return probability >= 0.5 ? style.green(text) : probability < 0.1 ? style.dim(text) : text
    }
}
