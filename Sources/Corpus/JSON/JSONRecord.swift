import Foundation

extension ArticleRecord: Decodable {
    /// A provider: a mapping, or just its name.
    private struct ProviderRecord: Decodable {
        private enum CodingKeys: CodingKey { case name, domain }

        var name, domain: String?

        init(from decoder: any Decoder) throws {
            if let name = try? decoder.singleValueContainer().decode(String.self) {
                self.name = name
                return
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            name = try container.decodeIfPresent(String.self, forKey: .name)
            domain = try container.decodeIfPresent(String.self, forKey: .domain)
        }
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

    /// By the names in the decoder's ``CodingUserInfoKey/fieldNames``, else by the standard ones.
    init(from decoder: any Decoder) throws {
        let names = decoder.userInfo[.fieldNames] as? FieldNames ?? .standard
        let container = try decoder.container(keyedBy: JSONKey.self)
        try self.init(container, names)
        choices = ChoiceRecord(container, names)
    }

    /// The fields without choices: those of an article, or of a related entry.
    init(_ container: KeyedDecodingContainer<JSONKey>, _ names: FieldNames) throws {
        self.init()
        /// Text, or a number written out: ids are often numbers.
        func text(_ field: FieldNames.Field) throws -> String? {
            for (rank, name) in names[field].enumerated() {
                let key = JSONKey(name)
                let number = try? container.decodeIfPresent(Int.self, forKey: key)
                guard
                    let text = try number.map(String.init)
                        ?? container.decodeIfPresent(String.self, forKey: key)
                else { continue }
                note(field, rank: rank)
                return text
            }
            return nil
        }
        /// As in front matter, an optional value of no use costs only itself.
        func value<Value: Decodable>(_ field: FieldNames.Field, _: Value.Type = Value.self) -> Value? {
            for name in names[field] {
                if let value = try? container.decode(Value.self, forKey: JSONKey(name)) { return value }
            }
            return nil
        }
        id = try text(.id)
        title = try text(.title)
        excerpt = try text(.excerpt)
        body = try text(.body).map(BodyText.prose)
        publishedDateTime = try text(.date)
        type = try text(.type)
        language = try text(.language)
        quality = value(.quality)
        topics = value(.topics) ?? []
        readLinks { field in
            for name in names[field] {
                if let url = try? container.decode(String.self, forKey: JSONKey(name)), !url.isEmpty {
                    return url
                }
            }
            return nil
        }
        provider = value(.provider, ProviderRecord.self).map { Provider(name: $0.name, domain: $0.domain) }
        images = (value(.images, [ImageRecord].self) ?? []).map {
            ArticleImage(
                url: $0.url,
                width: $0.width.flatMap { Int(exactly: $0) },
                height: $0.height.flatMap { Int(exactly: $0) },
                isCached: $0.isCached
            )
        }
    }
}

extension CodingUserInfoKey {
    /// The ``FieldNames`` that an article's object is read by.
    static let fieldNames = CodingUserInfoKey(rawValue: "kindred.fieldNames")!
}

extension ChoiceRecord {
    fileprivate init(_ container: KeyedDecodingContainer<JSONKey>, _ names: FieldNames) {
        func items(_ field: FieldNames.Field) -> Items {
            for (rank, name) in names[field].enumerated() {
                guard let items = Items(container, name) else { continue }
                if rank > 0 { otherKeys[field] = name }
                return items
            }
            return Items()
        }
        func value(_ field: FieldNames.Field) -> Value {
            for (rank, name) in names[field].enumerated() {
                guard let value = try? container.decodeIfPresent(Value.self, forKey: JSONKey(name)) else {
                    continue
                }
                if rank > 0 { otherKeys[field] = name }
                return value
            }
            return .absent
        }
        pinned = items(.pinned)
        excluded = items(.excluded)
        locked = value(.locked)
        published = value(.published)
        draft = value(.draft)
    }
}

extension ChoiceRecord.Items {
    /// The items of a key; nil where there is no such key, or null.
    fileprivate init?(_ container: KeyedDecodingContainer<JSONKey>, _ key: String) {
        if var items = try? container.nestedUnkeyedContainer(forKey: JSONKey(key)) {
            count = items.count ?? 0
            while !items.isAtEnd, first.count < ChoiceRecord.mostItems,
                let value = try? items.decode(ChoiceRecord.Value.self)
            {
                first.append((value, nil))
            }
        } else if let value = try? container.decodeIfPresent(ChoiceRecord.Value.self, forKey: JSONKey(key)) {
            first = [(value, nil)]
            count = 1
        } else {
            return nil
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
            self = .entry((try? ArticleRecord(container, .standard)) ?? ArticleRecord())
        } else {
            self = .list
        }
    }
}
