import Corpus
import Foundation
import Platform
import Recommendation

/// Rankings as lines for people: probability, date, provider, title.
struct EntryTable {
    private let style = Style.output
    private let width = terminalWidth() ?? 160

    /// One line an entry, columns aligned; with reasons, a second one that gives them.
    ///
    /// - Parameter reasons: why an entry is there; nil where nobody asked.
    func lines(
        _ entries: [RelatedEntry],
        indent: String = "",
        reasons: ((RelatedEntry) -> Reasons?)? = nil
    ) -> [String] {
        let providers = entries.map { $0.article.provider?.name ?? $0.article.provider?.domain ?? "" }
        let providerWidth = min(24, providers.map(\.printedWidth).max() ?? 0)
        return zip(entries, providers).flatMap { entry, provider in
            let date = entry.article.published.map { String($0.text.prefix(10)) } ?? ""
            let used = indent.count + 6 + 2 + 10 + 2 + providerWidth + 2
            let line =
                indent + style.green(standing(of: entry)) + "  " + date.padded(to: 10) + "  "
                + style.dim(provider.cut(to: providerWidth).padded(to: providerWidth)) + "  "
                + entry.article.title.singleLine.cut(to: max(20, width - used))
            guard let found = reasons?(entry) else { return [line] }
            return [line, indent + "        " + style.dim(found.sentence.singleLine)]
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

    /// The probability in per cent, in six columns; never 100, since nothing is certain.
    private func standing(of entry: RelatedEntry) -> String {
        guard let probability = entry.probability else { return "pinned" }
        return String(format: "%5.1f%%", min(99.9, 100 * probability))
    }
}

extension String {
    /// Columns that a terminal gives the text: wide East Asian characters take two.
    var printedWidth: Int {
        reduce(0) { width, character in
            let value = character.unicodeScalars.first?.value ?? 0
            let isWide =
                (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
                || (0xAC00...0xD7A3).contains(value) || (0xF900...0xFAFF).contains(value)
                || (0xFE30...0xFE6F).contains(value) || (0xFF00...0xFF60).contains(value)
                || (0x1F300...0x1FAFF).contains(value) || (0x20000...0x3FFFD).contains(value)
            return width + (isWide ? 2 : 1)
        }
    }

    func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(0, columns - printedWidth))
    }

    /// At most `columns` wide, with an ellipsis where something was cut.
    func cut(to columns: Int) -> String {
        guard printedWidth > columns else { return self }
        var result = ""
        var used = 1
        for character in self {
            used += String(character).printedWidth
            if used > columns { break }
            result.append(character)
        }
        return result + "…"
    }

    /// On one line, and without what a terminal would act on.
    var singleLine: String { replacing("\n", with: " ").replacing("\r\n", with: " ").printable }

    /// Without control characters but line feeds and tabs, and without marks that turn the direction of text
    /// around: both could make a terminal show what is not there.
    var printable: String {
        guard unicodeScalars.contains(where: { $0.isUnprintable }) else { return self }
        var view = String.UnicodeScalarView()
        for scalar in unicodeScalars { view.append(scalar.isUnprintable ? " " : scalar) }
        return String(view)
    }
}

extension Unicode.Scalar {
    fileprivate var isUnprintable: Bool {
        switch value {
        case 0x09, 0x0A: false
        case ..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
