import Corpus
import Evaluation
import Experiments
import Platform

extension ExperimentOutcome {
    /// The evaluation as an HTML page.
    ///
    /// Lists are shown of the first method and of what it is best compared with: a run from elsewhere if there
    /// is one, else the second method.
    func page() -> String {
        let elsewhere = runs.firstIndex { $0.seconds == nil }
        let labels = Dictionary(
            articles.map { article in
                let detail = [
                    article.provider?.name ?? article.provider?.domain,
                    article.published?.text.prefix(10).description,
                ]
                return (
                    article.id.rawValue,
                    ArticleLabel(
                        title: article.title.singleLine,
                        detail: detail.compactMap(\.self).joined(separator: ", "),
                        excerpt: article.excerpt
                    )
                )
            }
        ) { first, _ in first }
        return EvaluationReport(
            title: "How good are the rankings of \(corpora.joined(separator: ", "))?",
            summary: summary,
            result: result,
            runs: runs.map(\.run),
            compared: (0, elsewhere ?? min(1, runs.count - 1)),
            qrels: qrels,
            notes: (lists?.quality?.rows ?? []).map { ($0.name, $0.value) },
            reading: lists?.reading
        ) { labels[$0] }
        .html()
    }
}
