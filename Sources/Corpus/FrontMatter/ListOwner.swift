/// Whose work a related list is.
package enum ListOwner: Hashable, Sendable {
    /// There is no list, or an empty one.
    case none
    /// Kindred, or another program of the kind, filled it in, and may do so again.
    case machine
    /// Whatever does not look like that: nobody must lose what he wrote.
    case person

    /// Whose a value is.
    ///
    /// A machine's is a list of mappings, each with a title, something by which to find the article, and no key but
    /// those that entries have. A list of texts could be anybody's: it is a machine's only where it is the one that Kindred
    /// wrote last.
    ///
    /// - Parameters:
    ///   - list: the value of the list's key; nil where there is no such key.
    ///   - style: how the list is written today.
    ///   - written: of the texts that Kindred wrote into the file last, by ``ListStyle/fingerprint(of:)``.
    init(_ list: FrontMatterNode?, _ style: ListStyle, written: UInt64? = nil) {
        guard let list, !list.isNull else {
            self = .none
            return
        }
        guard let items = list.sequence else {
            self = .person
            return
        }
        guard !items.isEmpty else {
            self = .none
            return
        }
        if let written, case let texts = items.compactMap(\.text), texts.count == items.count,
            ListStyle.fingerprint(of: texts) == written
        {
            self = .machine
        } else {
            self = items.allSatisfy { Self.isEntry($0, style) } ? .machine : .person
        }
    }

    /// Whether a list of mappings says nothing but titles and addresses, as people write links to elsewhere.
    static func isPlain(_ list: FrontMatterNode) -> Bool {
        (list.sequence ?? []).allSatisfy { item in
            guard case .mapping(let members) = item.content else { return false }
            return members.allSatisfy { isPlain($0.key.scalar ?? "") }
        }
    }

    /// Whether a key of an entry says what an article is called or where it is, and nothing else.
    static func isPlain(_ key: String) -> Bool {
        if key == "originalUrl" { return true }
        return EntryField(key: key).map { $0.isLink || [.title, .type, .id, .path, .url].contains($0) }
            ?? false
    }

    private static func isEntry(_ item: FrontMatterNode, _ style: ListStyle) -> Bool {
        guard case .mapping(let members) = item.content, item["title"]?.text != nil else { return false }
        var fields: Set<EntryField> = []
        for member in members {
            guard let key = member.key.scalar else { return false }
            if key == "originalUrl" {
                fields.insert(.webUrl)
            } else if let field = EntryField(key: key) {
                fields.insert(field)
            } else if key == ListStyle.tierKey, member.value.text == ListStyle.fallbackTier {
                continue
            } else {
                return false
            }
        }
        // People write titles; with an excerpt or a date beside it, it comes from an article's file.
        let isWritten = fields.contains { $0.isLink || ![.title, .type].contains($0) }
        return isWritten || (style.fields != .standard && fields.isSubset(of: style.fields.fields))
    }
}

/// Which lists may be replaced.
public enum ListReplacement: Hashable, Sendable {
    /// Those that a program filled in.
    case machineMade
    /// A person's as well, unless nothing would take its place.
    case everything
}

extension InputProblem {
    /// A list that stays as it is because a person wrote it.
    static func authored(_ path: String, line: Int?, key: String, isEmptied: Bool) -> InputProblem {
        InputProblem(
            .authored,
            path: path,
            line: line,
            "`\(key)` was written by hand and was left as it is",
            remedy: isEmptied
                ? "nothing was found to take its place; remove it by hand if it is to go"
                : "have lists that people wrote replaced as well, or write it in Kindred's form"
        )
    }
}
