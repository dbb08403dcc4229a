import Foundation
import Platform

/// What a generator's settings file says, as far as it is data.
struct SiteSettings: Sendable {
    /// Bytes that are read of a settings file.
    static let longest = 1 << 20
    static let depth = 32

    private let root: FrontMatterNode

    static let none = SiteSettings([])

    init(_ members: [FrontMatterNode.Member]) { root = FrontMatterNode(content: .mapping(members)) }

    /// Parses YAML, JSON or TOML, by the ending of the path; nil where it cannot be parsed or is too large or complex.
    init?(_ bytes: [UInt8], path: String) {
        guard bytes.count <= Self.longest else { return nil }
        let bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var limits = ReadingLimits()
        limits.frontMatterDepth = Self.depth
        if path.hasSuffix(".toml") {
            let file = FrontMatterOrigin(path: path, firstLine: 1)
            guard let members = try? TOMLSyntax().parse(bytes, in: file, limits: limits) else { return nil }
            self.init(members)
            return
        }
        let parser = YAMLParser(path: path, limits: limits, subject: "the file", firstLine: 1)
        var members = try? parser.members(of: bytes)
        if members == nil, let once = YAMLSyntax().textWithEachKeyOnce(bytes, limits: limits) {
            members = try? parser.members(of: once.text[...])
        }
        guard let members else { return nil }
        self.init(members)
    }

    /// The value of a key, whose levels are separated by dots; a level is found whatever its case, as Hugo has it.
    subscript(key: String) -> FrontMatterNode? {
        var node = root
        for level in key.split(separator: ".") {
            guard case .mapping(let members) = node.content else { return nil }
            let found =
                members.last { $0.key.scalar == String(level) }
                ?? members.last { $0.key.scalar?.lowercased() == level.lowercased() }
            guard let found else { return nil }
            node = found.value
        }
        return node
    }

    /// A text; of `!ENV [NAME, default]`, as MkDocs has it, the default.
    func text(_ key: String) -> String? {
        guard let node = self[key] else { return nil }
        if node.tag != nil, let last = node.sequence?.last { return last.text }
        return node.text.flatMap { $0.isEmpty ? nil : $0 }
    }

    func isTrue(_ key: String) -> Bool? { text(key).flatMap(YesOrNo.truth(of:)) }

    /// The texts of a list, or the one that stands for it.
    func texts(_ key: String) -> [String] {
        guard let node = self[key] else { return [] }
        return node.sequence?.compactMap(\.text) ?? node.text.map { [$0] } ?? []
    }

    /// The keys of a mapping with their values, in its order.
    func members(_ key: String) -> [(key: String, value: SiteSettings)] {
        guard case .mapping(let members)? = (key.isEmpty ? root : self[key])?.content else { return [] }
        return members.compactMap { member in
            member.key.scalar.map { ($0, SiteSettings(node: member.value)) }
        }
    }

    /// The settings below a key; none where it is no mapping.
    func below(_ key: String) -> SiteSettings { self[key].map { SiteSettings(node: $0) } ?? .none }

    /// The items of a list of mappings.
    func items(_ key: String) -> [SiteSettings] { self[key]?.sequence?.map { SiteSettings(node: $0) } ?? [] }

    init(node: FrontMatterNode) { root = node }

    /// The value itself, where it is a text.
    var ownText: String? { root.text }

    /// These settings with those of another file added below some keys, outermost first; what both have counts as the
    /// other file has it.
    func merged(with other: SiteSettings, under keys: ArraySlice<String>) -> SiteSettings {
        var added = other.root
        for key in keys.reversed() {
            let name = FrontMatterNode(content: .scalar(key, .plain))
            added = FrontMatterNode(content: .mapping([FrontMatterNode.Member(key: name, value: added)]))
        }
        return SiteSettings(node: root.merged(with: added))
    }
}

extension FrontMatterNode {
    /// The members of two mappings, those within them joined in the same way, whatever the case of their keys; else the
    /// other value.
    fileprivate func merged(with other: FrontMatterNode) -> FrontMatterNode {
        guard case .mapping(var members) = content, case .mapping(let added) = other.content else {
            return other
        }
        var places: [String: Int] = [:]
        for (place, member) in members.enumerated() {
            if let name = member.key.scalar?.lowercased() { places[name] = place }
        }
        for member in added {
            if let name = member.key.scalar?.lowercased(), let place = places[name] {
                members[place].value = members[place].value.merged(with: member.value)
            } else {
                members.append(member)
            }
        }
        return FrontMatterNode(content: .mapping(members))
    }
}

/// Settings that are a program: only what it plainly assigns as a text.
struct ScriptSettings: Sendable {
    private let text: Substring

    init(_ bytes: [UInt8]) {
        let lines = String(decoding: bytes.prefix(SiteSettings.longest), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .filter { line in
                let line = line.drop { $0 == " " || $0 == "\t" }
                return !line.hasPrefix("//") && !line.hasPrefix("*") && !line.hasPrefix("/*")
            }
        text = Substring(lines.joined(separator: "\n"))
    }

    private init(text: Substring) { self.text = text }

    /// The first text that is assigned to a name: `name: 'text'`.
    func text(_ name: String) -> String? {
        for rest in values(of: name) {
            guard let quote = rest.first, "'\"`".contains(quote) else { continue }
            let value = rest.dropFirst().prefix { $0 != quote && $0 != "\n" }
            if rest.dropFirst(value.count + 1).first == quote, !value.contains("${") { return String(value) }
        }
        return nil
    }

    /// The first truth value that is assigned to a name.
    func isTrue(_ name: String) -> Bool? {
        for rest in values(of: name) {
            if rest.hasPrefix("true") { return true }
            if rest.hasPrefix("false") { return false }
        }
        return nil
    }

    /// The texts of the first list that is assigned to a name.
    func texts(_ name: String) -> [String] {
        for rest in values(of: name) where rest.hasPrefix("[") {
            let list = rest.dropFirst().prefix { $0 != "]" }.prefix(4096)
            let parts = list.split(omittingEmptySubsequences: false) { "'\"`".contains($0) }
            return parts.enumerated().filter { $0.offset % 2 == 1 }.map { String($0.element) }
        }
        return []
    }

    /// What is inside the braces of the first object that is assigned to a name.
    func object(_ name: String) -> ScriptSettings? {
        for rest in values(of: name) where rest.hasPrefix("{") {
            var depth = 0
            for index in rest.indices {
                if rest[index] == "{" { depth += 1 }
                if rest[index] == "}" { depth -= 1 }
                if depth == 0 {
                    return ScriptSettings(text: rest[rest.index(after: rest.startIndex)..<index])
                }
            }
        }
        return nil
    }

    /// What stands behind `name:`, wherever that is.
    private func values(of name: String) -> [Substring] {
        var found: [Substring] = []
        var rest = text
        while found.count < 16, let range = rest.range(of: name) {
            let before = range.lowerBound > text.startIndex ? text[text.index(before: range.lowerBound)] : " "
            var behind = rest[range.upperBound...]
            if let quote = behind.first, quote == "'" || quote == "\"" { behind = behind.dropFirst() }
            behind = behind.drop { $0 == " " }
            if !before.isLetter, !before.isNumber, before != "_", before != "$", behind.first == ":" {
                found.append(behind.dropFirst().drop(while: \.isWhitespace))
            }
            rest = rest[range.upperBound...]
        }
        return found
    }
}
