/// An article as another system exported it, by the names that JSON lines have.
struct ImportedItem {
    /// Where it begins in the file, from 1.
    var line: Int
    private var members: [(key: String, value: JSONValue?)] = []

    init(line: Int) { self.line = line }

    /// One line of JSON.
    var json: [UInt8] { JSONValue.object(members).bytes }

    /// Whether nothing is known of it.
    var isEmpty: Bool { members.isEmpty }

    subscript(key: String) -> JSONValue? {
        get { members.first { $0.key == key }?.value ?? nil }
        set {
            members.removeAll { $0.key == key }
            if let newValue { members.append((key, newValue)) }
        }
    }

    /// Sets a text; one without anything but white space is none.
    mutating func set(_ key: String, _ text: String?) {
        guard let text = text?.trimmed, !text.isEmpty else { return }
        self[key] = .text(text)
    }

    /// The same for a key that is not set yet, without a look at those that are.
    mutating func append(_ key: String, _ text: String) {
        let text = text.trimmed
        if !text.isEmpty { members.append((key, .text(text))) }
    }

    mutating func set(_ key: String, _ texts: [String]) {
        if !texts.isEmpty { self[key] = .list(texts.map { .text($0) }) }
    }
}

extension ImportedItem {
    /// Sets a date: in the form that lists have where it can be read, else as it is, so that people hear of it.
    mutating func set(date key: String, _ text: String?) {
        set(key, text.map { PublicationDate($0.trimmed)?.entryText ?? $0 })
    }

    /// Sets the pictures that have an address, each once.
    mutating func set(images: [String]) {
        var known: Set<String> = []
        let distinct = images.filter { WebLink.isAbsolute($0) && known.insert($0).inserted }
        if !distinct.isEmpty {
            self["images"] = .list(distinct.map { .object([("url", .text($0))]) })
        }
    }
}
