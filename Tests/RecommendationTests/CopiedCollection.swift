import Corpus
import Kernels

@testable import Recommendation

/// Articles of which many are copies: some of one text, some of nearly the same, some of each topic, with ties.
enum CopiedCollection {
    private static let words = [
        "harbour", "storm", "quay", "ferry", "council", "bridge", "budget", "school", "choir", "museum",
        "river",
        "flood", "tram", "strike", "market", "garden",
    ]

    /// - Parameters:
    ///   - variety: words that others are made of; with few, some resemble each other as copies do.
    ///   - identical: articles of the first text.
    ///   - similar: articles that differ from it in a word.
    ///   - others: articles of a few words of a common vocabulary each; every fifth repeats the one before it.
    static func articles(
        identical: Int,
        similar: Int,
        others: Int,
        variety: Int = 16,
        seed: UInt64 = 1
    ) -> [Article] {
        var generator = SplitMix64(seed: seed)
        var articles: [Article] = []
        let lost =
            "The page about the harbour that you were looking for could not be found; it may have been moved"
        for number in 0..<identical {
            articles.append(
                article("i\(number)", "Harbour page not found at the Gazette today", lost, &generator)
            )
        }
        for number in 0..<similar {
            let ending = " or removed by the editors in \(words[number % words.count])."
            articles.append(
                article(
                    "s\(number)",
                    "Harbour page not found at the Gazette today",
                    lost + ending,
                    &generator
                )
            )
        }
        var (title, excerpt) = ("", "")
        for number in 0..<others {
            if number % 5 != 4 {
                let some = (0..<12).map { _ in
                    let number = Int(generator.next() % UInt64(variety))
                    return words[number % words.count]
                        + (number < words.count ? "" : "\(number / words.count)")
                }
                title = some.prefix(4).joined(separator: " ")
                excerpt = some.dropFirst(4).joined(separator: " ")
            }
            articles.append(article("o\(number)", title, excerpt, &generator))
        }
        return articles.shuffled(using: &generator)
    }

    private static func article(
        _ id: String,
        _ title: String,
        _ excerpt: String,
        _ generator: inout SplitMix64
    ) -> Article {
        let day = generator.next() % 9
        let page = generator.next() % 40
        let quality = generator.next() % 4
        return Article(
            id: ArticleID(id),
            title: title,
            excerpt: excerpt,
            published: day == 0 ? nil : PublicationDate("2021-03-0\(day)"),
            // Some pages have two articles.
            links: ArticleLinks(web: "https://example.org/\(page < 4 ? "shared\(page)" : id)"),
            provider: Provider(name: "P\(generator.next() % 5)", domain: "p.example"),
            quality: quality == 0 ? nil : Double(quality)
        )
    }
}
