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
        var values = FieldValues()
        for found in names.byBytes.names(among: container.allKeys.lazy.map(\.stringValue)) {
            let (field, rank) = (found.field, found.rank)
            let name = names[field][rank]
            guard let (container, key) = container.place(of: name) else { continue }
            switch field {
            case .pinned, .excluded, .locked, .published, .draft, .provider, .images, .quality: break
            case .id, .title:
                // Without these there is no article, so whoever wrote the line wants to hear of it.
                guard let text = container.text(key) else {
                    values.add(field, rank: rank, try container.decode(String.self, forKey: key))
                    continue
                }
                values.add(field, rank: rank, text)
            case .originalUrl, .webUrl, .ampWebUrl, .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl,
                .canonicalUrl:
                if let url = try? container.decode(String.self, forKey: key) {
                    values.add(field, rank: rank, url)
                }
            case .topics:
                if let text = container.text(key) {
                    values.addTopics(rank: rank, text: text, name: name)
                } else {
                    values.addTopics(rank: rank, container.words(key) ?? [])
                }
            case .hidden:
                if let truth = try? container.decode(Bool.self, forKey: key) {
                    values.addHiding(truth)
                } else if let text = try? container.decode(String.self, forKey: key) {
                    values.addHiding(text)
                }
            case .series, .redirect:
                let word = try? container.decode(Word.self, forKey: key).text
                values.add(field, rank: rank, word ?? container.words(key)?.first)
            case .date, .modified, .expires:
                let number = try? container.decode(Double.self, forKey: key)
                values.add(field, rank: rank, container.text(key) ?? number.map { "\($0)" })
            default: values.add(field, rank: rank, container.text(key))
            }
        }
        self.init(values, names)
        /// As in front matter, an optional value of no use costs only itself.
        func value<Value: Decodable>(_ field: ArticleField, _: Value.Type = Value.self) -> Value? {
            for name in names[field] {
                guard let (container, key) = container.place(of: name) else { continue }
                if let value = try? container.decode(Value.self, forKey: key) { return value }
            }
            return nil
        }
        body = body.map(BodyText.prose)
        quality = value(.quality)
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

/// A topic or a series: its name, or a mapping with its name. Never throws, so that one does not hide the next.
private struct Word: Decodable {
    var text: String?

    init(from decoder: any Decoder) throws {
        if let value = try? decoder.singleValueContainer() {
            text = (try? value.decode(String.self)) ?? (try? value.decode(Int.self)).map(String.init)
        }
        guard text == nil, let container = try? decoder.container(keyedBy: JSONKey.self) else { return }
        text = FieldNames.wordKeys.lazy.compactMap { container.text(JSONKey($0)) }.first
    }
}

extension KeyedDecodingContainer<JSONKey> {
    /// Where the value of a field's name is: under a key with this very name, else where its dots lead; nil where
    /// there is none, or null.
    fileprivate func place(of name: String) -> (container: Self, key: JSONKey)? {
        let key = JSONKey(name)
        if contains(key), (try? decodeNil(forKey: key)) == false { return (self, key) }
        guard let (head, rest) = DottedName.parts(name), contains(JSONKey(head)) else { return nil }
        return (try? nestedContainer(keyedBy: JSONKey.self, forKey: JSONKey(head)))?.place(of: rest)
    }

    /// Text, or a whole number written out: ids are often numbers.
    fileprivate func text(_ key: JSONKey) -> String? {
        (try? decode(Int.self, forKey: key)).map(String.init) ?? (try? decode(String.self, forKey: key))
    }

    /// The names in a list; nil where there is no list.
    fileprivate func words(_ key: JSONKey) -> [String]? {
        (try? decode([Word].self, forKey: key))?.compactMap(\.text)
    }
}

extension CodingUserInfoKey {
    /// The ``FieldNames`` that an article's object is read by.
    static let fieldNames = CodingUserInfoKey(rawValue: "kindred.fieldNames")!
}

extension ChoiceRecord {
    fileprivate init(_ container: KeyedDecodingContainer<JSONKey>, _ names: FieldNames) {
        func items(_ field: ArticleField) -> Items {
            for (rank, name) in names[field].enumerated() {
                guard let (container, key) = container.place(of: name), let items = Items(container, key)
                else {
                    continue
                }
                if rank > 0 { otherKeys[field] = name }
                return items
            }
            return Items()
        }
        func value(_ field: ArticleField) -> ChoiceValue {
            for (rank, name) in names[field].enumerated() {
                guard let (container, key) = container.place(of: name),
                    let value = try? container.decode(ChoiceValue.self, forKey: key)
                else { continue }
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
        misspelt = EditorialKeys.misspelt(among: container.allKeys.lazy.map(\.stringValue), names)
    }
}

extension ChoiceRecord.Items {
    /// The items of a key; nil where there is no such key, or null.
    fileprivate init?(_ container: KeyedDecodingContainer<JSONKey>, _ key: JSONKey) {
        if var items = try? container.nestedUnkeyedContainer(forKey: key) {
            count = items.count ?? 0
            while !items.isAtEnd, first.count < ChoiceRecord.mostItems,
                let value = try? items.decode(ChoiceRecord.ChoiceValue.self)
            {
                first.append((value, nil))
            }
        } else if let value = try? container.decodeIfPresent(ChoiceRecord.ChoiceValue.self, forKey: key) {
            first = [(value, nil)]
            count = 1
        } else {
            return nil
        }
    }
}

extension ChoiceRecord.ChoiceValue: Decodable {
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
