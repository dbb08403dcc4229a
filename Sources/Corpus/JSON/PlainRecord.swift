/// What `JSONDecoder` makes of a line, where the line is plainly written: several times as fast.
extension ArticleRecord {
    /// - Returns: nil where anything is unusual, which the decoder must look at: other types than usual, keys that
    ///   occur twice, lists of editors, whatever is no JSON.
    /// - Complexity: O(`range`).
    init?(plain bytes: [UInt8], in range: Range<Int>) {
        self.init()
        var json = PlainJSON(bytes, in: range)
        var members = Members()
        let isPlain = json.object { json, key in
            guard let key = Key(bytes[key]) else { return json.skipValue() }
            return members.seen.insert(key) && read(key, &json, bytes, &members)
        }
        guard isPlain, json.peek() == nil else { return nil }
        publishedDateTime = publishedDateTime ?? members.date
        language = language ?? members.lang
        if !members.links.isEmpty {
            readLinks { name in members.links.first { $0.key.rawValue == name }?.url }
        }
    }

    /// The keys that mean something.
    private enum Key: String, CaseIterable {
        case id, title, excerpt, body, publishedDateTime, date, type, language, lang
        case originalUrl, webUrl, ampWebUrl, cdnAmpWebUrl, sourceUrl, ampUrl, cdnAmpUrl
        case quality, topics, provider, images
        case relatedPinned, relatedExcluded, relatedLocked, published, draft

        private static let byLength: [[(name: [UInt8], key: Key)]] = {
            var table: [[(name: [UInt8], key: Key)]] = Array(repeating: [], count: 24)
            for key in allCases { table[key.rawValue.utf8.count].append((Array(key.rawValue.utf8), key)) }
            return table
        }()

        init?(_ name: ArraySlice<UInt8>) {
            guard name.count < Self.byLength.count,
                let known = Self.byLength[name.count].first(where: { name.elementsEqual($0.name) })
            else { return nil }
            self = known.key
        }
    }

    /// What is known of the object while it is read.
    private struct Members {
        /// The keys so far.
        struct Seen {
            private var keys: [Key] = []

            init() { keys.reserveCapacity(Key.allCases.count) }

            /// Whether `key` is new.
            mutating func insert(_ key: Key) -> Bool {
                guard !keys.contains(key) else { return false }
                keys.append(key)
                return true
            }
        }

        var seen = Seen()
        var date: String?
        var lang: String?
        var links: [(key: Key, url: String)] = []
    }

    /// Reads the value of a key; false where it must be left to the decoder.
    private mutating func read(
        _ key: Key,
        _ json: inout PlainJSON,
        _ bytes: [UInt8],
        _ members: inout Members
    ) -> Bool {
        // As far as a value is concerned, null is the same as no key.
        if json.take(word: "null") { return true }
        switch key {
        case .id: return json.readText(&id)
        case .title: return json.readText(&title)
        case .excerpt: return json.readText(&excerpt)
        case .body: return json.readText(&body)
        case .publishedDateTime: return json.readText(&publishedDateTime)
        case .date: return json.readText(&members.date)
        case .type: return json.readText(&type)
        case .language: return json.readText(&language)
        case .lang: return json.readText(&members.lang)
        case .originalUrl, .webUrl, .ampWebUrl, .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl:
            guard let url = json.string() else { return false }
            members.links.append((key, url))
            return true
        case .quality:
            quality = json.shortNumber()
            return quality != nil
        case .topics:
            return json.array { json in
                guard let topic = json.string() else { return false }
                topics.append(topic)
                return true
            }
        case .provider: return readProvider(&json, bytes)
        case .images:
            return json.array { json in
                guard let image = ArticleImage(plain: &json, bytes) else { return false }
                images.append(image)
                return true
            }
        case .relatedLocked: return json.readChoice(&choices.locked)
        case .published: return json.readChoice(&choices.published)
        case .draft: return json.readChoice(&choices.draft)
        case .relatedPinned, .relatedExcluded: return false
        }
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
    /// Text, or a whole number written out; false for everything else.
    fileprivate mutating func readText(_ text: inout String?) -> Bool {
        text = string() ?? wholeNumber().map(String.init)
        return text != nil
    }

    fileprivate mutating func readString(_ text: inout String?) -> Bool {
        text = string()
        return text != nil
    }

    fileprivate mutating func readNumber(_ number: inout Int?) -> Bool {
        number = wholeNumber()
        return number != nil
    }

    fileprivate mutating func readChoice(_ choice: inout ChoiceRecord.Value) -> Bool {
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
