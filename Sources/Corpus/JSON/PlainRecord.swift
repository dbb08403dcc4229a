/// What `JSONDecoder` makes of a line, where the line is plainly written: several times as fast.
extension ArticleRecord {
    /// - Returns: nil where anything is unusual, which the decoder must look at: other types than usual, keys that
    ///   occur twice, lists of editors, whatever is no JSON.
    /// - Complexity: O(`range`).
    init?(plain bytes: [UInt8], in range: Range<Int>, _ names: FieldNames) {
        var json = PlainJSON(bytes, in: range)
        var members = Members()
        let isPlain = json.object { json, key in
            guard let key = names.byBytes[bytes[key]] else {
                return !EditorialKeys.mayBeMisspelt(key: bytes[key]) && json.skipValue()
            }
            // A mapping that names lead into.
            if !key.nested.isEmpty, json.peek() == UInt8(ascii: "{") { return false }
            guard let name = key.name else { return json.skipValue() }
            return members.insert(name) && members.read(name, &json, bytes, names)
        }
        guard isPlain, json.peek() == nil else { return nil }
        self.init(members.values, names)
        body = body.map(BodyText.prose)
        provider = members.provider
        quality = members.quality
        images = members.images
        choices.locked = members.locked
        choices.published = members.published
        choices.draft = members.draft
    }
}

/// What is known of the object while it is read.
private struct Members {
    /// The names so far, by their numbers.
    private var numbers: [Int] = []
    /// The fields that have a value by now, one bit each.
    private var fields: UInt64 = 0
    var values = FieldValues()
    var provider: Provider?
    var quality: Double?
    var images: [ArticleImage] = []
    var locked = ChoiceRecord.ChoiceValue.absent
    var published = ChoiceRecord.ChoiceValue.absent
    var draft = ChoiceRecord.ChoiceValue.absent

    init() { numbers.reserveCapacity(16) }

    /// Whether a name is new.
    mutating func insert(_ name: NamesByBytes.Name) -> Bool {
        guard !numbers.contains(name.number) else { return false }
        numbers.append(name.number)
        return true
    }

    /// Whether a field has had no value before.
    private mutating func insert(_ field: ArticleField) -> Bool {
        let bit: UInt64 = 1 << UInt64(field.rawValue)
        defer { fields |= bit }
        return fields & bit == 0
    }

    /// Reads the value of a key; false where it must be left to the decoder.
    mutating func read(
        _ name: NamesByBytes.Name,
        _ json: inout PlainJSON,
        _ bytes: [UInt8],
        _ names: FieldNames
    ) -> Bool {
        // As far as a value is concerned, null is the same as no key.
        if json.take(word: "null") { return true }
        switch name.field {
        case .originalUrl, .webUrl, .ampWebUrl, .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl,
            .canonicalUrl:
            guard let url = json.string() else { return false }
            values.add(name.field, rank: name.rank, url)
            return true
        case .quality:
            quality = json.shortNumber()
            return quality != nil && insert(.quality)
        case .topics: return readTopics(name, &json, names)
        case .provider: return insert(.provider) && readProvider(&json, bytes)
        case .images:
            return insert(.images)
                && json.array { json in
                    guard let image = ArticleImage(plain: &json, bytes) else { return false }
                    images.append(image)
                    return true
                }
        case .hidden:
            if json.take(word: "false") { return true }
            if json.take(word: "true") {
                values.addHiding(true)
                return true
            }
            guard let text = json.string() else { return false }
            values.addHiding(text)
            return true
        // What is odd about these is told by their names, which the decoder knows where they are unusual.
        case .locked: return name.rank == 0 && insert(.locked) && json.readChoice(&locked)
        case .published: return name.rank == 0 && insert(.published) && json.readChoice(&published)
        case .draft: return name.rank == 0 && insert(.draft) && json.readChoice(&draft)
        case .pinned, .excluded: return false
        default:
            guard let text = json.text() else { return false }
            values.add(name.field, rank: name.rank, text)
            return true
        }
    }

    private mutating func readTopics(
        _ name: NamesByBytes.Name,
        _ json: inout PlainJSON,
        _ names: FieldNames
    ) -> Bool {
        if let text = json.text() {
            values.addTopics(rank: name.rank, text: text, name: names[.topics][name.rank])
            return true
        }
        var words: [String] = []
        let isPlain = json.array { json in
            guard let topic = json.string() else { return false }
            words.append(topic)
            return true
        }
        values.addTopics(rank: name.rank, words)
        return isPlain
    }

    private mutating func readProvider(_ json: inout PlainJSON, _ bytes: [UInt8]) -> Bool {
        if let name = json.string() {
            provider = Provider(name: name)
            return true
        }
        var found = Provider()
        let isPlain = json.object { json, key in
            if bytes[key].elementsEqual("name".utf8) {
                return found.name == nil && json.readString(&found.name)
            }
            if bytes[key].elementsEqual("domain".utf8) {
                return found.domain == nil && json.readString(&found.domain)
            }
            return json.skipValue()
        }
        provider = found
        return isPlain
    }
}

extension ArticleImage {
    /// An image with an address and plain numbers; nil leaves it to the decoder.
    fileprivate init?(plain json: inout PlainJSON, _ bytes: [UInt8]) {
        if let url = json.string() {
            self.init(url: url)
            return
        }
        var (url, width, height): (String?, Int?, Int?)
        var isCached: Bool?
        let isPlain = json.object { json, key in
            if bytes[key].elementsEqual("url".utf8) { return url == nil && json.readString(&url) }
            if bytes[key].elementsEqual("width".utf8) { return width == nil && json.readNumber(&width) }
            if bytes[key].elementsEqual("height".utf8) { return height == nil && json.readNumber(&height) }
            if bytes[key].elementsEqual("isCached".utf8) {
                guard isCached == nil else { return false }
                isCached = json.take(word: "true") ? true : json.take(word: "false") ? false : nil
                return isCached != nil
            }
            return json.skipValue()
        }
        guard isPlain, let url else { return nil }
        self.init(url: url, width: width, height: height, isCached: isCached)
    }
}

extension PlainJSON {
    /// Text, or a whole number written out; nil for everything else.
    fileprivate mutating func text() -> String? { string() ?? wholeNumber().map(String.init) }

    fileprivate mutating func readString(_ text: inout String?) -> Bool {
        text = string()
        return text != nil
    }

    fileprivate mutating func readNumber(_ number: inout Int?) -> Bool {
        number = wholeNumber()
        return number != nil
    }

    fileprivate mutating func readChoice(_ choice: inout ChoiceRecord.ChoiceValue) -> Bool {
        if take(word: "true") {
            choice = .truth(true)
        } else if take(word: "false") {
            choice = .truth(false)
        } else if let text = string() {
            choice = .text(text)
        } else {
            return false
        }
        return true
    }
}
