/// Field names by their bytes and lengths.
package struct NamesByBytes: Sendable {
    /// One name of a field.
    package struct Name: Sendable {
        package let field: ArticleField
        /// Its place among the field's names, from 0.
        package let rank: Int
        /// Its place among all names, from 0.
        package let number: Int
    }

    /// What a key of an object is.
    package struct Key: Sendable {
        /// The field's name that it is; nil where it only leads to one.
        package fileprivate(set) var name: Name?
        /// The names that lead into the mapping that it may hold.
        package fileprivate(set) var nested: [Name] = []
        fileprivate let bytes: [UInt8]
    }

    /// Every name, in the order of the fields and of their names.
    let all: [Name]
    /// By their number of bytes.
    private let keys: [[Key]]

    init(_ fields: [[String]]) {
        let longest = fields.joined().map(\.utf8.count).max() ?? 0
        var keys: [[Key]] = Array(repeating: [], count: longest + 1)
        func change(_ key: String, _ body: (inout Key) -> Void) {
            let bytes = Array(key.utf8)
            let place = keys[bytes.count].firstIndex { $0.bytes == bytes } ?? keys[bytes.count].count
            if place == keys[bytes.count].count { keys[bytes.count].append(Key(bytes: bytes)) }
            body(&keys[bytes.count][place])
        }
        var all: [Name] = []
        for field in ArticleField.allCases {
            for (rank, name) in fields[field.rawValue].enumerated() {
                let place = Name(field: field, rank: rank, number: all.count)
                change(name) { $0.name = place }
                if let (head, _) = DottedName.parts(name) { change(head) { $0.nested.append(place) } }
                all.append(place)
            }
        }
        (self.all, self.keys) = (all, keys)
    }

    /// What the bytes of a key mean; nil where they mean no field and lead to none.
    package subscript(key: some Collection<UInt8>) -> Key? {
        guard key.count < keys.count, let first = key.first else { return nil }
        return keys[key.count].first { $0.bytes[0] == first && key.elementsEqual($0.bytes) }
    }

    /// The names that can have a value in a mapping with these keys, in the order of all names.
    ///
    /// - Complexity: O(keys): most names are not there.
    func names(among keys: some Sequence<String>) -> [Name] {
        var names: [Name] = []
        for key in keys {
            guard let key = self[key.utf8] else { continue }
            if let name = key.name { names.append(name) }
            names += key.nested
        }
        names.sort { $0.number < $1.number }
        // One that is there literally and by its first part.
        var last = -1
        return names.filter { name in
            defer { last = name.number }
            return name.number != last
        }
    }
}
