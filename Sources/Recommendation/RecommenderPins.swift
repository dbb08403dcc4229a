public import Corpus

/// What editors pin.
extension Recommender {
    /// What an editor pinned under an article, so far as it is known.
    func pins(of article: Article) -> [Article] {
        // Most have none, and addresses take time.
        guard !article.choices.pinned.isEmpty else { return [] }
        var pins: [Article] = []
        var pages = article.links.pages
        for pin in article.choices.pinned {
            let pinned: Article? =
                switch pin {
                case .reference(let name): self.pinned(name)
                case .entry(let entry): pinned(id: entry.id) ?? entry
                }
            guard let pinned, pinned.id != article.id, !pins.contains(where: { $0.id == pinned.id }),
                pages.isDisjoint(with: pinned.links.pages)
            else { continue }
            pages.formUnion(pinned.links.pages)
            pins.append(pinned)
        }
        return pins
    }

    private func pinned(id: ArticleID) -> Article? {
        if let subset { subset.pins[id.rawValue] } else { self[id] }
    }

    private func pinned(_ name: String) -> Article? {
        if let subset { subset.pins[name] } else { article(named: name) }
    }

    /// What an editor pinned under `article` and nobody can find: neither in the collection nor written out.
    public func unknownPins(of article: Article) -> [String] {
        article.choices.pinned.compactMap {
            if case .reference(let name) = $0, pinned(name) == nil { name } else { nil }
        }
    }

    /// What an editor excluded under `article` and nobody can find in the collection.
    public func unknownExclusions(of article: Article) -> [String] {
        article.choices.excluded.filter { pinned($0) == nil }
    }
}
