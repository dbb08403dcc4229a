import Corpus

extension ListOrder {
    /// Puts the entries that nobody pinned into the order that readers shall see.
    func sort(_ entries: inout [RelatedEntry]) {
        let pinned = entries.prefix(while: \.isPinned).count
        func sort(by isBefore: (Article, Article) -> Bool?) {
            let rest = entries[pinned...].enumerated().sorted { a, b in
                isBefore(a.element.article, b.element.article) ?? (a.offset < b.offset)
            }
            entries.replaceSubrange(pinned..., with: rest.map(\.element))
        }
        func compare(_ a: Double, _ b: Double) -> Bool? { a == b ? nil : a > b }
        switch self {
        case .relevance: break
        case .newest: sort { compare($0.daysSince1970 ?? -.infinity, $1.daysSince1970 ?? -.infinity) }
        case .oldest: sort { compare(-($0.daysSince1970 ?? .infinity), -($1.daysSince1970 ?? .infinity)) }
        case .quality: sort { compare($0.quality ?? -.infinity, $1.quality ?? -.infinity) }
        }
    }
}
