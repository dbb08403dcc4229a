import Corpus
import Kernels

/// Random article files in each language of front matter, with and without a list, and what is to be written into them.
struct FrontMatterGenerator {
    enum Language: String, CaseIterable { case yaml, toml, json }

    /// One file, and the edit that it is for.
    struct Sample {
        var language: Language
        var text: String
        var articles: [Article]
        var style: ListStyle
        /// Words of comments that no edit may lose.
        var comments: [String] = []
        /// Whether there is a list before.
        var hasList = false
    }

    private var random: SplitMix64
    private var comments: [String] = []

    init(seed: UInt64) { random = SplitMix64(seed: seed) }

    mutating func next(_ language: Language) -> Sample {
        comments = []
        let form = pick(ListStyle.Form.allCases)
        let fields = pick([
            EntryFields.standard, EntryFields([.title, .url, .path])!, EntryFields([.id, .title])!,
        ])
        let key = pick([
            "related", "related", "related", "related_posts", "extra.related", "extra.deep.related",
        ])
        let style = ListStyle(key: key, form: form, fields: fields)!
        let hasList = chance(3)
        var text: String
        switch language {
        case .yaml: text = yaml(style, hasList)
        case .toml: text = toml(style, hasList)
        case .json: text = json(style, hasList)
        }
        if chance(4) { text = text.replacing("\n", with: "\r\n") }
        if chance(8) { text = "\u{FEFF}" + text }
        if chance(8) { text = "\n" + text }
        return Sample(
            language: language,
            text: text,
            articles: (0..<pick([0, 1, 2, 4])).map { article($0) },
            style: style,
            comments: comments,
            hasList: hasList
        )
    }

