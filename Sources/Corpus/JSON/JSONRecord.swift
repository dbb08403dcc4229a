import Foundation

extension ArticleRecord: Decodable {
    private struct ProviderRecord: Decodable {
        var name, domain: String?
    }

    /// An image: a mapping, or just its URL.
    private struct ImageRecord: Decodable {
        var url: String
        var width, height: Double?
        var isCached: Bool?

        init(from decoder: any Decoder) throws {
            if let url = try? decoder.singleValueContainer().decode(String.self) {
                self.url = url
                return
            }
            let container = try decoder.container(keyedBy: JSONKey.self)
            url = try container.decode(String.self, forKey: JSONKey("url"))
            width = (try? container.decodeIfPresent(Double.self, forKey: JSONKey("width"))) ?? nil
            height = (try? container.decodeIfPresent(Double.self, forKey: JSONKey("height"))) ?? nil
            isCached = (try? container.decodeIfPresent(Bool.self, forKey: JSONKey("isCached"))) ?? nil
        }
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        try self.init(container)
        choices = ChoiceRecord(container)
    }

    /// The fields without choices: those of an article, or of a related entry.
    fileprivate init(_ container: KeyedDecodingContainer<JSONKey>) throws {
        /// Text, or a number written out: ids are often numbers.
        func text(_ name: String) throws -> String? {
            let key = JSONKey(name)
            if let number = try? container.decodeIfPresent(Int.self, forKey: key) { return String(number) }
            return try container.decodeIfPresent(String.self, forKey: key)
        }
        id = try text("id")
        title = try text("title")
        excerpt = try text("excerpt")
        body = try text("body")
        publishedDateTime = try text("publishedDateTime") ?? text("date")
        type = try text("type")
        language = try text("language") ?? text("lang")
        // As in front matter, an optional value of no use costs only itself.
        quality = (try? container.decodeIfPresent(Double.self, forKey: JSONKey("quality"))) ?? nil
        topics = (try? container.decodeIfPresent([String].self, forKey: JSONKey("topics"))) ?? nil ?? []
        readLinks { (try? container.decodeIfPresent(String.self, forKey: JSONKey($0))) ?? nil }
        if let name = try? container.decode(String.self, forKey: JSONKey("provider")) {
            provider = Provider(name: name)
        } else if let record = try? container.decode(ProviderRecord.self, forKey: JSONKey("provider")) {
            provider = Provider(name: record.name, domain: record.domain)
        }
        let pictures =
            (try? container.decodeIfPresent([ImageRecord].self, forKey: JSONKey("images"))) ?? nil ?? []
        images = pictures.map {
            ArticleImage(
                url: $0.url,
                width: $0.width.flatMap { Int(exactly: $0) },
                height: $0.height.flatMap { Int(exactly: $0) },
                isCached: $0.isCached
            )
        }
    }
}

extension ChoiceRecord {
    fileprivate init(_ container: KeyedDecodingContainer<JSONKey>) {
        pinned = Items(container, "relatedPinned")
        excluded = Items(container, "relatedExcluded")
        func value(_ key: String) -> Value {
            (try? container.decodeIfPresent(Value.self, forKey: JSONKey(key))) ?? nil ?? .absent
        }
        locked = value("relatedLocked")
        published = value("published")
        draft = value("draft")
    }
}

extension ChoiceRecord.Items {
    fileprivate init(_ container: KeyedDecodingContainer<JSONKey>, _ key: String) {
        if var items = try? container.nestedUnkeyedContainer(forKey: JSONKey(key)) {
            count = items.count ?? 0
            while !items.isAtEnd, first.count < ChoiceRecord.mostItems,
                let value = try? items.decode(ChoiceRecord.Value.self)
            {
                first.append((value, nil))
            }
        } else if let value =
            (try? container.decodeIfPresent(
                ChoiceRecord.Value.self,
                forKey: JSONKey(key)
            )) ?? nil
        {
            first = [(value, nil)]
            count = 1
        }
    }
}

extension ChoiceRecord.Value: Decodable {
    /// Never throws, so that a bad item does not hide the next ones.
    init(from decoder: any Decoder) throws {
        if let value = try? decoder.singleValueContainer() {
            if value.decodeNil() {
                self = .absent
                return
            }
            if let truth = try? value.decode(Bool.self) {
                self = .truth(truth)
                return
            }
            if let text = try? value.decode(String.self) {
                self = .text(text)
                return
            }
            if (try? value.decode(Double.self)) != nil {
                self = .number
                return
            }
        }
        if let container = try? decoder.container(keyedBy: JSONKey.self) {
            // Without a title of the right type it counts as one without a title.
            self = .entry((try? ArticleRecord(container)) ?? ArticleRecord())
        } else {
            self = .list
        }
    }
}
