import Kernels

/// The topics of a collection in the order of their numbers, with the articles that have each.
struct TopicFrequencies: Hashable, Sendable {
    private(set) var topics: [Topic]
    let articleCount: Int

    struct Topic: Hashable, Sendable {
        /// In lower case.
        let name: String
        let articles: Int
    }

    init(topics: [(name: String, articles: Int)], articleCount: Int) {
        self.topics = topics.map { Topic(name: $0.name, articles: $0.articles) }
        self.articleCount = articleCount
    }

    /// Bytes of a name, its bytes and its articles, one topic after the other.
    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for topic in topics {
            let name = Array(topic.name.utf8)
            Varint.append(UInt64(name.count), to: &bytes)
            bytes += name
            Varint.append(UInt64(topic.articles), to: &bytes)
        }
        return bytes
    }

    /// Reads bytes of whatever origin; nil where they are none of ours.
    init?(bytes: [UInt8], articleCount: Int) {
        self.articleCount = articleCount
        topics = []
        var position = 0
        while position < bytes.count {
            guard let length = Varint.read(bytes, at: &position, before: bytes.count),
                length <= UInt64(bytes.count - position),
                let name = String(validating: bytes[position..<position + Int(length)], as: UTF8.self)
            else { return nil }
            position += Int(length)
            guard let articles = Varint.read(bytes, at: &position, before: bytes.count),
                articles <= UInt64(articleCount)
            else { return nil }
            topics.append(Topic(name: name, articles: Int(articles)))
        }
    }
}
