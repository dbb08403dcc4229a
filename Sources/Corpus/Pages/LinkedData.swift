import Foundation

/// What a page's JSON-LD says of its dates and its title (https://schema.org/Article).
struct LinkedData {
    /// Bytes of a script that is read.
    static let longest = 1 << 18
    /// Levels at which objects are looked for: a list, its graph, and an object within.
    private static let deepest = 4

    private(set) var headline: String?
    private(set) var published: String?
    private(set) var modified: String?

    /// Reads a script; what is no JSON says nothing. What is said first counts.
    mutating func add(_ script: String) {
        guard script.utf8.count < Self.longest,
            let value = try? JSONSerialization.jsonObject(with: Data(script.utf8))
        else { return }
        add(value, depth: 0)
    }

    private mutating func add(_ value: Any, depth: Int) {
        guard depth < Self.deepest else { return }
        if let list = value as? [Any] {
            for item in list { add(item, depth: depth + 1) }
        }
        guard let object = value as? [String: Any] else { return }
        headline = headline ?? object["headline"] as? String
        published = published ?? object["datePublished"] as? String
        modified = modified ?? object["dateModified"] as? String
        for key in ["@graph", "mainEntity"] {
            if let inner = object[key] { add(inner, depth: depth + 1) }
        }
    }
}