    // MARK: - Parts

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &random) == 0 }
    private mutating func pick<Value>(_ values: [Value]) -> Value { values.randomElement(using: &random)! }

    private mutating func words() -> String {
        let words = [
            "alpha", "\"quoted\"", "é — ü", "a: b", "# no", "\\", "\u{2028}", "'", "{x}", "[y]", "*z", "&w",
            "100%",
            "\t", "😀", "]]", "+++", "---", "\n", "\u{85}", "'''", "\"\"\"", "related = [",
        ]
        return (0..<3).map { _ in pick(words) }.joined(separator: " ")
    }

    private mutating func article(_ number: Int) -> Article {
        Article(
            id: ArticleID("\(number)-" + words()),
            title: "T " + words(),
            excerpt: chance(2) ? words() : "",
            published: PublicationDate(
                pick([
                    "2021-03-02", "2021-03-02T10:36:00Z", "2021-03-02 10:36", "2021-03-02 10:36:07.25 +0800",
                ])
            ),
            links: chance(2) ? ArticleLinks(web: "https://a.example/\(number)") : ArticleLinks(),
            type: chance(2) ? "article" : nil,
            provider: chance(2) ? Provider(name: words(), domain: words()) : nil,
            quality: chance(2) ? pick([37, -1, 2.5, 1e300]) : nil,
            images: chance(2)
                ? [ArticleImage(url: words(), width: 10), ArticleImage(url: "u", isCached: true)] : [],
            page: ArticlePage(path: chance(2) ? "a/\(number).md" : nil, url: chance(2) ? "/\(number)/" : nil)
        )
    }

    private mutating func comment() -> String {
        comments.append("keep-\(comments.count)-end")
        return "# " + comments[comments.count - 1]
    }

    private mutating func some(_ parts: [String]) -> [String] {
        Array(parts.shuffled(using: &random).prefix(Int.random(in: 0...parts.count, using: &random)))
    }

    // MARK: - YAML

    private mutating func yaml(_ style: ListStyle, _ hasList: Bool) -> String {
        let path = style.key.split(separator: ".").map(String.init)
        var parts = some([
            "plain: value\n", "quoted: \"a \\\" b\"\n", "block: |\n  one\n  related:\n  # two\n\n",
            "folded: >-\n  one\n  two\n", "flow: {a: [1, 2], b: \"}\"}\n", "list:\n- a\n-  b\n",
            "nested:\n  related:\n    - title: inner\n", "\n", "single: 'it''s'\n", "multi: \"one\n  two\"\n",
            "empty:\n", "secured: \"s==\"\n", "\"key two\": x   \n", "anchor: &a [x]\nalias: *a\n",
            comment() + "\n", "note: x " + comment() + "\n",
        ])
        // Those that were not chosen are no loss.
        comments = comments.filter { word in parts.contains { $0.contains(word) } }
        let indent = String(repeating: "  ", count: path.count - 1)
        var list = ""
        if hasList {
            let head = "\(indent)\(path[path.count - 1]):"
            switch Int.random(in: 0..<7, using: &random) {
            case 0: list = "\(head) []\n"
            case 1: list = "\(head) [a, \"b # c\"] \(comment())\n"
            case 2: list = "\(head) \(comment())\n\(indent)  - title: old\n\(indent)    url: x\n"
            case 3: list = "\(head)\n\(indent)- /one/\n\(indent)- two # lost\n"
            case 4: list = "\(head)\n\(indent)  - title: a\n\(indent)\(comment())\n\(indent)  - title: b\n"
            case 5: list = "\(head) [\n\(indent)  a,\n\(indent)  b\n\(indent)  ] \(comment())\n"
            default: list = "\(head)\n\(indent)  - title: >\n\(indent)      # text\n\(indent)    x: 1\n"
            }
        }
        if path.count == 1 {
            if hasList { parts.insert(list, at: Int.random(in: 0...parts.count, using: &random)) }
        } else if hasList || chance(2) {
            var block = ""
            for (depth, key) in path.dropLast().enumerated() {
                let indent = String(repeating: "  ", count: depth)
                block += "\(indent)\(key):\n"
                if chance(2) || (!hasList && depth == path.count - 2) {
                    block += "\(indent)  other\(depth): 1\n\(indent)  \(comment())\n"
                }
            }
            block += list
            if hasList, chance(2) { block += "\(indent)last: 2\n" }
            parts.insert(block, at: Int.random(in: 0...parts.count, using: &random))
        }
        let fence = pick(["---", "---", "--- ", "---yaml", "--- # opens"])
        let end = chance(6) ? "... \(comment())\n" : ""
        return fence + "\ntitle: T\n" + parts.joined() + end + pick(["---", "..."])
            + "\nBody: x\nrelated: no\n"
    }

    // MARK: - TOML

    private mutating func toml(_ style: ListStyle, _ hasList: Bool) -> String {
        let path = style.key.split(separator: ".").map(String.init)
        let top = some([
            "plain = 'value'\n", "date = 2021-03-02T10:36:00Z\n", "day = 2021-03-02 # x\n", "n = 1_000\n",
            "text = \"\"\"\nrelated = [ \\\n  ]\"\"\"\n", "raw = '''\n[related]\n# x'''\n",
            "a.b = [1, [2, 3]]\n",
            "inline = { x = 1, y.z = \"}\" }\n", "\"key two\" = true\n", "\n",
            "list = [\n  'a', # one\n  # two\n]\n",
            "float = 1e3\n", "nan = nan\n", comment() + "\n", "note = \"é # \" " + comment() + "\n",
        ])
        let tables = some([
            "[params]\nrelated = ['inner']\n\n", "[[menu]]\nname = 'a'\n[[menu]]\nname = 'b'\n",
            "[menu2.x]\ny = 1\n", "[ 'odd table' ]\n" + comment() + "\nx = 1\n",
        ])
        let joined = top.joined() + tables.joined()
        comments = comments.filter { joined.contains($0) }
        let name = path.joined(separator: ".")
        var (pairs, blocks) = (top, tables)
        if path.count > 1, chance(2) { blocks.insert("[other]\nx = 1\n", at: 0) }
        if hasList {
            let isHeader = path.count > 1 && chance(2)
            let key = isHeader ? path[path.count - 1] : name
            var list: String
            switch Int.random(in: 0..<6, using: &random) {
            case 0: list = "\(key) = []\n"
            case 1: list = "\(key) = [ 'a', \"b # c\" ] \(comment())\n"
            case 2: list = "\(key) = [ \(comment())\n  'a', # lost\n  \(comment())\n  'b',\n]\n"
            case 3: list = "  \(key) = [{ title = 'old', url = '/x/' }, { title = 'b' }]\n"
            case 4: list = "\(key) = 'one'\n"
            default: list = "tables"
            }
            if list == "tables" {
                var text = "[[\(name)]] \(comment())\ntitle = 'old'\n"
                if chance(2) {
                    text += "\n\(comment())\n[[\(name)]]\ntitle = 'b'\n[\(name).provider]\nname = 'c'\n"
                }
                blocks.insert(text, at: Int.random(in: 0...blocks.count, using: &random))
            } else if isHeader {
                let text =
                    "[\(path.dropLast().joined(separator: "."))]\n" + (chance(2) ? "o = 1\n" : "") + list
                blocks.insert(
                    text + (chance(2) ? "last = 1\n" : ""),
                    at: Int.random(in: 0...blocks.count, using: &random)
                )
            } else {
                pairs.insert(list, at: Int.random(in: 0...pairs.count, using: &random))
            }
        } else if path.count > 1 {
            let parent = path.dropLast().joined(separator: ".")
            switch Int.random(in: 0..<3, using: &random) {
            case 0:
                blocks.insert(
                    "[\(parent)]\n  o = 1 \(comment())\n\n",
                    at: Int.random(in: 0...blocks.count, using: &random)
                )
            case 1: pairs.insert("\(parent).o = 1\n", at: Int.random(in: 0...pairs.count, using: &random))
            default: break
            }
        }
        let fences = pick([("+++", "+++"), ("+++ ", "+++"), ("---toml", "---")])
        return "\(fences.0)\n" + "title = \"T\"\n" + pairs.joined() + blocks.joined()
            + "\(fences.1)\nBody = 'x'\n"
    }

    // MARK: - JSON

    private mutating func json(_ style: ListStyle, _ hasList: Bool) -> String {
        let path = style.key.split(separator: ".").map(String.init)
        let layout = pick(["  ", "\t", "    ", ""])
        func member(_ depth: Int) -> String {
            layout.isEmpty ? " " : "\n" + String(repeating: layout, count: depth)
        }
        let colon = chance(4) ? ":" : ": "
        var members = some([
            "\"plain\"\(colon)\"value\"", "\"n\"\(colon)-1.5e3", "\"null\"\(colon)null", "\"t\"\(colon)true",
            "\"esc\"\(colon)\"\\u00e9\\ud83d\\ude00\\n\\\"}{\"",
            "\"list\"\(colon)[1, [2], {\"related\": []}]",
            "\"nested\"\(colon){\"related\"\(colon)[\"inner\"]}", "\"key two\"\(colon){}",
            "\"é\"\(colon)\"—\"",
        ])
        let key = "\"\(path[path.count - 1])\"\(colon)"
        var list = ""
        if hasList {
            list =
                key
                + pick([
                    "[]", "[\"a\", \"b\"]", "[{\"title\": \"old\", \"url\": \"/x/\"}]", "\"one\"", "null",
                    "[\n  {\n    \"title\": \"]\"\n  }\n]",
                ])
        }
        if path.count == 1 {
            if hasList { members.insert(list, at: Int.random(in: 0...members.count, using: &random)) }
        } else if hasList || chance(2) {
            var inner = hasList ? [list] : []
            if !hasList || chance(2) { inner.append("\"o\"\(colon)1") }
            var object =
                "{" + inner.map { member(path.count) + $0 }.joined(separator: ",") + member(path.count - 1)
                + "}"
            for (depth, key) in path.dropLast().enumerated().reversed() {
                object = "\"\(key)\"\(colon)" + object
                if depth > 0 { object = "{" + member(depth + 1) + object + member(depth) + "}" }
            }
            members.insert(object, at: Int.random(in: 0...members.count, using: &random))
        }
        members.insert("\"title\"\(colon)\"T\"", at: Int.random(in: 0...members.count, using: &random))
        let text =
            "{" + members.map { member(1) + $0 }.joined(separator: ",") + (layout.isEmpty ? "}" : "\n}")
        return (chance(5) ? "---json\n" + text + "\n---" : text) + "\nBody {}\n"
    }
}
