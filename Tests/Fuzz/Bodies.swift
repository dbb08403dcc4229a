import Corpus
import Evaluation
import FuzzSupport

/// What the service decodes of requests' bodies: an article whose id the address says, articles within a question, entries
/// of a list, and what readers chose. What was read can be written and is read as the same.
enum BodiesFuzzing {
    private struct Question: Decodable {
        var article: EnclosedArticle?
        var like, unlike: [Question]?

        var articles: [Article] {
            (article.map { [$0.article] } ?? []) + ((like ?? []) + (unlike ?? [])).flatMap(\.articles)
        }
    }

    private struct Feedback: Decodable { var events: [FeedbackEvent] }

    private struct List: Decodable { var entries: [ListedArticle] }

    static func check(_ bytes: [UInt8]) throws {
        let document = JSONDocument(bytes)
        var articles: [Article] = []
        if let article = try? Article(json: bytes, fallbackID: "a", limits: .init(), report: { _ in }) {
            articles.append(article)
        }
        articles += (try? document.decoded(Question.self))?.articles ?? []
        articles += (try? document.decoded(List.self))?.entries.map(\.article) ?? []
        for article in articles {
            must((try? Article(json: article.json))?.json == article.json, "it is read as another article")
            var known = article
            known.detectLanguage()
        }
        for event in (try? document.decoded(Feedback.self))?.events ?? [] {
            must((try? FeedbackEvent(json: JSONDocument(event.json))) == event, "it is read as another event")
        }
    }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func takeInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    give(bytes, count, to: BodiesFuzzing.check)
}
