package import Corpus
import Platform

/// Articles of a growing collection by position, id and page; those that are hidden are not there.
extension GrowingCollection {
    /// The article with this id.
    package func article(withID id: ArticleID) throws -> Article? {
        try position(of: id).map { try articles(at: [$0])[0] }
    }

    /// The article that somebody names by id or URL: the first that came.
    ///
    /// - Throws: what the reader throws.
    package func article(named name: String) throws -> Article? {
        if let article = try article(withID: ArticleID(name)) { return article }
        guard let page = CanonicalURL(name) else { return nil }
        // By number, since the first of several articles of a page is meant, wherever the clusters put it.
        let likely = base.positions(at: name).filter { !hidden.contains($0) }
            .sorted { base.number(at: $0) < base.number(at: $1) }
        for position in likely {
            let article = try articles(at: [position])[0]
            if article.links.pages.contains(page) { return article }
        }
        return added.slot(at: name).map { added[$0].article }
    }

    /// What an editor pinned under `article` and nobody can find: neither in the collection nor written out.
    ///
    /// - Throws: what the reader throws.
    package func unknownPins(of article: Article) throws -> [String] {
        try article.choices.pinned.compactMap {
            if case .reference(let name) = $0, try self.article(named: name) == nil { name } else { nil }
        }
    }

    /// The position of the article with this id.
    func position(of id: ArticleID) throws -> Int? {
        if let slot = added.slot(of: id) { return base.count + slot }
        for position in base.positions(of: id) where !hidden.contains(position) {
            if try articles(at: [position])[0].id == id { return position }
        }
        return nil
    }

    /// The articles at some positions, in their order.
    func articles(at positions: [Int]) throws -> [Article] { try analysed(at: positions).map(\.article) }

    /// The articles at some positions, in their order, with what is made of each alone.
    func analysed(at positions: [Int]) throws -> [AnalysedArticle] {
        let older = positions.filter { $0 < base.count }
        var found = kept.articles(at: older)
        let missing = older.indices.filter { found[$0] == nil }
        if !missing.isEmpty {
            let read = try reader.articles(at: missing.map { older[$0] })
            let analysed = concurrentMap(read.count, grain: Self.articlesPerThread) { [base] in
                AnalysedArticle(read[$0], in: base)
            }
            kept.keep(zip(missing, analysed).map { (older[$0], $1) })
            for (place, article) in zip(missing, analysed) { found[place] = article }
        }
        var next = found.makeIterator()
        return positions.compactMap { position in
            position < base.count ? next.next() ?? nil : added[position - base.count].analysed
        }
    }

    /// Analyses some more articles that questions may need, by one thread, as long as there is room to keep them.
    ///
    /// - Returns: whether there is more to do.
    /// - Throws: what the reader throws.
    package func analyseAhead() throws -> Bool {
        let positions = kept.nextAhead(Self.articlesPerThread)
        guard !positions.isEmpty else { return false }
        _ = try analysed(at: positions.filter { !hidden.contains($0) })
        return true
    }

    /// Fewer articles are sooner analysed than a thread is started.
    private static var articlesPerThread: Int { 32 }

    /// The articles that subjects pin, so far as they are in the collection, by what the pins call them.
    func pins(of questions: [GrowingQuestion]) throws -> [String: Article] {
        var pins: [String: Article] = [:]
        for pin in questions.flatMap(\.article.choices.pinned) {
            switch pin {
            case .reference(let name): pins[name] = try article(named: name)
            case .entry(let entry): pins[entry.id.rawValue] = try article(withID: entry.id)
            }
        }
        return pins
    }
}
