import Corpus
import Evaluation
import Experiments
import Foundation
import Platform

/// The dialogue with a judge: shows an article and a candidate, takes an answer, saves it.
struct JudgingDialogue {
    /// What a key means.
    private enum Command {
        case answer(JudgingSession.Answer)
        case undo, quit

        init?(_ key: String) {
            switch key {
            case "s": self = .answer(.skip)
            case "u": self = .undo
            case "q": self = .quit
            default:
                guard let label = Label(rawValue: key) else { return nil }
                self = .answer(.label(label))
            }
        }
    }

    private let places: [String: Int]
    private let articles: [String: Article]
    private let style = Style.output
    /// Longer lines are hard to read, however wide the window is.
    private let width = max(20, min(terminalWidth() ?? 80, 100))

    private static let keys =
        "2 same story  1 related  0 not  t template  c copy    u undo  s skip  q quit"

    /// Lines of an article's text that are shown: what an editor reads before deciding.
    private static let mostLines = 8

    /// - Parameter articles: by id; all that the pool names.
    init(_ pool: JudgingPool, _ articles: [String: Article]) {
        places = Dictionary(uniqueKeysWithValues: zip(pool.queries, 1...))
        self.articles = articles
    }

    /// Asks until nothing is left or the judge has enough, and saves after each answer.
    ///
    /// - Throws: what saving throws, or where standard output is closed.
    func run(_ session: inout JudgingSession, _ file: inout LabelsFile) throws {
        var input = AnswerInput()
        let clears =
            input.isTerminal && style.isTerminal && ProcessInfo.processInfo.environment["TERM"] != "dumb"
        var notice = ""
        // On paper, and for programs that read along, an article need not stand there again for each candidate.
        var shown: String?
        while session.current != nil || !session.isUntouched {
            let screen =
                session.current.map { text(of: $0, session, below: clears ? nil : shown) }
                ?? "all are judged; u undoes the last\n"
            try StandardStream.output.write(
                (clears ? "\u{1B}[H\u{1B}[2J" : "") + notice + screen + style.dim(Self.keys) + " > "
            )
            shown = session.current?.query
            let answer = input.next()?.trimmingCharacters(in: .whitespacesAndNewlines).lowercased()
            try StandardStream.output.write("\n")
            guard let answer else { return }
            notice = ""
            switch Command(answer) {
            case .answer(let answer) where session.current != nil:
                session.answer(answer)
                if case .label = answer { try file.save(session.labels) }
            case .undo:
                guard let undone = session.undo() else {
                    notice = "nothing to undo in this sitting\n"
                    continue
                }
                if case .label = undone { try file.save(session.labels) }
            case .quit, .answer: return
            case nil:
                if session.current == nil { return }
                notice = "\(answer.excerptForMessage) is no answer\n"
            }
        }
    }

    /// - Parameter shown: the article that stands above already.
    private func text(of pair: JudgingPool.Pair, _ session: JudgingSession, below shown: String?) -> String {
        guard let query = articles[pair.query], let document = articles[pair.document] else { return "" }
        var rows = [style.dim("article \(place(of: pair)), \(session.left.counted("pair")) left"), ""]
        if pair.query != shown {
            rows += lines(of: query) + ["", style.dim("Would you put this under it?"), ""]
        }
        return (rows + lines(of: document) + [""]).map { $0 + "\n" }.joined()
    }

    private func place(of pair: JudgingPool.Pair) -> String {
        "\((places[pair.query] ?? 0).grouped) of \(places.count.grouped)"
    }

    /// Title, date, where it comes from, and how its text begins.
    private func lines(of article: Article) -> [String] {
        let facts = [
            article.published.map { String($0.text.prefix(10)) },
            article.provider?.name ?? article.provider?.domain,
            article.id.rawValue,
        ]
        // What is shown of a text is short, however long that is.
        let excerpt = article.excerpt.prefix(2000)
        let body = article.body.prefix(2000)
        let text = body.hasPrefix(excerpt.prefix(40)) ? String(body) : excerpt + "\n" + body
        var lines = text.printable.wrapped(to: width - 2)
        if lines.count > Self.mostLines {
            lines = Array(lines.prefix(Self.mostLines))
            lines[Self.mostLines - 1] = (lines[Self.mostLines - 1] + " …").cut(to: width - 2)
        }
        return article.title.printable.wrapped(to: width).map(style.bold)
            + [style.dim(facts.compactMap(\.self).joined(separator: "  ").singleLine.cut(to: width))]
            + lines.map { "  " + $0 }
    }
}
