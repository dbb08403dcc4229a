/// What `JSONDecoder` makes of a line, where the line is plainly written: several times as fast.
extension ArticleRecord {
    /// - Returns: nil where anything is unusual, which the decoder must look at: other types than usual, keys that
    ///   occur twice, lists of editors, whatever is no JSON.
    /// - Complexity: O(`range`).
    init?(plain bytes: [UInt8], in range: Range<Int>, _ names: FieldNames) {
        self.init()
        var json = PlainJSON(bytes, in: range)
        var members = Members()
        let isPlain = json.object { json, key in
            guard let name = names.byBytes[bytes[key]] else { return json.skipValue() }
            return members.insert(name) && read(name, &json, bytes, &members)
        }
        guard isPlain, json.peek() == nil else { return nil }
        for (field, rank) in members.ranks { note(field, rank: rank) }
        if !members.links.isEmpty {
            readLinks { field in
                members.links.filter { $0.name.field == field && !$0.url.isEmpty }
                    .min { $0.name.rank < $1.name.rank }?.url
            }
        }
    }

    /// What is known of the object while it is read.
    private struct Members {
        /// The names so far, by their numbers.
        private var numbers: [Int] = []
        /// The fields that have a value by now, one bit each.
        private var fields: UInt32 = 0
        var links: [(name: NamesByBytes.Name, url: String)] = []
        /// Texts that were read under another than the first of their names.
        var ranks: [(field: FieldNames.Field, rank: Int)] = []

        init() { numbers.reserveCapacity(FieldNames.Field.allCases.count) }

        /// Whether a name is new.
        mutating func insert(_ name: NamesByBytes.Name) -> Bool {
            guard !numbers.contains(name.number) else { return false }
            numbers.append(name.number)
            return true
        }

        /// Whether a field has had no value before.
        mutating func insert(_ field: FieldNames.Field) -> Bool {
            let bit: UInt32 = 1 << UInt32(field.rawValue)
            defer { fields |= bit }
            return fields & bit == 0
        }
    }

    /// Reads the value of a key; false where it must be left to the decoder.
    private mutating func read(
        _ name: NamesByBytes.Name,
        _ json: inout PlainJSON,
        _ bytes: [UInt8],
        _ members: inout Members
    ) -> Bool {
        // As far as a value is concerned, null is the same as no key.
        if json.take(word: "null") { return true }
        switch name.field {
        case .id: return json.readText(&id, name, &members.ranks)
        case .title: return json.readText(&title, name, &members.ranks)
        case .excerpt: return json.readText(&excerpt, name, &members.ranks)
        case .body:
            guard json.readText(&body, name, &members.ranks) else { return false }
            body = body.map(BodyText.prose)
            return true
        case .date: return json.readText(&publishedDateTime, name, &members.ranks)
        case .type: return json.readText(&type, name, &members.ranks)
        case .language: return json.readText(&language, name, &members.ranks)
        case .originalUrl, .webUrl, .ampWebUrl, .cdnAmpWebUrl, .sourceUrl, .ampUrl, .cdnAmpUrl:
            guard let url = json.string() else { return false }
            members.links.append((name, url))
            return true
        case .quality:
            quality = json.shortNumber()
            return quality != nil && members.insert(.quality)
        case .topics:
            return members.insert(.topics)
                && json.array { json in
                    guard let topic = json.string() else { return false }
                    topics.append(topic)
                    return true
                }
        case .provider: return members.insert(.provider) && readProvider(&json, bytes)
        case .images:
            return members.insert(.images)
                && json.array { json in
                    guard let image = ArticleImage(plain: &json, bytes) else { return false }
                    images.append(image)
                    return true
                }
        // What is odd about these is told by their names, which the decoder knows where they are unusual.
        case .locked: return name.rank == 0 && members.insert(.locked) && json.readChoice(&choices.locked)
        case .published:
            return name.rank == 0 && members.insert(.published) && json.readChoice(&choices.published)
        case .draft: return name.rank == 0 && members.insert(.draft) && json.readChoice(&choices.draft)
        case .pinned, .excluded: return false
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

    /// Reads a text, unless another name has given it that counts before this one.
    ///
    /// - Parameter ranks: those of the texts that were read under another than the first of their names.
    fileprivate mutating func readText(
        _ text: inout String?,
        _ name: NamesByBytes.Name,
        _ ranks: inout [(field: FieldNames.Field, rank: Int)]
    ) -> Bool {
        if text == nil, name.rank == 0 { return readText(&text) }
        var value: String?
        guard readText(&value) else { return false }
        let before = text == nil ? Int.max : ranks.first { $0.field == name.field }?.rank ?? 0
        if name.rank < before {
            text = value
            ranks.removeAll { $0.field == name.field }
            if name.rank > 0 { ranks.append((name.field, name.rank)) }
        }
        return true
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
