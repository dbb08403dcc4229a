import Corpus
import Foundation

extension EditorialRules {
    /// The option that keeps `article` out of the list of `other`; nil where it may stand there.
    ///
    /// - Parameter other: nil for a free text.
    func objection(to article: Article, under other: Article?) -> String? {
        let time = article.published?.date
        if let other = other?.published?.date, let time {
            if let window, abs(time.timeIntervalSince(other)) > window * 86_400 { return "window" }
            if onlyEarlier, time > other { return "only-earlier" }
        }
        if let publishedAfter, time.map({ $0 < publishedAfter }) ?? true { return "published-after" }
        if let publishedBefore, time.map({ $0 > publishedBefore }) ?? true { return "published-before" }
        if let minimumQuality, (article.quality ?? -.infinity) < minimumQuality { return "min-quality" }
        if !excludedProviders.isEmpty, let provider = article.provider {
            let names = [provider.domain, provider.name].compactMap(\.self)
            if names.contains(where: { Self.has(excludedProviders, $0) }) { return "exclude-provider" }
        }
        if !onlyTopics.isEmpty, !article.topics.contains(where: { Self.has(onlyTopics, $0) }) {
            return "only-topic"
        }
        if article.topics.contains(where: { Self.has(excludedTopics, $0) }) { return "exclude-topic" }
        if !onlyTypes.isEmpty, !(article.type.map { Self.has(onlyTypes, $0) } ?? false) { return "only-type" }
        if !onlyLanguages.isEmpty, !(article.knownLanguage.map(isAllowed(language:)) ?? false) {
            return "only-language"
        }
        return nil
    }

    private static func has(_ names: [String], _ name: String) -> Bool {
        names.contains { $0.lowercased() == name.lowercased() }
    }

    private func isAllowed(language: String) -> Bool {
        let tag = language.lowercased()
        return onlyLanguages.contains { tag == $0.lowercased() || tag.hasPrefix($0.lowercased() + "-") }
    }
}

extension Article {
    /// By which the articles of one provider are counted.
    var providerKey: String? { (provider?.domain ?? provider?.name)?.lowercased() }
}
